"""Part 4: lessons, agreements and the date of the look-back (CR-17, CR-19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec

from samenspel.instruments.case_reconstruction import lookups, order
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter
from samenspel.vocabulary.outcomes import Agreement, Lesson, LookBack, RedThread

Day = Annotated[str, msgspec.Meta(max_length=10)]


class AddLesson(Args, frozen=True, kw_only=True):
    """A lesson on content or on collaboration, from a red thread or by itself."""

    text: LessonText
    kind: Literal["content", "collaboration"]
    thread: RecordId | None = None


class ChangeLesson(AddLesson, frozen=True, kw_only=True):
    """The same, rewritten whole."""

    id: RecordId


class AddAgreement(Args, frozen=True, kw_only=True):
    """Who does what, when, with whose help. `due` is an ISO date or empty; `owner` is who is asked how it goes."""

    what: LessonText
    kind: Literal["working", "case", "new_information"] = "working"
    who: OptionalName = ""
    due: Day = ""
    help_from: OptionalName = ""
    owner: RecordId | None = None
    lesson: RecordId | None = None


class ChangeAgreement(AddAgreement, frozen=True, kw_only=True):
    """The same, rewritten whole."""

    id: RecordId


class SetStatus(Args, frozen=True, kw_only=True):
    """How far an agreement is."""

    id: RecordId
    status: Literal["open", "started", "done", "dropped"]


class SetLookBack(Args, frozen=True, kw_only=True):
    """The date (ISO) of the look-back, who organises it, and a note."""

    date: Annotated[str, msgspec.Meta(min_length=10, max_length=10)]
    organiser: OptionalName = ""
    note: OptionalText = ""


def add_lesson(situation: Situation, args: AddLesson) -> Iterable[Change]:
    """Draw a lesson, with the reason for choosing the case in view."""
    place = order.last_place(situation.all(Lesson))
    return [
        situation.create(Lesson(text=args.text, kind=args.kind, thread=_thread(situation, args.thread), place=place))
    ]


def change_lesson(situation: Situation, args: ChangeLesson) -> Iterable[Change]:
    """Rewrite a lesson; guarded (R11)."""
    record, _ = situation.find(Lesson, args.id)
    situation.guard(record)
    return [situation.change(record, text=args.text, kind=args.kind, thread=_thread(situation, args.thread))]


def place_lesson(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Put a lesson just behind another."""
    return order.move_after(situation, situation.all(Lesson), situation.find(Lesson, args.id)[0], args.after)


def remove_lesson(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a lesson away; its agreements stay, without lesson."""
    record, _ = situation.find(Lesson, args.id)
    loose = [o for o in situation.all(Agreement) if isinstance(o.body, Agreement) and o.body.lesson == record.id]
    return [*(situation.change(other, lesson=None) for other in loose), *situation.remove(record)]


def add_agreement(situation: Situation, args: AddAgreement) -> Iterable[Change]:
    """Agree on a step: participants formulate their own, with their party. How to deal with new information is
    written down by control, and never what it was (CR-17)."""
    if args.kind == "new_information" and not situation.actor.is_control:
        raise Refused(Reason.NOT_YOUR_ROLE)
    body = Agreement(place=order.last_place(situation.all(Agreement)), **_agreed(situation, args))
    return [situation.create(body, party=lookups.own_party(situation))]


def change_agreement(situation: Situation, args: ChangeAgreement) -> Iterable[Change]:
    """Rewrite an agreement; guarded (R11); participants only their own."""
    record, body = situation.find(Agreement, args.id)
    lookups.may_change(situation, record)
    if not situation.actor.is_control and args.kind != body.kind:
        raise Refused(Reason.NOT_YOUR_ROLE)
    situation.guard(record)
    return [situation.change(record, **_agreed(situation, args))]


def place_agreement(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Put an agreement just behind another."""
    return order.move_after(situation, situation.all(Agreement), situation.find(Agreement, args.id)[0], args.after)


def remove_agreement(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take an agreement away; participants only their own."""
    record, _ = situation.find(Agreement, args.id)
    lookups.may_change(situation, record)
    return situation.remove(record)


def set_agreement_status(situation: Situation, args: SetStatus) -> Iterable[Change]:
    """Say how far it is; participants only of their own."""
    record, body = situation.find(Agreement, args.id)
    lookups.may_change(situation, record)
    return [] if body.status == args.status else [situation.change(record, status=args.status)]


def set_look_back(situation: Situation, args: SetLookBack) -> Iterable[Change]:
    """Fix the date before people leave (CR-19); guarded once it is there (R11)."""
    body = LookBack(date=lookups.day(args.date), organiser=args.organiser, note=args.note)
    old = situation.one(LookBack)
    if old is None:
        return [situation.create(body)]
    situation.guard(old[0])
    return [situation.change(old[0], **msgspec.structs.asdict(body))]


def clear_look_back(situation: Situation, args: Nothing) -> Iterable[Change]:
    """No date yet."""
    old = situation.one(LookBack)
    return situation.remove(old[0]) if old else []


def _thread(situation: Situation, thread: str | None) -> str | None:
    return situation.find_shared(RedThread, thread)[0].id if thread else None


def _agreed(situation: Situation, args: AddAgreement) -> dict[str, Any]:
    return {
        "what": args.what,
        "kind": args.kind,
        "who": args.who,
        "due": lookups.day(args.due),
        "help_from": args.help_from,
        "owner": agreed.owner_of(situation, args.owner),
        "lesson": situation.find_shared(Lesson, args.lesson)[0].id if args.lesson else None,
    }
