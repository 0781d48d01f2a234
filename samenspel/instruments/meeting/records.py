"""What the meeting keeps, besides people and instances."""

from __future__ import annotations

from typing import Literal

from samenspel.kernel.record import Body
from samenspel.kernel.text import LessonText, NameText, OptionalName, OptionalText
from samenspel.vocabulary.people import Meeting

__all__ = ["Block", "Meeting", "Parking"]


class Block(Body, frozen=True, kw_only=True):
    """Onderdeel van het draaiboek (X-4, CR-9). `minutes` planned; `started`/`ended` in ms since 1970, 0 for not yet.

    `runs` is the instance it shows, `phase` the phase that instance goes to when the block starts.
    """

    TYPE = "block"
    KEY = "outcome"
    MOST = 60

    title: NameText
    minutes: int
    place: float
    runs: str | None = None
    phase: str = ""
    lead: OptionalName = ""
    materials: OptionalText = ""
    note: OptionalText = ""
    started: int = 0
    ended: int = 0


class Parking(Body, frozen=True, kw_only=True):
    """Parkeerplaats: what matters but does not fit now (CR-20)."""

    TYPE = "parking"
    MOST = 60

    text: LessonText
    place: float
    status: Literal["open", "done"] = "open"
