"""The script carried out at once, through the rules, without anybody being connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from samenspel.demo.steps import HOST, Find, Found, Missing, Of, Step, instance, resolve
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.record import Record
from samenspel.kernel.state import State
from samenspel.room.batch import Request, decide_batch
from samenspel.store.interface import Effect
from samenspel.trajects import engine
from samenspel.vocabulary.people import Attendee

MINUTE = 60_000


class Table:
    """Tafel: decides steps on the records of a session and commits them together. Time goes on as in a real
    meeting: it starts `minutes` ago and every step takes its share of them."""

    def __init__(self, session: str, people: Mapping[str, str], minutes: float = 0) -> None:
        """`people` gives the attendee id of every actor, HOST included. Raises Gone."""
        loaded = engine.store().load(session)
        self._session = session
        self._people = people
        self._state = State(loaded.records)
        self._base = self._clock = loaded.clock
        self._effects: list[Effect] = []
        self._handed = engine.handed()
        self._ago = minutes * MINUTE

    @property
    def find(self) -> Find:
        """Looks records up in what has been decided so far."""
        return self._find

    def play(self, steps: Iterable[Step]) -> None:
        """Carry out the steps and commit. Raises Refused or Missing at the first that cannot be, and keeps nothing."""
        todo = list(steps)
        length = sum(step.wait for step in todo) or 1.0
        gone = 0.0
        for step in todo:
            gone += step.wait
            self._decide(step, round(self._ago * (1 - gone / length)))
        engine.store().commit(self._session, self._base, self._effects)
        self._base, self._effects, self._ago = self._clock, [], 0

    def _decide(self, step: Step, ago: int) -> None:
        command: Command = engine.command(
            self._find(instance(step.instrument))[0], step.move, **resolve(step.args, self._find)
        )
        if step.over is not None:
            command = Command(
                op=command.op,
                instance=command.instance,
                move=command.move,
                args=command.args,
                base=self._find(step.over)[1],
            )
        handed = replace(self._handed, now=self._handed.now - ago)
        request = Request(self._actor(step.by), command)
        batch = decide_batch(engine.instruments(), self._state, [request], self._clock, handed, {})
        for answer in batch.answers:
            if answer.refused is not None:
                raise answer.refused
        self._state.apply(batch.changes)
        self._clock += len(batch.effects)
        self._effects += batch.effects

    def _actor(self, name: str) -> Actor:
        person = self._people[name]
        record = self._state.get(person)
        if name == HOST or record is None or not isinstance(record.body, Attendee):
            return Actor(person=person, role=Role.FACILITATOR)
        return Actor(person=person, role=Role(record.body.role), party=record.body.party)

    def _find(self, what: Of) -> Found:
        for record in self._state.of(what.type):
            if _value(record, what.field) == what.value:
                return record.id, record.version
        raise Missing(f"{what.type} {what.field}")


def _value(record: Record, field: str) -> object:
    return getattr(record.body, field, None)
