"""Who sees what of the meeting (R5)."""

from __future__ import annotations

from samenspel.instruments.meeting.records import Block, Meeting, Parking
from samenspel.kernel.audience import (
    CONTROL,
    EVERYONE,
    LOBBY,
    PARTICIPANTS,
    WALL,
    Visibility,
    masked,
    own,
    person_tag,
    whole,
)
from samenspel.kernel.definition import Scopes, View
from samenspel.kernel.record import Record
from samenspel.vocabulary.people import Attendee, Party


def meeting(record: Record, scopes: Scopes) -> Visibility:
    """Everybody in the room; somebody in the lobby sees what it is called and whether it is over."""
    return whole(*EVERYONE) | masked(["title", "started", "ended"], LOBBY)


def block(record: Record, scopes: Scopes) -> Visibility:
    """The run sheet is for all; lead, materials and notes are for control."""
    shown = ["title", "minutes", "place", "runs", "phase", "started", "ended"]
    return whole(CONTROL) | masked(shown, PARTICIPANTS, WALL)


def party(record: Record, scopes: Scopes) -> Visibility:
    """Everybody, also in the lobby, where one chooses the party to speak for."""
    return whole(*EVERYONE, LOBBY)


def attendee(record: Record, scopes: Scopes) -> Visibility:
    """Control and the person itself see all; the room sees that somebody of a party is there, not who."""
    body = record.body
    seen = whole(CONTROL, author=True) | whole(person_tag(record.id))
    if isinstance(body, Attendee) and body.status == "admitted":
        seen = seen | masked(["party", "role", "status", "present"], PARTICIPANTS, WALL)
    return seen


def parking(record: Record, scopes: Scopes) -> Visibility:
    """A flip-over in the room: everybody."""
    return whole(*EVERYONE) | own(record.author) | whole(CONTROL, author=True)


VIEWS: dict[str, View] = {
    Meeting.TYPE: meeting,
    Block.TYPE: block,
    Party.TYPE: party,
    Attendee.TYPE: attendee,
    Parking.TYPE: parking,
}
