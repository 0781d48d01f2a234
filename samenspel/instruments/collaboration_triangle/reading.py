"""Reading the answers: attention against tension per level, and where one might dig (D-2).

Numbers only; the words are in content/nl/questions.toml and ask, they never judge. web/reading.ts does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samenspel.instruments.collaboration_triangle.records import LEVELS, Level, LevelAnswer

NOTABLE = 2.5
"""From this average on (scale 1 to 5) tension is worth a question."""
APART = 3
"""So many points between the lowest and the highest answer is looking at it differently."""


@dataclass(frozen=True)
class Reading:
    """Beeld van één niveau: averages and extremes of tension and attention over `count` answers."""

    level: Level
    count: int
    tension: float
    attention: float
    tension_range: tuple[int, int]
    attention_range: tuple[int, int]

    @property
    def differ(self) -> bool:
        """Whether people look at the tension differently."""
        return self.tension_range[1] - self.tension_range[0] >= APART


@dataclass(frozen=True)
class Dig:
    """Waar te graven: a level with much tension and less attention; `above` when it may begin higher up;
    `spent` the level where most attention went, which probably is not it (second rule of thumb)."""

    level: Level | None
    above: Level | None
    spent: Level | None


def read(answers: Iterable[LevelAnswer]) -> dict[Level, Reading]:
    """Per level with answers its reading."""
    found: dict[Level, Reading] = {}
    given = list(answers)
    for level in LEVELS:
        tension = [answer.tension for answer in given if answer.level == level]
        attention = [answer.attention for answer in given if answer.level == level]
        if tension:
            found[level] = Reading(
                level,
                len(tension),
                sum(tension) / len(tension),
                sum(attention) / len(attention),
                (min(tension), max(tension)),
                (min(attention), max(attention)),
            )
    return found


def dig(readings: Mapping[Level, Reading]) -> Dig:
    """A suggestion to talk about. On equal numbers the higher level, because problems seep down (first rule)."""
    order = [readings[level] for level in LEVELS if level in readings]
    if not order:
        return Dig(None, None, None)
    spent = max(order, key=lambda reading: reading.attention)
    alone = [reading for reading in order if reading.attention == spent.attention]
    tense = [reading for reading in order if reading.tension >= NOTABLE and reading.tension > reading.attention]
    best = max(tense, key=lambda reading: reading.tension - reading.attention, default=None)
    above = None
    if best is not None:
        higher = [r for r in order[: order.index(best)] if r.tension >= NOTABLE]
        above = higher[0].level if higher else None
    very = spent.attention >= NOTABLE and len(alone) == 1 and (best is None or best.level != spent.level)
    return Dig(best.level if best else None, above, spent.level if very else None)
