"""The parking place: what matters but does not fit now (CR-20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from samenspel.instruments.meeting.records import Parking
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, RecordId
from samenspel.vocabulary.fields import OfRecord, place_last


class Park(Args, frozen=True, kw_only=True):
    """What to come back to."""

    text: LessonText


def park(situation: Situation, args: Park) -> Iterable[Change]:
    """Anybody in the room parks something."""
    body = Parking(text=args.text, place=place_last(situation.all(Parking)))
    return [situation.create(body, party=situation.actor.party)]


class ChangeParking(Args, frozen=True, kw_only=True):
    """Other words for it."""

    id: RecordId
    text: LessonText


def change_parking(situation: Situation, args: ChangeParking) -> Iterable[Change]:
    """Reword, by who parked it or by control; guarded (R11)."""
    record, _ = situation.find(Parking, args.id)
    if not situation.actor.is_control and record.author != situation.actor.person:
        raise Refused(Reason.NOT_YOURS)
    situation.guard(record)
    return [situation.change(record, text=args.text)]


class SettleParking(Args, frozen=True, kw_only=True):
    """Whether it has been dealt with."""

    id: RecordId
    status: Literal["open", "done"]


def settle_parking(situation: Situation, args: SettleParking) -> Iterable[Change]:
    """Tick it off, or open it again."""
    record, _ = situation.find(Parking, args.id)
    return [situation.change(record, status=args.status)]


def remove_parking(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take it away, by who parked it or by control."""
    record, _ = situation.find(Parking, args.id)
    if not situation.actor.is_control and record.author != situation.actor.person:
        raise Refused(Reason.NOT_YOURS)
    return situation.remove(record)
