"""The door of the room, as the pages use it: who is in, which parties there are, and coming in."""

from dataclasses import dataclass

from django.http import HttpRequest

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.room.hub import hub
from samenspel.room.people import audience_of, is_over, known_as
from samenspel.store.interface import Gone
from samenspel.trajects import engine
from samenspel.vocabulary.people import Attendee, Meeting, Party

from . import tickets
from .models import Ticket

MOST_WAITING = 60


def control_ticket(request: HttpRequest, session_id: str) -> Ticket | None:
    """The Regie ticket of this browser, if its holder runs the session by the records of now: a ticket outlives
    the role, and somebody who was made a participant may not hand out links any more (R1)."""
    ticket = tickets.of_request(request, session_id, tickets.CONTROL)
    try:
        audience = audience_of(engine.state_of(session_id), "regie", ticket.attendee) if ticket else None
    except Gone:
        return None
    return ticket if audience is not None else None


@dataclass(frozen=True)
class PartyChoice:
    """Partij om uit te kiezen: its id, names and colour (1..12)."""

    id: str
    name: str
    short: str
    colour: int


async def state(session_id: str) -> State:
    """The room as it is now. Raises Gone when there is no such session."""
    return (await hub.room(session_id)).state


def live(session_id: str) -> State | None:
    """The room as this process has it, or None where nobody is in it here; never more than a hint."""
    room = hub.live(session_id)
    return room.state if room else None


def parties(room: State) -> list[PartyChoice]:
    """The parties of the session in their order; one that could not come is not offered."""
    found = [(record.id, record.body) for record in room.of(Party) if isinstance(record.body, Party)]
    found.sort(key=lambda pair: pair[1].place)
    return [PartyChoice(key, p.name, p.short, p.colour) for key, p in found if not p.absent]


def title(room: State) -> str:
    """What the session is called."""
    return next((body.title for body in room.bodies(Meeting)), "")


def may_enter(room: State) -> bool:
    """Whether a newcomer can come in: the meeting is not over and the lobby has room (B5)."""
    door_open = any(body.door_open for body in room.bodies(Meeting))
    waiting = sum(1 for body in room.bodies(Attendee) if body.status == "waiting")
    return not is_over(room) and (door_open or waiting < MOST_WAITING)


def is_in(room: State, person: str) -> bool:
    """Whether the holder of a ticket for this attendee still waits or takes part."""
    found = known_as(room, person)
    return found is not None and found[1].status in ("waiting", "admitted")


def meeting(room: State) -> str:
    """The id of the meeting's instance."""
    return next(r.id for r in room.of(Instance) if isinstance(r.body, Instance) and r.body.instrument == "meeting")


async def join(session_id: str, person: str, name: str, party: str | None, remote: bool) -> None:
    """Bring a newcomer in, under this attendee id. Raises Refused; once is once, however often it is asked."""
    room = await state(session_id)
    args = {"name": name, "party": party, "remote": remote}
    command = Command(op=f"join-{person}-{'0' * 11}", instance=meeting(room), move="join", args=args)
    await hub.do(session_id, Actor(person=person, role=Role.WAITING), command)
