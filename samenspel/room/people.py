"""From a ticket's attendee to what it may do now (R1): decided at every command, from the records."""

from __future__ import annotations

from samenspel.kernel.audience import CONTROL_ROLES, Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State
from samenspel.room.client import Surface
from samenspel.vocabulary.people import Attendee, Meeting


def known_as(state: State, person: str | None) -> tuple[Record, Attendee] | None:
    """The attendee behind a ticket, followed through a dead battery (`became`)."""
    seen: set[str] = set()
    while person is not None and person not in seen:
        seen.add(person)
        record = state.get(person)
        if record is None or not isinstance(record.body, Attendee):
            return None
        if record.body.became is None:
            return record, record.body
        person = record.body.became
    return None


def audience_of(state: State, surface: Surface, person: str | None) -> Audience | None:
    """What this connection may see now; None when it may not be here (any more)."""
    if surface == "wand":
        return Audience(Role.WALL)
    found = known_as(state, person)
    if found is None:
        return None
    record, body = found
    if body.status == "waiting":
        return Audience(Role.WAITING, record.id, body.party) if surface == "deelnemer" else None
    if body.status != "admitted":
        return None
    role = Role(body.role)
    if surface == "regie":
        return Audience(role, record.id) if role in CONTROL_ROLES else None
    return Audience(Role.PARTICIPANT if role in CONTROL_ROLES else role, record.id, body.party)


def actor_of(state: State, audience: Audience | None) -> Actor:
    """The actor of a command; refuses NOT_YOUR_ROLE without a person and CLOSED once the meeting is over."""
    if audience is None or audience.person is None:
        raise Refused(Reason.NOT_YOUR_ROLE)
    if audience.role not in CONTROL_ROLES and is_over(state):
        raise Refused(Reason.CLOSED)
    return Actor(person=audience.person, role=audience.role, party=audience.party)


def is_over(state: State) -> bool:
    """Whether the meeting has been closed."""
    return any(meeting.ended for meeting in state.bodies(Meeting))
