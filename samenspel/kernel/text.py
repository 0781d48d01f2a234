"""Texts as people type them, made equal before a rule sees them."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Final

import msgspec

MOMENT_LENGTH: Final = 120
INTERPRETATION_LENGTH: Final = 280
LESSON_LENGTH: Final = 500
NAME_LENGTH: Final = 60
SHORT_LENGTH: Final = 14

# Code points after NFC, counted alike in the browser (web/src/ui/chars.ts).
MomentText = Annotated[str, msgspec.Meta(min_length=1, max_length=MOMENT_LENGTH)]
InterpretationText = Annotated[str, msgspec.Meta(min_length=1, max_length=INTERPRETATION_LENGTH)]
LessonText = Annotated[str, msgspec.Meta(min_length=1, max_length=LESSON_LENGTH)]
NameText = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH)]
ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=SHORT_LENGTH)]
OptionalText = Annotated[str, msgspec.Meta(max_length=LESSON_LENGTH)]
OptionalName = Annotated[str, msgspec.Meta(max_length=NAME_LENGTH)]
RecordId = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]

_KEEP: Final = {"\n"}
_DROP: Final = {"Cc", "Cs", "Co", "Cn"}
# Marks that turn the reading direction around can make a text say something else than it holds.
_BLANK: Final = {*"\u115f\u1160\u2800\u3164\uffa0", *map(chr, range(0xFE00, 0xFE10))}
"""Letters and marks of which nothing shows; whoever sends only those, and joiners, sent nothing."""
_DIRECTION: Final = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(value: Any) -> Any:
    """The same value with every text in it in NFC, without control characters and without outer white space."""
    if isinstance(value, str):
        if value.isprintable():
            # Nothing to drop or to replace in it, which is so for nearly every text.
            return _shown(unicodedata.normalize("NFC", value).strip())
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        kept = (c for c in text if c in _KEEP or (unicodedata.category(c) not in _DROP and c not in _DIRECTION))
        # NFC comes last: a dropped character may have stood between a letter and its accent.
        return _shown(unicodedata.normalize("NFC", "".join(kept)).strip())
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner) for inner in value]
    return value


def _shown(text: str) -> str:
    """The text, or nothing when there is nothing in it to see."""
    if text[:1].isalnum() and text[0] not in _BLANK:
        return text
    shows = any(not (c in _BLANK or c.isspace() or unicodedata.category(c) == "Cf") for c in text)
    return text if shows else ""
