"""A stage for the tests of one instrument: people of every role, its rules and its views; no store, no clock."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import msgspec

from samenspel.instruments.catalogue import load
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Change, Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Instrument, Instruments
from samenspel.kernel.project import Seen, delta, snapshot, touched
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.vocabulary.people import Attendee, Party

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "fay": (Role.FACILITATOR, None),
    "nia": (Role.NOTE_TAKER, None),
    "ina": (Role.INITIATOR, "ggz"),
    "pat": (Role.PARTICIPANT, "ggz"),
    "pim": (Role.PARTICIPANT, "pol"),
    "wall": (Role.WALL, None),
    "new": (Role.WAITING, None),
}


class Stage:
    """One session with a meeting, two parties, and one instance of the instrument, `it`."""

    def __init__(self, instrument: Instrument, phase: str | None = None) -> None:
        """In its first phase, or the one given."""
        self.instruments: Instruments = {**load(), instrument.name: instrument}
        self._ids = (f"r{number:04}" for number in itertools.count())
        self.state = State([self._record("m", Instance(instrument="meeting", title="M", phase="meeting"), "m")])
        self.state.apply(self._setup(instrument))
        for name, (role, party) in PEOPLE.items():
            if role in (Role.WALL, Role.WAITING):
                continue
            body = Attendee(name=name.title(), role=role.value, party=party, status="admitted")  # type: ignore[arg-type]
            self.put(self._record(name, body, "m"))
        for place, (party, short) in enumerate([("ggz", "Ggz"), ("pol", "Politie")], start=1):
            self.put(self._record(party, Party(name=short, short=short, colour=place, place=float(place)), "m"))
        if phase:
            self.go(phase)

    def _record(self, record_id: str, body: Body, instance: str) -> Record:
        return Record(id=record_id, type=body.TYPE, instance=instance, body=body, author="fay")

    def _handed(self) -> Handed:
        return Handed(now=1_000, new_id=lambda: next(self._ids), chance=lambda: 0.5)

    def _setup(self, instrument: Instrument) -> Iterable[Change]:
        first = itertools.chain(["it"], self._ids)
        handed = Handed(now=1_000, new_id=lambda: next(first), chance=lambda: 0.5)
        return Situation(self.state, self.actor("fay"), "m", handed, self.instruments).start_instance(instrument.name)

    def put(self, record: Record) -> None:
        """A record straight into the state."""
        self.state.apply([Put(record)])

    def go(self, phase: str) -> None:
        """The instance in another phase."""
        record, body = self.state.instance("it") or (None, None)
        assert record is not None and body is not None
        self.put(msgspec.structs.replace(record, body=msgspec.structs.replace(body, phase=phase)))

    @staticmethod
    def actor(name: str) -> Actor:
        """One of PEOPLE as the server knows them."""
        role, party = PEOPLE[name]
        return Actor(person=name, role=role, party=party)

    def do(
        self, who: str, move: str, base: int | None = None, /, **args: Any
    ) -> dict[str, tuple[list[Seen], list[str]]]:
        """A move by somebody; what everybody gets of it, as (put, gone). Raises Refused."""
        command = Command(op="o" * 16, instance="it", move=move, args=args, base=base)
        changes = decide(self.instruments, self.state, self.actor(who), command, self._handed())
        new = self.state.layer()
        new.apply(changes)
        items = touched(self.instruments, self.state, new, changes)
        told = {}
        for name in PEOPLE:
            difference = delta(items, self.audience(name).tags)
            told[name] = (difference.put, difference.gone)
        self.state.apply(changes)
        return told

    @staticmethod
    def audience(name: str) -> Audience:
        """Who looks."""
        role, party = PEOPLE[name]
        return Audience(role, None if name == "wall" else name, party)

    def sees(self, who: str, kind: type[Body]) -> list[Seen]:
        """The records of a type in this instance as somebody sees them."""
        found = snapshot(self.instruments, self.state, self.audience(who))
        return [seen for seen in found if seen.type == kind.TYPE and seen.instance == "it"]
