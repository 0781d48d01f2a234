"""What our own fonts can show. PDF/UA forbids characters without a glyph, and a report must come in any case."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parent / "fonts"
INSTEAD: Final = {
    "→": "->", "←": "<-", "⇒": "=>", "✓": "v", "✔": "v", "≈": "±", "\u2011": "-", "\u2212": "-", "\u00a0": " ",
    "\u202f": " ", "\u2009": " ", "\u200a": " ", "■": "-", "▪": "-", "●": "•", "○": "o", "☐": "o", "☑": "v",
}  # fmt: skip
UNKNOWN: Final = "(…)"
_SILENT: Final = {"Cf", "Cc", "Cs", "Co", "Cn"}


def showable(text: str) -> str:
    """The text with what no font of ours can show written otherwise; a run of such characters becomes `(…)`.

    Lines stay lines. A Word document keeps the original characters: only what is printed needs this.
    """
    known = _known()
    made: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter == "\n" or (ord(letter) in known and unicodedata.category(letter) not in _SILENT):
            made.append(letter)
        elif unicodedata.category(letter) in _SILENT or unicodedata.combining(letter):
            continue
        else:
            made.append(_otherwise(letter, known))
    return "".join(
        part for number, part in enumerate(made) if part != UNKNOWN or made[number - 1 : number] != [UNKNOWN]
    )


def _otherwise(letter: str, known: frozenset[int]) -> str:
    plain = INSTEAD.get(letter) or "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )
    return plain if plain and all(ord(part) in known for part in plain) else UNKNOWN


@cache
def _known() -> frozenset[int]:
    """Characters that every one of our fonts has."""
    return frozenset.intersection(*(frozenset(_characters(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))))


def _characters(font: bytes) -> set[int]:
    """The characters in the table `cmap` of a TrueType font (formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    start = next(
        struct.unpack_from(">I", font, 12 + 16 * number + 8)[0]
        for number in range(tables)
        if font[12 + 16 * number : 16 + 16 * number] == b"cmap"
    )
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        place = start + struct.unpack_from(">I", font, start + 4 + 8 * number + 4)[0]
        form = struct.unpack_from(">H", font, place)[0]
        if form == 4:
            count = struct.unpack_from(">H", font, place + 6)[0] // 2
            ends = struct.unpack_from(f">{count}H", font, place + 14)
            starts = struct.unpack_from(f">{count}H", font, place + 16 + 2 * count)
            for first, last in zip(starts, ends, strict=True):
                found.update(range(first, last + 1))
        elif form == 12:
            groups = struct.unpack_from(">I", font, place + 12)[0]
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, place + 16 + 12 * group)
                found.update(range(first, last + 1))
    return found - {0xFFFF}
