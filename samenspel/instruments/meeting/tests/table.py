"""A meeting around which people sit; no store, no socket."""

from __future__ import annotations

import itertools
from typing import Any

from samenspel.instruments.catalogue import load
from samenspel.instruments.meeting.records import Block
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.project import Seen, snapshot
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.vocabulary.people import Attendee, Meeting, Party

FAY = Actor(person="fay", role=Role.FACILITATOR)
PAT = Actor(person="pat", role=Role.PARTICIPANT)


class Table:
    """Tafel: a meeting with a facilitator, and a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000
        self.state = State()
        self._numbers = itertools.count()
        first = Put(
            Record(id="m", type="instance", instance="m", body=Instance(instrument="meeting", title="M", phase="open"))
        )
        self.state.apply([first])
        situation = Situation(self.state, FAY, "m", self._handed(), load())
        definition = load()["meeting"]
        assert definition.setup is not None
        self.state.apply(definition.setup(situation))
        self.do("add_attendee", name="Fay", role="facilitator", id="fay")

    def _handed(self) -> Handed:
        return Handed(self.now, lambda: f"r{next(self._numbers):04}", lambda: 0.5)

    def do(self, move: str, actor: Actor = FAY, base: int | None = None, **args: Any) -> None:
        """A move; raises Refused."""
        command = Command(op="o" * 16, instance="m", move=move, args=args, base=base)
        self.state.apply(decide(load(), self.state, actor, command, self._handed()))

    @property
    def meeting(self) -> Meeting:
        return self.state.bodies(Meeting)[0]

    def blocks(self) -> list[tuple[str, Block]]:
        """Id and body, in order."""
        found = [(r.id, r.body) for r in self.state.of(Block) if isinstance(r.body, Block)]
        return sorted(found, key=lambda pair: pair[1].place)

    def titles(self) -> list[str]:
        return [body.title for _, body in self.blocks()]

    def person(self, person: str) -> Attendee:
        record = self.state.get(person)
        assert record is not None and isinstance(record.body, Attendee)
        return record.body

    def party(self, short: str) -> str:
        return next(r.id for r in self.state.of(Party) if isinstance(r.body, Party) and r.body.short == short)

    def sees(self, audience: Audience) -> list[Seen]:
        return snapshot(load(), self.state, audience)
