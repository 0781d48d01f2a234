"""The doorway of a room: connections come in, change what they are, and go (R4, R10, R14)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from msgspec import UNSET

from samenspel.kernel.audience import CONTROL, CONTROL_ROLES, Audience, Role
from samenspel.kernel.decide import read_args
from samenspel.kernel.definition import Fleeting
from samenspel.kernel.project import Touched
from samenspel.kernel.refusal import Refused
from samenspel.room.catchup import since
from samenspel.room.client import Client, together
from samenspel.room.group import Group
from samenspel.room.limits import SOCKETS_A_PERSON, Bucket
from samenspel.room.measures import CONNECTIONS, measures
from samenspel.room.packet import Packet, packed
from samenspel.room.people import audience_of, known_as
from samenspel.room.protocol import Close, EncodedChanges, EncodedSnapshot, Present, Tell, Told, You, write
from samenspel.vocabulary.people import Attendee

if TYPE_CHECKING:
    from samenspel.room.room import Room

PRESENCE_WAIT: Final = 0.2
FLEETING_WAIT: Final = 0.02
"""Seconds between two tellings of fleeting state."""


class Doorway:
    """Deuropening: who is connected and what each of them is told outside a tick."""

    def __init__(self, room: Room) -> None:
        """Nobody yet."""
        self.clients: set[Client] = set()
        self.groups: dict[str, Group] = {}
        self._of_person: dict[str, set[Client]] = {}
        self._sees_as: dict[str, set[Client]] = {}
        self._early: dict[Client, str | None] = {}
        self._room = room
        self._buckets: dict[str, Bucket] = {}
        self._told: dict[tuple[str, str, str], tuple[Fleeting, Told, Client]] = {}
        self._flushed = 0.0
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def audience_now(self, client: Client | None) -> Audience | None:
        """What a connection may see by the records of this moment."""
        return audience_of(self._room.state, client.surface, client.person) if client else None

    def role_of(self, client: Client | None) -> Role:
        """Its role as far as known."""
        return client.audience.role if client and client.audience else Role.WAITING

    def enter(self, client: Client, cursor: str | None) -> None:
        """A client said hello: give what changed since its cursor, or everything (R10).

        Who is unknown here, or has seen more than we have, may come from another process: we look first (R8, R9).
        """
        audience = self.audience_now(client)
        clock = self._room.cursors.open(cursor, audience.shared_key) if cursor and audience else None
        if audience is None or (cursor and (clock is None or clock > self._room.clock)):
            self._early[client] = cursor
            self._room.look()
        else:
            self._let_in(client, audience, clock)

    def let_in(self) -> None:
        """We know what there is to know: who waited for that comes in."""
        early, self._early = self._early, {}
        for client, cursor in early.items():
            audience = self.audience_now(client)
            clock = self._room.cursors.open(cursor, audience.shared_key) if cursor and audience else None
            self._let_in(client, audience, clock)

    def turn_back(self) -> None:
        """We cannot know now: who waited for that tries again later."""
        early, self._early = self._early, {}
        for client in early:
            client.shut(Close.RESTART)

    def _let_in(self, client: Client, audience: Audience | None, clock: int | None) -> None:
        if audience is None:
            client.shut(Close.FORBIDDEN)
            return
        if client.person is not None:
            same = self._of_person.get(client.person, ())
            if sum(1 for other in same if other.closing is None) >= SOCKETS_A_PERSON:
                client.shut(Close.FLOOD)
                return
            # R12: who opens more connections, or opens them anew, may not ask more.
            client.bucket = self._buckets.setdefault(client.person, client.bucket)
        self.clients.add(client)
        if client.person is not None:
            self._of_person.setdefault(client.person, set()).add(client)
        self._seat(client, audience)
        measures.add(CONNECTIONS)
        stones = self._room.stones
        if clock is None or not stones.since <= clock <= self._room.clock:
            everything = self._snapshot(audience, client.alike)
            client.push(packed(everything) if client.packed else everything)
        else:
            put, gone = since(self._room.panes, self._room.state, stones.kept, audience.tags, clock)
            now_at = self._room.cursors.seal(self._room.clock, audience.shared_key)
            client.push(write(EncodedChanges(cursor=now_at, put=put, gone=gone)))
        self._later("presence", PRESENCE_WAIT, self._tell_presence)

    def leave(self, client: Client) -> None:
        """A connection closed. Nothing is concluded from it (R14)."""
        self._early.pop(client, None)
        measures.add(CONNECTIONS, -(client in self.clients))
        self.clients.discard(client)
        self._seat(client, None)
        same = self._of_person.get(client.person or "")
        if same is not None:
            same.discard(client)
            if not same:
                del self._of_person[client.person or ""]
        self._later("presence", PRESENCE_WAIT, self._tell_presence)

    def shut_all(self, code: int) -> None:
        """Close every connection."""
        for client in list(self.clients):
            client.shut(code)

    def after(self, touched: Iterable[Touched]) -> set[Client]:
        """After a batch: whose place in the room changed gets a fresh snapshot, or the door, and nothing of the
        batch as what it was before (R5). Answers whose place that is."""
        if not any(_is_attendee(item) for item in touched):
            return set()
        moved = set()
        for client in self.clients:
            audience = self.audience_now(client)
            if audience == client.audience:
                continue
            moved.add(client)
            self._seat(client, audience)
            if audience is None:
                client.shut(Close.FORBIDDEN)
            else:
                client.push(self._snapshot(audience, client.alike))
        self._later("presence", PRESENCE_WAIT, self._tell_presence)
        return moved

    def tickets(self) -> frozenset[str]:
        """The tickets with which people are connected now."""
        return frozenset(client.ticket for client in self.clients if client.ticket is not None)

    def end(self, tickets: frozenset[str]) -> None:
        """These tickets were revoked: whoever holds one leaves."""
        for client in self.clients:
            if client.ticket in tickets:
                self._seat(client, None)
                client.shut(Close.NO_TICKET)

    def tell(self, client: Client, frame: Tell) -> None:
        """Pass on fleeting state; the last value of each kind counts (R7). Wrong ones are dropped in silence."""
        found = self._room.state.instance(frame.instance)
        definition = self._room.deps.instruments.get(found[1].instrument) if found else None
        kind = next((f for f in definition.fleeting if f.name == frame.name), None) if definition else None
        audience = client.audience
        if kind is None or audience is None or audience.person is None or audience.role not in kind.roles:
            return
        try:
            read_args(kind.args, frame.args)
        except Refused:
            return
        told = Told(
            instance=frame.instance,
            name=frame.name,
            args=frame.args,
            sender=audience.person,
            party=audience.party,
        )
        self._told[(frame.instance, frame.name, audience.person)] = (kind, told, client)
        # R7: the first goes out at once, what follows gathers for a moment and only the last of each is sent.
        since_last = asyncio.get_running_loop().time() - self._flushed
        self._later("fleeting", max(0.0, FLEETING_WAIT - since_last), self._flush_fleeting)

    def of_persons(self, people: Iterable[str]) -> Iterable[Client]:
        """The connections that see what is addressed to these people."""
        for person in people:
            yield from self._sees_as.get(person, ())

    def _seat(self, client: Client, audience: Audience | None) -> None:
        """Put a connection with those who see the same (R7), or with nobody."""
        was, left = client.audience, client.group
        if was is not None and left is not None:
            left.discard(client)
            if not left:
                self.groups.pop(was.shared_key, None)
        if was is not None and was.person is not None:
            others = self._sees_as.get(was.person, set())
            others.discard(client)
            if not others:
                self._sees_as.pop(was.person, None)
        client.audience = audience
        if audience is None:
            return
        if audience.person is not None:
            self._sees_as.setdefault(audience.person, set()).add(client)
        group = self.groups.get(audience.shared_key)
        if group is None:
            group = self.groups[audience.shared_key] = Group(audience)
        group.add(client)

    def _snapshot(self, audience: Audience, alike: bool) -> Packet:
        room = self._room
        attendee = known_as(room.state, audience.person)
        you = You(
            role=audience.role.value,
            person=audience.person,
            party=audience.party,
            status=attendee[1].status if attendee else "admitted",
        )
        return write(
            EncodedSnapshot(
                cursor=room.cursors.seal(room.clock, audience.shared_key),
                now=room.deps.handed().now,
                build=room.deps.build,
                you=you,
                records=[] if alike else room.panes.one_by_one(audience),
                alike=room.panes.records(audience) if alike else UNSET,
            )
        )

    def _tell_presence(self) -> None:
        people = sorted({c.audience.person for c in self.clients if c.audience and c.audience.person})
        text = write(Present(people))
        for client in self.clients:
            if client.audience is not None and client.audience.role in CONTROL_ROLES:
                client.push(text)

    def _flush_fleeting(self) -> None:
        self._flushed = asyncio.get_running_loop().time()
        told, self._told = self._told, {}
        with together(self.clients if len(told) > 1 else ()):
            for kind, frame, sender in told.values():
                full, short = write(frame), write(_without_sender(frame))
                for group in self.groups.values():
                    # A group shares all tags but those of one person.
                    if not group.audience.shared_tags & kind.to:
                        continue
                    packet = full if CONTROL in group.audience.shared_tags else short
                    for client in group:
                        if client is not sender:
                            client.push(packet)

    def _later(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def run() -> None:
            self._timers.pop(name, None)
            work()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, run)


def _without_sender(frame: Told) -> Told:
    return Told(instance=frame.instance, name=frame.name, args=frame.args, party=frame.party)


def _is_attendee(item: Touched) -> bool:
    record = item.after or item.before
    return record is not None and record.type == Attendee.TYPE
