"""What a collaboration triangle keeps. Red threads, ground rules and agreements are vocabulary."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from samenspel.kernel.record import Body
from samenspel.kernel.text import OptionalText

Level = Literal["goal_and_content", "field_and_rules", "relations"]
LEVELS: Final[tuple[Level, ...]] = ("goal_and_content", "field_and_rules", "relations")
"""Niveaus from the top of the triangle down (000)."""

Score = Annotated[int, msgspec.Meta(ge=1, le=5)]
"""Vijfpuntsschaal: 1 is none, 5 is very much (our own design; the source has no scale)."""


class Triangle(Body, frozen=True, kw_only=True):
    """Instellingen van deze driehoek: one record per instance.

    `level` is the level whose help questions are on the wall, empty for the board; `asked` the help questions that
    were put, as "level:number" from 0 (D-1).
    """

    TYPE = "triangle"
    MOST = 60

    level: Literal["", "goal_and_content", "field_and_rules", "relations"] = ""
    asked: tuple[str, ...] = ()


class TriangleRound(Body, frozen=True, kw_only=True):
    """Ronde: everybody answers for themselves, then all answers open at once; it opens its answers (D-1, R6)."""

    TYPE = "triangle_round"
    MOST = 60

    state: Literal["open", "revealed"] = "open"


class LevelAnswer(Body, frozen=True, kw_only=True):
    """Antwoord op één niveau: tension seen and attention given, both 1 to 5, and a note (D-1). Scope: the round.

    One per person and level; revealed without a name.
    """

    TYPE = "level_answer"
    MOST = 3_600

    level: Level
    tension: Score
    attention: Score
    note: OptionalText = ""


class Answered(Body, frozen=True, kw_only=True):
    """Wie al antwoordde, one per person; apart from the answers, so that nothing links the two. Scope: the round.

    `levels` counts the levels answered; `noted` when Regie put answers down for this person.
    """

    TYPE = "answered"
    MOST = 1_200

    levels: int
    noted: bool = False


class Placement(Body, frozen=True, kw_only=True):
    """Iets dat op een niveau ligt: a red thread, a moment or a free note (D-1).

    `ref` is the record it points at, of any instance of the session; a note has its own `text` instead.
    """

    TYPE = "placement"
    MOST = 300
    EACH = 60

    what: Literal["thread", "moment", "note"]
    level: Level
    place: float
    ref: str | None = None
    text: OptionalText = ""
