"""Who sees what of a look-back (R5, R6)."""

from __future__ import annotations

from samenspel.instruments.look_back.records import GoodMoment, LookBackQuestion
from samenspel.kernel.audience import (
    CONTROL,
    EVERYONE,
    INITIATOR,
    PARTICIPANTS,
    WALL,
    Sight,
    Visibility,
    own,
    whole,
)
from samenspel.kernel.definition import Scopes
from samenspel.kernel.record import Record

_CONTROL = whole(CONTROL, author=True)
_ORGANISER = Visibility(((INITIATOR, Sight(None, author=True, version=True)),))
_ROOM = whole(PARTICIPANTS, WALL)


def of_the_group(record: Record, scopes: Scopes) -> Visibility:
    """For all, and authorship for nobody."""
    return whole(*EVERYONE)


def written(record: Record, scopes: Scopes) -> Visibility:
    """For all; who wrote it knows it as its own."""
    return _CONTROL | _ROOM | own(record.author)


def answer(record: Record, scopes: Scopes) -> Visibility:
    """For who leads, who organises and who wrote it; for all, by party and not by name, once its question is open."""
    question = scopes.body(LookBackQuestion)
    opened = question is not None and question.revealed
    return _CONTROL | _ORGANISER | own(record.author) | (_ROOM if opened else Visibility())


def good_moment(record: Record, scopes: Scopes) -> Visibility:
    """Control prepares it; everybody sees it from its turn on."""
    shown = isinstance(record.body, GoodMoment) and record.body.shown
    return _CONTROL | (_ROOM if shown else Visibility())
