"""Phase 1, moments that come in by personal link, and what the facilitator makes of them (CR-6, CR-7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from samenspel.instruments.case_reconstruction import lookups, moments
from samenspel.instruments.case_reconstruction.moment_date import When
from samenspel.instruments.case_reconstruction.prepared import MomentInput, MomentRequest
from samenspel.instruments.case_reconstruction.records import Interpretation
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import INTERPRETATION_LENGTH, InterpretationText, MomentText, RecordId
from samenspel.vocabulary.fields import Nothing, OfRecord

TAKEN = "De gespreksbegeleider heeft dit moment al verwerkt. Er is niets veranderd. Vraag om een wijziging."
HANDLED = "Dit moment is al verwerkt. Er is niets veranderd."
NOTHING_YET = "Je hebt nog geen moment klaarstaan. Schrijf er eerst een op."
LATER = "Er is al een moment van je binnengekomen. Er stond niets nieuws klaar."

Day = Annotated[str, msgspec.Meta(max_length=10)]
Words = Annotated[str, msgspec.Meta(max_length=INTERPRETATION_LENGTH)]


class AskMoments(Args, frozen=True, kw_only=True):
    """Who is asked, for which party, before which day (ISO, or empty)."""

    person: RecordId
    party: RecordId
    due: Day = ""


class OfPerson(Args, frozen=True, kw_only=True):
    """One person."""

    person: RecordId


class SaveMomentInput(Args, frozen=True, kw_only=True):
    """A moment as its party tells it, whole, half or not more than a date; with `id` it replaces an own one."""

    text: Words = ""
    when: moments.Said | None = None
    kind: moments.Kind = "content"
    meaning: Words = ""
    id: RecordId | None = None


class TakeMomentInput(Args, frozen=True, kw_only=True):
    """What becomes of it: under `moment`, or a new moment in these neutral words. None is: as its party wrote it."""

    id: RecordId
    moment: RecordId | None = None
    text: MomentText | None = None
    when: moments.Said | None = None
    kind: moments.Kind | None = None
    meaning: Words | None = None


def ask_moments(situation: Situation, args: AskMoments) -> Iterable[Change]:
    """Ask somebody for the defining moments of the party, or move the day before which (CR-6)."""
    party, due = lookups.known_party(situation, args.party), lookups.day(args.due)
    old = _request(situation, args.person)
    if old is None:
        return [situation.create(MomentRequest(person=args.person, due=due), party=party)]
    if old.party != party:
        return [*situation.remove(old), situation.create(MomentRequest(person=args.person, due=due), party=party)]
    return [situation.change(old, due=due)]


def stop_asking_moments(situation: Situation, args: OfPerson) -> Iterable[Change]:
    """Ask no longer; what came in already stays."""
    old = _request(situation, args.person)
    return situation.remove(old) if old else []


def save_moment_input(situation: Situation, args: SaveMomentInput) -> Iterable[Change]:
    """Keep a moment for oneself until it is sent, also half. One that was sent comes back, until it is handled."""
    party = lookups.speaks_for(situation, None)
    body = MomentInput(
        text=args.text,
        when=moments.sound(args.when) if args.when else None,
        kind=args.kind,
        meaning=args.meaning,
    )
    if args.id is None:
        return [situation.create(body, party=party)]
    record, old = _own(situation, args.id)
    if old.handled or old.state == "removed":
        raise Refused(Reason.BAD_VALUE, TAKEN)
    return [situation.change(record, **msgspec.structs.asdict(body))]


def send_moment_inputs(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Hand over every own draft that says when and what; a half one stays a draft (CR-6)."""
    own = [record for record in situation.all(MomentInput) if record.author == situation.actor.person]
    bodies = [(record, record.body) for record in own if isinstance(record.body, MomentInput)]
    whole = [record for record, body in bodies if body.state == "draft" and body.text and body.when]
    if not whole:
        raise Refused(Reason.EMPTY, LATER if any(body.state == "sent" for _, body in bodies) else NOTHING_YET)
    request = _request(situation, situation.actor.person)
    answered: list[Change] = [situation.change(request, answered=situation.now)] if request else []
    return [*(situation.change(record, state="sent") for record in whole), *answered]


def withdraw_moment_input(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take an own moment away as long as nothing was done with it."""
    record, body = _own(situation, args.id)
    if body.handled:
        raise Refused(Reason.BAD_VALUE, TAKEN)
    return situation.remove(record)


def take_moment_input(situation: Situation, args: TakeMomentInput) -> Iterable[Change]:
    """Make a hidden moment of it, or hang it under one that is there (doubles, both interpretations kept); how its
    party experienced it comes along as 'vooraf ingebracht' (CR-3, CR-7)."""
    record, body = _sent(situation, args.id)
    if body.handled == "taken":
        raise Refused(Reason.BAD_VALUE, HANDLED)
    if args.moment is None:
        made = moments.insert(situation, _neutral(args, body), _when(args, body), args.kind or body.kind, None)
        moment = made[0].record.id  # type: ignore[union-attr]
    else:
        made, moment = [], lookups.moment(situation, args.moment)[0].id
    taken = situation.change(record, handled="taken", moment=moment)
    meaning = body.meaning if args.meaning is None else args.meaning
    if not meaning:
        return [*made, taken]
    brought = Interpretation(text=_fits(meaning), beforehand=True)
    return [*made, taken, situation.create(brought, scope=moment, party=record.party, author=record.author)]


def set_aside_moment_input(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Not on the timeline: said or merged already, or for later. Its author sees that it was read."""
    record, body = _sent(situation, args.id)
    if body.handled == "taken":
        raise Refused(Reason.BAD_VALUE, HANDLED)
    return [situation.change(record, handled="set_aside")]


def reopen_moment_input(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Look once more at what was set aside. What was taken comes back by itself when its moment is removed."""
    record, body = _sent(situation, args.id)
    if body.handled == "taken":
        raise Refused(Reason.BAD_VALUE, HANDLED)
    return [] if not body.handled else [situation.change(record, handled="")]


def _request(situation: Situation, person: str | None) -> Record | None:
    found = ((record, record.body) for record in situation.all(MomentRequest))
    return next((record for record, body in found if isinstance(body, MomentRequest) and body.person == person), None)


def _own(situation: Situation, record_id: str) -> tuple[Record, MomentInput]:
    record, body = situation.find(MomentInput, record_id)
    if record.author != situation.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return record, body


def _sent(situation: Situation, record_id: str) -> tuple[Record, MomentInput]:
    """What was sent; a draft is for control as if it were not there."""
    record, body = situation.find(MomentInput, record_id)
    if body.state == "draft":
        raise Refused(Reason.NOT_FOUND)
    if body.state == "removed":
        raise Refused(Reason.BAD_VALUE, "De indiener heeft dit moment weggehaald. Er is niets veranderd.")
    return record, body


def _neutral(args: TakeMomentInput, body: MomentInput) -> str:
    text = args.text or body.text
    try:
        return msgspec.convert(text, MomentText)
    except msgspec.ValidationError:
        raise Refused(Reason.TOO_LONG if text else Reason.EMPTY) from None


def _when(args: TakeMomentInput, body: MomentInput) -> When:
    when = moments.sound(args.when) if args.when else body.when
    if when is None:
        raise Refused(Reason.BAD_VALUE, lookups.NO_DATE)
    return when


def _fits(meaning: str) -> str:
    try:
        return msgspec.convert(meaning, InterpretationText)
    except msgspec.ValidationError:
        raise Refused(Reason.TOO_LONG) from None
