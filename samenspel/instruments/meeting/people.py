"""Who is there: joining, the lobby, parties and roles (CR-3, CR-20, R14)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

import msgspec

from samenspel.instruments.meeting.rules import the_meeting
from samenspel.instruments.meeting.words import guard_choices, guard_words
from samenspel.kernel.audience import CONTROL_ROLES
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import NameText, OptionalName, RecordId
from samenspel.vocabulary.fields import Nothing, OfRecord
from samenspel.vocabulary.people import Attendee, Party

LOBBY_SIZE = 60


def _party(situation: Situation, party: str | None) -> str | None:
    if party is not None:
        situation.find(Party, party)
    return party


def _given(args: Args, *leave_out: str) -> dict[str, Any]:
    fields = msgspec.structs.asdict(args)
    return {name: value for name, value in fields.items() if value is not None and name not in leave_out}


class Join(Args, frozen=True, kw_only=True):
    """Name or initials, and the party to speak for."""

    name: NameText
    party: RecordId | None = None
    remote: bool = False


def join(situation: Situation, args: Join) -> Iterable[Change]:
    """A newcomer arrives: in the lobby, or straight in when the door is open. Its id is the actor's."""
    _, meeting = the_meeting(situation)
    if meeting.ended:
        raise Refused(Reason.CLOSED)
    waiting = [r for r in situation.all(Attendee) if isinstance(r.body, Attendee) and r.body.status == "waiting"]
    if len(waiting) >= LOBBY_SIZE and not meeting.door_open:
        raise Refused(Reason.FULL)
    if situation.state.get(situation.actor.person) is not None:
        raise Refused(Reason.BAD_VALUE)
    status: Literal["waiting", "admitted"] = "admitted" if meeting.door_open else "waiting"
    body = Attendee(
        name=args.name,
        role="participant",
        party=_party(situation, args.party),
        status=status,
        remote=args.remote,
    )
    return [situation.create(body, record_id=situation.actor.person)]


def _me(situation: Situation) -> tuple[Record, Attendee]:
    return situation.find(Attendee, situation.actor.person)


class RenameMe(Args, frozen=True, kw_only=True):
    """Another name, and while still in the lobby another party."""

    name: NameText
    party: RecordId | None = None


def rename_me(situation: Situation, args: RenameMe) -> Iterable[Change]:
    """Correct one's own name; the party only before being admitted."""
    record, body = _me(situation)
    fields: dict[str, Any] = {"name": args.name}
    if args.party is not None and args.party != body.party:
        if body.status != "waiting":
            raise Refused(Reason.NOT_YOUR_ROLE)
        fields["party"] = _party(situation, args.party)
    return [situation.change(record, **fields)]


def admit(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Let one person in."""
    record, body = situation.find(Attendee, args.id)
    return [] if body.status == "admitted" else [situation.change(record, status="admitted", present=True)]


def admit_all(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Let everybody in who waits now."""
    return [
        situation.change(record, status="admitted", present=True)
        for record in situation.all(Attendee)
        if isinstance(record.body, Attendee) and record.body.status == "waiting"
    ]


def turn_away(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Refuse somebody in the lobby, or send somebody out; nobody sends out the last facilitator."""
    record, body = situation.find(Attendee, args.id)
    _keep_a_facilitator(situation, record.id)
    return [situation.change(record, status="refused" if body.status == "waiting" else "gone", present=False)]


class OpenDoor(Args, frozen=True, kw_only=True):
    """Whether newcomers come in without waiting."""

    open: bool


def open_door(situation: Situation, args: OpenDoor) -> Iterable[Change]:
    """Open or close the door; opening lets everybody in who waits."""
    record, body = the_meeting(situation)
    changes: list[Change] = [] if body.door_open == args.open else [situation.change(record, door_open=args.open)]
    return [*changes, *(admit_all(situation, Nothing()) if args.open else ())]


class LinkPerson(Args, frozen=True, kw_only=True):
    """Somebody in the lobby, and who that was before."""

    waiting: RecordId
    known: RecordId


def link_person(situation: Situation, args: LinkPerson) -> Iterable[Change]:
    """A newcomer turns out to be somebody known before, whose phone died: from now on the same attendee."""
    waiting, newcomer = situation.find(Attendee, args.waiting)
    known, before = situation.find(Attendee, args.known)
    if waiting.id == known.id or newcomer.status != "waiting" or before.became is not None:
        raise Refused(Reason.BAD_VALUE)
    if before.role in {role.value for role in CONTROL_ROLES}:
        raise Refused(Reason.NOT_YOUR_ROLE)
    return [
        situation.change(waiting, status="gone", present=False, became=known.id),
        situation.change(known, status="admitted", present=True, offline=False),
    ]


class AddAttendee(Args, frozen=True, kw_only=True):
    """Somebody who takes part, with or without a phone."""

    name: NameText
    party: RecordId | None = None
    role: Literal["facilitator", "note_taker", "initiator", "participant"] = "participant"
    offline: bool = False
    level: Literal["", "practice", "team_lead", "management"] = ""
    function: OptionalName = ""
    involved: bool | None = None
    id: RecordId | None = None


def add_attendee(situation: Situation, args: AddAttendee) -> Iterable[Change]:
    """Write somebody in: admitted, present. `id` is given when a link was made for this person already."""
    if args.id is not None and situation.state.get(args.id) is not None:
        raise Refused(Reason.BAD_VALUE)
    fields = _given(args, "id", "party", "involved")
    body = Attendee(**fields, party=_party(situation, args.party), involved=args.involved, status="admitted")
    return [situation.create(body, record_id=args.id)]


CHOICES: Final = ("party", "role", "level", "present", "offline", "remote", "involved")


class ChangeAttendee(Args, frozen=True, kw_only=True):
    """What is given is changed."""

    id: RecordId
    name: NameText | None = None
    party: RecordId | None = None
    role: Literal["facilitator", "note_taker", "initiator", "participant"] | None = None
    present: bool | None = None
    offline: bool | None = None
    remote: bool | None = None
    level: Literal["", "practice", "team_lead", "management"] | None = None
    function: OptionalName | None = None
    involved: bool | None = None


def change_attendee(situation: Situation, args: ChangeAttendee) -> Iterable[Change]:
    """Correct what is known of somebody, guarded (R11); also how a note-taker is appointed (CR-20)."""
    record, body = situation.find(Attendee, args.id)
    fields = _given(args, "id")
    guard_words(situation, record, fields, "name", "function")
    guard_choices(situation, record, fields, *CHOICES)
    _party(situation, args.party)
    if args.role is not None and args.role != "facilitator" and body.role == "facilitator":
        _keep_a_facilitator(situation, record.id)
    return [situation.change(record, **fields)] if fields else []


def remove_attendee(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take somebody off the list who was written in by mistake; what they wrote stays with their party."""
    record, _ = situation.find(Attendee, args.id)
    _keep_a_facilitator(situation, record.id)
    if record.id == situation.actor.person:
        raise Refused(Reason.BAD_VALUE)
    return situation.remove(record)


def _keep_a_facilitator(situation: Situation, leaving: str) -> None:
    others = [
        record
        for record in situation.all(Attendee)
        if record.id != leaving
        and isinstance(record.body, Attendee)
        and record.body.role == "facilitator"
        and record.body.status == "admitted"
    ]
    body = situation.find(Attendee, leaving)[1]
    if body.role == "facilitator" and not others:
        raise Refused(Reason.BAD_VALUE, "Er moet één gespreksbegeleider overblijven. Er is niets veranderd.")
