"""A casusreconstructie in memory: parties, people, and a way to do moves as one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from samenspel.instruments.case_reconstruction.definition import INSTRUMENT
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put, Remove
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Instrument, Phase
from samenspel.kernel.project import snapshot, touched
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.vocabulary.people import Party

FACILITATOR = Actor(person="gb", role=Role.FACILITATOR)
NOTE_TAKER = Actor(person="ms", role=Role.NOTE_TAKER)
ANNA = Actor(person="anna", role=Role.PARTICIPANT, party="wijk")
ARIE = Actor(person="arie", role=Role.PARTICIPANT, party="wijk")
BO = Actor(person="bo", role=Role.PARTICIPANT, party="politie")
INITIATOR = Actor(person="ini", role=Role.INITIATOR, party="politie")
LOOSE = Actor(person="los", role=Role.PARTICIPANT)
WALL = Actor(person="", role=Role.WALL)
LOBBY = Actor(person="lob", role=Role.WAITING)
ACTORS = (FACILITATOR, NOTE_TAKER, ANNA, ARIE, BO, INITIATOR, LOOSE)

# Parties live with the meeting; here a stand-in keeps them, so that no other instrument is needed.
MEETING = Instrument(name="meeting", title="", phases=(Phase("open", ""),), records=(Party,), moves=(), views={})
INSTRUMENTS = {"case_reconstruction": INSTRUMENT, "meeting": MEETING}
MAY = {"kind": "month", "year": 2025, "month": 5}


def when(month: int) -> dict[str, Any]:
    """A month of 2025."""
    return {**MAY, "month": month}


@dataclass
class Case:
    """One session with one casusreconstructie, in a phase."""

    state: State = field(default_factory=State)
    now: int = 1_000_000
    ids: Any = field(default_factory=lambda: count(1))

    @classmethod
    def start(cls, phase: str = "timeline") -> Case:
        """Three parties (one absent) and a fresh instance."""
        case = cls()
        room = Instance(instrument="meeting", title="", phase="open")
        meeting = Record(id="m", type="instance", instance="m", body=room)
        parties = [
            Record(id=name, type="party", instance="m", body=_party(name, number))
            for number, name in enumerate(("wijk", "politie", "weg"), 1)
        ]
        case.state.apply(Put(record) for record in [meeting, *parties])
        situation = Situation(case.state, FACILITATOR, "m", case.handed, INSTRUMENTS)
        changes = situation.start_instance("case_reconstruction")
        case.state.apply(changes)
        case.instance = changes[0].record.id  # type: ignore[union-attr]
        case.go(phase)
        return case

    instance: str = ""

    @property
    def handed(self) -> Handed:
        """Time, ids and chance, all made up."""
        return Handed(now=self.now, new_id=lambda: f"id{next(self.ids):06d}", chance=lambda: 0.5)

    def go(self, phase: str) -> None:
        """To another part."""
        record = self.state.get(self.instance)
        assert record is not None
        body = Instance(instrument="case_reconstruction", title="Casus K.", phase=phase)
        self.state.apply([Put(Record(id=record.id, type="instance", instance=record.id, body=body))])

    def do(self, actor: Actor, move: str, base: int | None = None, **args: Any) -> list[str]:
        """Do a move; the ids of records that it made."""
        command = Command(op="x" * 16, instance=self.instance, move=move, args=args, base=base)
        changes = decide(INSTRUMENTS, self.state, actor, command, self.handed)
        made = [c.record.id for c in changes if isinstance(c, Put) and self.state.get(c.record.id) is None]
        layer = self.state.layer()
        layer.apply(changes)
        touched(INSTRUMENTS, self.state, layer, changes)
        self.state.apply(changes)
        gone = [c.record_id for c in changes if isinstance(c, Remove)]
        assert all(self.state.get(record_id) is None for record_id in gone)
        return made

    def moment(self, text: str = "Gesprek op school", month: int = 5, *, shown: bool = True) -> str:
        """A moment, shown or not."""
        (made,) = self.do(FACILITATOR, "add_moment", text=text, when=when(month))
        if shown:
            self.do(FACILITATOR, "reveal_moment", id=made)
        return made

    def body(self, record_id: str) -> Any:
        """The body of a record."""
        record = self.state.get(record_id)
        assert record is not None
        return record.body

    def version(self, record_id: str) -> int:
        """Its version."""
        record = self.state.get(record_id)
        assert record is not None
        return record.version

    def one(self, kind: type[Body]) -> Any:
        """The body of the only record of this type."""
        return self.state.bodies(kind, self.instance)[0]

    def seen(self, actor: Actor) -> dict[str, Any]:
        """What this actor sees, by id."""
        audience = Audience(actor.role, actor.person or None, actor.party)
        return {seen.id: seen for seen in snapshot(INSTRUMENTS, self.state, audience)}


def _party(name: str, number: int) -> Party:
    return Party(name=name, short=name, colour=number, place=number, absent=name == "weg")
