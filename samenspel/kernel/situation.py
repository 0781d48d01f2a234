"""The situation: what a rule is handed. Everything it may know, and the verbs with which it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import msgspec

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.command import Actor
from samenspel.kernel.definition import Instruments
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State, removals

B = TypeVar("B", bound=Body)


@dataclass(frozen=True)
class Handed:
    """Aangereikt (R1): `now` in milliseconds since 1970 UTC, `new_id` gives a fresh random id, `chance` a
    number in [0, 1)."""

    now: int
    new_id: Callable[[], str]
    chance: Callable[[], float]


@dataclass(frozen=True)
class Situation:
    """Situatie: state, actor and instance of one command."""

    state: State
    actor: Actor
    instance: str
    handed: Handed
    instruments: Instruments
    base: int | None = None

    @property
    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self.handed.now

    @property
    def phase(self) -> str:
        """The phase of this instance."""
        found = self.state.instance(self.instance)
        return found[1].phase if found else ""

    def all(self, kind: type[Body]) -> list[Record]:
        """The records of a type in this instance."""
        return self.state.of(kind, self.instance)

    def own(self, kind: type[Body]) -> list[Record]:
        """Those that the actor wrote: however many others there are, it takes no longer."""
        return [record for record in self.state.by(kind.TYPE, self.actor.person) if record.instance == self.instance]

    def one(self, kind: type[B]) -> tuple[Record, B] | None:
        """The only record of a type in this instance with its body, or None."""
        found = self.all(kind)
        return (found[0], cast(B, found[0].body)) if found else None

    def find(self, kind: type[B], record_id: str) -> tuple[Record, B]:
        """The record with its body, in this instance; refuses NOT_FOUND."""
        record = self.state.get(record_id)
        if record is None or record.instance != self.instance or not isinstance(record.body, kind):
            raise Refused(Reason.NOT_FOUND)
        return record, record.body

    def find_shared(self, kind: type[B], record_id: str | None) -> tuple[Record, B]:
        """The record with its body, of any instance (parties, threads, lessons …); refuses NOT_FOUND."""
        record = self.state.get(record_id)
        if record is None or not isinstance(record.body, kind):
            raise Refused(Reason.NOT_FOUND)
        return record, record.body

    def guard(self, record: Record) -> None:
        """R11: refuse with the present text when somebody changed these words after the asker saw them."""
        if self.base != record.version:
            raise Refused(Reason.CONFLICT, record_id=record.id)

    def create(
        self,
        body: Body,
        *,
        scope: str | None = None,
        party: str | None = None,
        author: str | None = None,
        record_id: str | None = None,
    ) -> Put:
        """A new record in this instance, by the actor unless `author` says otherwise."""
        return Put(
            Record(
                id=record_id or self.handed.new_id(),
                type=body.TYPE,
                instance=self.instance,
                scope=scope,
                author=author or self.actor.person,
                party=party,
                body=body,
            )
        )

    def change(self, record: Record, **fields: Any) -> Put:
        """The record with other values in its body."""
        return Put(self._next(record, msgspec.structs.replace(record.body, **fields)))

    def remove(self, record: Record) -> list[Remove]:
        """The record and everything in its scope."""
        return removals(self.state, record.id)

    def go_to(self, phase: str, instance: str | None = None) -> list[Change]:
        """This instance (or another) in another phase; refuses BAD_VALUE for an unknown one."""
        found = self.state.instance(instance or self.instance)
        if found is None:
            raise Refused(Reason.UNKNOWN_INSTANCE)
        record, body = found
        definition = self.instruments.get(body.instrument)
        if definition is None or not definition.has_phase(phase):
            raise Refused(Reason.BAD_VALUE)
        return [] if body.phase == phase else [self.change(record, phase=phase)]

    def start_instance(self, instrument: str, title: str = "", record_id: str | None = None) -> list[Change]:
        """A new instance of an instrument with its first records; the first change is the instance record.

        `record_id` is given for the meeting only: everybody knows it by the id of the session.
        """
        definition = self.instruments.get(instrument)
        if definition is None:
            raise Refused(Reason.BAD_VALUE)
        new = record_id or self.handed.new_id()
        body = Instance(instrument=instrument, title=title or definition.title, phase=definition.phases[0].name)
        put = Put(Record(id=new, type=Instance.TYPE, instance=new, author=self.actor.person, body=body))
        inner = replace(self, instance=new, state=_with(self.state, [put]))
        return [put, *(definition.setup(inner) if definition.setup else ())]

    @staticmethod
    def _next(record: Record, body: Body) -> Record:
        return msgspec.structs.replace(record, body=body, version=record.version + 1)


def _with(state: State, changes: Iterable[Change]) -> State:
    layer = state.layer()
    layer.apply(changes)
    return layer
