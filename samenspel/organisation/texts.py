"""Eigen teksten: the content of an instrument with the organisation's words laid over it, text by text.

Below lie our files, then those of the folder SAMENSPEL_TEXTS, then what was written on the page of the organisation.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from samenspel.instruments import catalogue
from samenspel.kernel.text import clean
from samenspel.organisation import look
from samenspel.organisation.models import Organisation, OwnText

LONGEST: Final = 3_000
PLACE_LENGTH: Final = 200
NAMES: Final = ("key", "name", "id", "kind", "value", "colour", "order", "url")
"""What a program reads rather than a person: never offered to be rewritten."""


@dataclass(frozen=True)
class Line:
    """Tekst die anders kan: where it stands, ours, the organisation's own if any, and whether ours changed since."""

    place: str
    ours: str
    own: str
    changed: bool

    @property
    def long(self) -> bool:
        """Whether it needs more than a line to write in."""
        return len(self.ours) > 70 or len(self.own) > 70


FILE_NAMES: Final = {
    "examples": "voorbeelden",
    "guide": "handleiding",
    "inspiration": "inspiratie",
    "prompts": "vragen om te stellen",
    "questions": "vragen",
    "screens": "woorden op de schermen",
    "steps": "uitleg bij de stappen",
}
"""What a file is called for people; others have a Dutch name already."""


class Unknown(Exception):
    """There is no text in that place."""


def texts_of(instrument: str) -> dict[str, Any]:
    """Every file of an instrument, an organisation's own words over it; {} for an unknown name. Never change it."""
    return _texts_of(instrument, settings.SAMENSPEL_TEXTS, look.look().texts_version)


def lines(instrument: str, file: str) -> list[Line]:
    """Every text of one file, in the order in which it stands. Raises Unknown."""
    below = _below(instrument, settings.SAMENSPEL_TEXTS).get(file)
    if below is None:
        raise Unknown(file)
    own = {row.place: row for row in OwnText.objects.filter(instrument=instrument, file=file)}
    found = []
    for place, _, text in _places(below):
        row = own.get(place)
        found.append(Line(place, text, row.text if row else "", bool(row and row.over != mark(text))))
    return found


def save(instrument: str, file: str, written: dict[str, str]) -> int:
    """Keep own texts by place; an empty one gives ours back. Gives how many there are now. Raises Unknown."""
    ours = {line.place: line.ours for line in lines(instrument, file)}
    if set(written) - set(ours):
        raise Unknown(file)
    with transaction.atomic():
        rows = OwnText.objects.filter(instrument=instrument, file=file)
        for place, text in written.items():
            said = str(clean(text))[:LONGEST]
            if not said or said == ours[place]:
                rows.filter(place=place).delete()
                continue
            values = {"text": said, "over": mark(ours[place])}
            OwnText.objects.update_or_create(instrument=instrument, file=file, place=place, defaults=values)
        look.row()
        Organisation.objects.filter(pk=1).update(texts_version=F("texts_version") + 1)
    look.forget()
    return rows.count()


def files() -> list[tuple[str, str, str, str, int]]:
    """Instrument, its title, file, what that is called, and how many own texts it has."""
    own: dict[tuple[str, str], int] = {}
    for row in OwnText.objects.all():
        own[row.instrument, row.file] = own.get((row.instrument, row.file), 0) + 1
    known = catalogue.load()
    return [
        (name, known[name].title, file, FILE_NAMES.get(file, file), own.get((name, file), 0))
        for name in sorted(known, key=lambda each: known[each].title)
        for file, found in _below(name, settings.SAMENSPEL_TEXTS).items()
        if next(_places(found), None)
    ]


def mark(text: str) -> str:
    """Changes with a text of ours."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=32)
def _below(instrument: str, folder: Path | None) -> dict[str, Any]:
    return catalogue.texts(instrument, overrides=folder)


@lru_cache(maxsize=64)
def _texts_of(instrument: str, folder: Path | None, version: int) -> dict[str, Any]:
    found = _below(instrument, folder)
    own = list(OwnText.objects.filter(instrument=instrument)) if version else []
    if not own:
        return found
    both = copy.deepcopy(found)
    for row in own:
        for place, holder, _ in _places(both.get(row.file, {})):
            if place == row.place:
                holder[0][holder[1]] = _as(holder[0][holder[1]], row.text)
                break
    return both


def _as(ours: Any, text: str) -> Any:
    """A list of sentences is written one on a line."""
    return [line for line in (each.strip() for each in text.split("\n")) if line] if isinstance(ours, list) else text


def _places(found: Any, before: str = "") -> Iterator[tuple[str, tuple[Any, Any], str]]:
    """Place, where it can be set, and the text; a table in a row of tables is known by its key, else its number."""
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    for name, value in list(pairs):
        step = value.get("key", name) if isinstance(value, dict) and isinstance(found, list) else name
        place = f"{before}.{step}" if before else str(step)
        if isinstance(value, str) and name not in NAMES and len(place) <= PLACE_LENGTH:
            yield place, (found, name), value
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            yield place, (found, name), "\n".join(value)
        elif isinstance(value, dict | list):
            yield from _places(value, place)
