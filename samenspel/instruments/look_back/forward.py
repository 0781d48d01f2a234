"""What a look-back ends in: how agreements went, what to keep, change or stop, and moments that went well (CR-23)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from samenspel.instruments.look_back.records import GoodMoment, Intention
from samenspel.instruments.look_back.rules import proceed, talk
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, LessonText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import OfRecord, place_last
from samenspel.vocabulary.outcomes import Agreement, Lesson

CARRIED = "Deze afspraak komt uit de vorige bijeenkomst. Zet haar op vervallen; dan blijft te zien dat zij er was."


class SayWhatHelped(Args, frozen=True, kw_only=True):
    """What helped, or stood in the way."""

    id: RecordId
    helped: OptionalText


class AddAgreement(Args, frozen=True, kw_only=True):
    """Who does what, when, with whose help; `owner` is who is asked how it goes, `due` an ISO date or empty."""

    what: LessonText
    who: OptionalName = ""
    due: agreed.Day = ""
    help_from: OptionalName = ""
    owner: RecordId | None = None


class ChangeAgreement(AddAgreement, frozen=True, kw_only=True):
    """The same, rewritten whole."""

    id: RecordId


class AddIntention(Args, frozen=True, kw_only=True):
    """Something to keep, change or stop."""

    text: LessonText
    kind: Literal["keep", "change", "stop"]


class ChangeIntention(AddIntention, frozen=True, kw_only=True):
    """The same, rewritten."""

    id: RecordId


class AddGoodMoment(Args, frozen=True, kw_only=True):
    """A moment of a case that went well."""

    text: InterpretationText
    when: OptionalName = ""
    worked: OptionalText = ""
    elsewhere: OptionalText = ""


class ChangeGoodMoment(AddGoodMoment, frozen=True, kw_only=True):
    """The same, rewritten whole."""

    id: RecordId


def say_what_helped(s: Situation, a: SayWhatHelped) -> Iterable[Change]:
    """Write down what helped or stood in the way; guarded (R11). Control for the group, the owner for its own."""
    record, body = s.find(Agreement, a.id)
    if not s.actor.is_control and agreed.owned_by(record, body) != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    s.guard(record)
    return [] if body.helped == a.helped else [s.change(record, helped=a.helped)]


def add_agreement(s: Situation, a: AddAgreement) -> Iterable[Change]:
    """A next step, by who will take it or by control for the group."""
    party = None if s.actor.is_control else s.actor.party
    return [s.create(Agreement(place=place_last(s.all(Agreement)), **_agreed(s, a)), party=party)]


def change_agreement(s: Situation, a: ChangeAgreement) -> Iterable[Change]:
    """Rewrite an agreement, old or new; guarded (R11). Others than control only what they made here."""
    record, _ = s.find(Agreement, a.id)
    _may_change(s, record)
    s.guard(record)
    return [s.change(record, **_agreed(s, a))]


def remove_agreement(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take away what was agreed here; what was brought along stays, and can be dropped."""
    record, _ = s.find(Agreement, a.id)
    if record.scope is not None:
        raise Refused(Reason.BAD_VALUE, CARRIED)
    _may_change(s, record)
    return [*_off_the_wall(s, record), *s.remove(record)]


def add_intention(s: Situation, a: AddIntention) -> Iterable[Change]:
    """Say what to keep, change or stop."""
    party = None if s.actor.is_control else s.actor.party
    return [s.create(Intention(text=a.text, kind=a.kind, place=place_last(s.all(Intention))), party=party)]


def change_intention(s: Situation, a: ChangeIntention) -> Iterable[Change]:
    """Other words or another column; guarded (R11)."""
    record, body = s.find(Intention, a.id)
    _may_change(s, record)
    s.guard(record)
    return [] if (body.text, body.kind) == (a.text, a.kind) else [s.change(record, text=a.text, kind=a.kind)]


def remove_intention(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take it away."""
    record, _ = s.find(Intention, a.id)
    _may_change(s, record)
    return s.remove(record)


def add_good_moment(s: Situation, a: AddGoodMoment) -> Iterable[Change]:
    """Choose a moment to go into; hidden until it is its turn."""
    fields = msgspec.structs.asdict(a)
    return [s.create(GoodMoment(place=place_last(s.all(GoodMoment)), **fields))]


def change_good_moment(s: Situation, a: ChangeGoodMoment) -> Iterable[Change]:
    """Write down what made it work, and what can be used elsewhere; guarded (R11)."""
    record, _ = s.find(GoodMoment, a.id)
    s.guard(record)
    fields = msgspec.structs.asdict(a)
    del fields["id"]
    return [s.change(record, **fields)]


def remove_good_moment(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Leave a moment out."""
    record, _ = s.find(GoodMoment, a.id)
    return [*_off_the_wall(s, record), *s.remove(record)]


def keep_lesson(s: Situation, a: OfRecord) -> Iterable[Change]:
    """What can be used elsewhere becomes a lesson, which lives on when the case is gone."""
    _, body = s.find(GoodMoment, a.id)
    if not body.elsewhere:
        raise Refused(Reason.EMPTY)
    if any(lesson.text == body.elsewhere for lesson in s.state.bodies(Lesson, s.instance)):
        return []
    return [s.create(Lesson(text=body.elsewhere, kind="collaboration", place=place_last(s.all(Lesson))))]


def _off_the_wall(s: Situation, record: Record) -> list[Change]:
    return proceed(s, current=None) if talk(s)[1].current == record.id else []


def _may_change(s: Situation, record: Record) -> None:
    carried = record.scope is not None
    if not s.actor.is_control and (carried or record.author != s.actor.person):
        raise Refused(Reason.NOT_YOURS)


def _agreed(s: Situation, a: AddAgreement) -> dict[str, Any]:
    return {
        "what": a.what,
        "who": a.who,
        "due": agreed.day(a.due),
        "help_from": a.help_from,
        "owner": agreed.owner_of(s, a.owner),
    }
