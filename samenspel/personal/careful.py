"""Zorgvuldig: before words are sent they are looked at once for data of persons (CR-5). It advises, it never stops."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from samenspel import clock
from samenspel.kernel.project import Seen
from samenspel.personal.room import mark
from samenspel.privacy_hints import Finding, find
from samenspel.privacy_hints.second_look import second_look, with_second_look
from samenspel.trajects import people
from samenspel.trajects.models import Traject


@dataclass(frozen=True)
class Warned:
    """Waarschuwing at one piece of a text: the words, what they look like, and what to write instead."""

    words: str
    why: str
    instead: str


def look(texts: Mapping[str, str], names: Iterable[str]) -> dict[str, list[Warned]]:
    """What is found in each of these texts; nothing for one that is fine."""
    year, known = clock.today().year, tuple(names)
    found = {key: [_warn(text, one) for one in _seen(text, known, year)] for key, text in texts.items()}
    return {key: warnings for key, warnings in found.items() if warnings}


def token(warnings: Mapping[str, list[Warned]]) -> str:
    """Says that somebody saw exactly these warnings; other ones ask for another look. Empty for none."""
    if not warnings:
        return ""
    seen = sorted(f"{key}\0{one.why}\0{one.words}" for key, found in warnings.items() for one in found)
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def names_in(traject: Traject) -> list[str]:
    """The names of everybody on the list."""
    return [row.person.name for row in people.contacts(traject)]


class CarefulForm(forms.Form):
    """Formulier whose `careful` fields are looked at before they are kept. `seen` is the mark of the record that was
    shown, `toch` that of the warnings, `once` a number of this form alone."""

    careful: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False
    warnings: dict[str, list[Warned]]
    conflict = False

    def __init__(self, data: Any = None, *, saved: Seen | None = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.saved = saved
        self.warnings = {}

    @property
    def mark(self) -> str:
        """The mark to send along with this form."""
        return mark(self.saved)

    @property
    def toch(self) -> str:
        """Says that the warnings on this page were seen."""
        return token(self.warnings)

    def outdated(self) -> bool:
        """Whether the record changed after this form was shown, to something else than is sent now."""
        return str(self.data.get("seen", "")) != self.mark

    def warned(self, traject: Traject) -> bool:
        """Whether somebody should look once more before this is kept."""
        words = {name: str(self.cleaned_data.get(name) or "") for name in self.careful}
        found = look(words, names_in(traject) if any(words.values()) else ())
        self.warnings = found if self.data.get("toch") != token(found) else {}
        return bool(self.warnings)


def _seen(text: str, names: tuple[str, ...], year: int) -> list[Finding]:
    found = find(text, names, year)
    return with_second_look(found, second_look.find(text)) if settings.SAMENSPEL_DEDUCE else found


def _warn(text: str, found: Finding) -> Warned:
    return Warned(text[found.start : found.end], found.why, found.instead)
