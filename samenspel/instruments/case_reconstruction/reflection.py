"""Part 3, reflection: what stands out, what hindered or helped, peeling a moment, red threads (CR-18)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from samenspel.instruments.case_reconstruction import lookups, order
from samenspel.instruments.case_reconstruction.records import Mark, Observation, Peeling
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, LessonText, OptionalText, RecordId
from samenspel.vocabulary.fields import OfRecord, PlaceAfter
from samenspel.vocabulary.outcomes import Lesson, RedThread, TriangleLevel

About = Literal["events", "actions", "collaboration", "dynamic"]
Moments = Annotated[list[RecordId], msgspec.Meta(max_length=60)]
ENOUGH = "Er staan al twaalf rode draden. Voeg er eerst een paar samen; drie of vier is genoeg."


class AddObservation(Args, frozen=True, kw_only=True):
    """What stands out in events, actions or collaboration, or the dynamic it leads to."""

    text: InterpretationText
    about: About


class ChangeObservation(AddObservation, frozen=True, kw_only=True):
    """The same, rewritten."""

    id: RecordId


class MarkMoment(Args, frozen=True, kw_only=True):
    """This moment hindered or helped; control may name a party, or none for the group."""

    moment: RecordId
    value: Literal["hindering", "helping"]
    why: OptionalText = ""
    party: RecordId | None = None


class SetPeeling(Args, frozen=True, kw_only=True):
    """What exactly happened, which effect, which step could be different; whole."""

    moment: RecordId
    happened: OptionalText = ""
    effect: OptionalText = ""
    step: OptionalText = ""


class AddThread(Args, frozen=True, kw_only=True):
    """A red thread with the moments where it shows."""

    text: LessonText
    moments: Moments = []
    level: TriangleLevel = ""


class ChangeThread(Args, frozen=True, kw_only=True):
    """A red thread in other words."""

    id: RecordId
    text: LessonText


class LinkMoment(Args, frozen=True, kw_only=True):
    """A red thread and a moment that was shown."""

    thread: RecordId
    moment: RecordId


class SetLevel(Args, frozen=True, kw_only=True):
    """A red thread on a level of the samenwerkingsdriehoek, or on none."""

    id: RecordId
    level: TriangleLevel


def add_observation(situation: Situation, args: AddObservation) -> Iterable[Change]:
    """Write down what stands out; a participant's goes with its party."""
    return [situation.create(Observation(text=args.text, about=args.about), party=lookups.own_party(situation))]


def change_observation(situation: Situation, args: ChangeObservation) -> Iterable[Change]:
    """Rewrite it; guarded (R11)."""
    record, _ = situation.find(Observation, args.id)
    lookups.may_change(situation, record)
    situation.guard(record)
    return [situation.change(record, text=args.text, about=args.about)]


def remove_observation(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take it away."""
    record, _ = situation.find(Observation, args.id)
    lookups.may_change(situation, record)
    return situation.remove(record)


def mark_moment(situation: Situation, args: MarkMoment) -> Iterable[Change]:
    """Mark on the timeline what hindered or helped; a participant has one mark per moment. Words of control's
    that another wrote are guarded (R11)."""
    moment, _ = lookups.moment(situation, args.moment)
    if situation.actor.is_control:
        party = lookups.speaks_for(situation, args.party) if args.party else None
    else:
        party = lookups.speaks_for(situation, args.party)
    body = Mark(value=args.value, why=args.why, noted=situation.actor.is_control)
    old = _mark(situation, moment.id, party)
    if old is None:
        return [situation.create(body, scope=moment.id, party=party)]
    if old.body == body:
        return []
    if old.body.why and old.body.why != args.why:  # type: ignore[attr-defined]
        situation.guard(old)
    return [situation.change(old, value=args.value, why=args.why)]


def unmark_moment(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a mark away (by its id)."""
    record, _ = situation.find(Mark, args.id)
    lookups.moment(situation, record.scope or "")
    lookups.may_change(situation, record)
    return situation.remove(record)


def set_peeling(situation: Situation, args: SetPeeling) -> Iterable[Change]:
    """Peel a moment (afpellen); one per moment, guarded once it is there (R11)."""
    moment, _ = lookups.moment(situation, args.moment)
    body = Peeling(happened=args.happened, effect=args.effect, step=args.step)
    old = next((record for record in situation.all(Peeling) if record.scope == moment.id), None)
    if old is None:
        return [situation.create(body, scope=moment.id)]
    situation.guard(old)
    return [situation.change(old, **msgspec.structs.asdict(body))]


def remove_peeling(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take it away."""
    return situation.remove(situation.find(Peeling, args.id)[0])


def add_thread(situation: Situation, args: AddThread) -> Iterable[Change]:
    """Formulate a red thread together; three or four is the advice, twelve the limit."""
    threads = situation.all(RedThread)
    if len(threads) >= RedThread.MOST:
        raise Refused(Reason.FULL, ENOUGH)
    shown = tuple(dict.fromkeys(lookups.revealed(situation, moment)[0].id for moment in args.moments))
    return [
        situation.create(RedThread(text=args.text, place=order.last_place(threads), moments=shown, level=args.level))
    ]


def change_thread(situation: Situation, args: ChangeThread) -> Iterable[Change]:
    """Put it in other words; guarded (R11)."""
    record, _ = situation.find(RedThread, args.id)
    situation.guard(record)
    return [situation.change(record, text=args.text)]


def place_thread(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Put a red thread just behind another."""
    return order.move_after(situation, situation.all(RedThread), situation.find(RedThread, args.id)[0], args.after)


def remove_thread(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a red thread away; its lessons stay, without thread."""
    record, _ = situation.find(RedThread, args.id)
    loose = [
        other for other in situation.all(Lesson) if isinstance(other.body, Lesson) and other.body.thread == record.id
    ]
    return [*(situation.change(other, thread=None) for other in loose), *situation.remove(record)]


def link_moment(situation: Situation, args: LinkMoment) -> Iterable[Change]:
    """The red thread shows at this moment."""
    record, body = situation.find(RedThread, args.thread)
    moment = lookups.revealed(situation, args.moment)[0].id
    return [] if moment in body.moments else [situation.change(record, moments=(*body.moments, moment))]


def unlink_moment(situation: Situation, args: LinkMoment) -> Iterable[Change]:
    """It does not."""
    record, body = situation.find(RedThread, args.thread)
    left = tuple(moment for moment in body.moments if moment != args.moment)
    return [] if left == body.moments else [situation.change(record, moments=left)]


def set_thread_level(situation: Situation, args: SetLevel) -> Iterable[Change]:
    """Place a red thread on the samenwerkingsdriehoek (B)."""
    record, body = situation.find(RedThread, args.id)
    return [] if body.level == args.level else [situation.change(record, level=args.level)]


def _mark(situation: Situation, moment_id: str, party: str | None) -> Record | None:
    """Control's mark for this party or the group, or the participant's own."""
    for record in situation.all(Mark):
        if record.scope != moment_id or not isinstance(record.body, Mark):
            continue
        noted = record.body.noted
        if (
            noted and record.party == party
            if situation.actor.is_control
            else record.author == situation.actor.person and not noted
        ):
            return record
    return None
