"""What a rule looks up under its arguments, found out by letting it run on texts that remember what they met.

So nobody has to say of a new move which records it names: its rule does.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from samenspel.kernel.definition import Instrument
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import Layer, State


class Told(str):
    """A text among the arguments. `names`: it is an id; `bound`: the record it had to be; `met`: what it was compared
    with."""

    names: bool
    bound: str | None
    met: list[str]

    def __new__(cls, text: str, names: bool = False, bound: str | None = None) -> Told:
        told = super().__new__(cls, text)
        told.names, told.bound, told.met = names, bound, []
        return told

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and other and other not in self.met:
            self.met.append(str(other))
        return str(self.bound or str.__str__(self)) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


@dataclass
class Seen:
    """`reads`: the record types it looked at; `missing`: those it wanted and found none of; `base`: the version of
    what it guarded."""

    reads: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    base: int | None = None


class WatchedState(Layer):
    """A state that says what was looked at, and gives a told id a record to be."""

    def __init__(self, below: State, chance: random.Random, seen: Seen, person: str) -> None:
        super().__init__(below)
        self.chance, self.seen, self.person = chance, seen, person

    def of(self, kind: type[Body] | str, instance: str | None = None) -> list[Record]:
        self.seen.reads.add(kind if isinstance(kind, str) else kind.TYPE)
        return super().of(kind, instance)

    def get(self, record_id: str | None) -> Record | None:
        if isinstance(record_id, Told):
            if record_id.bound is None:
                kinds = sorted({record.type for record in self})
                self.bind(record_id, super().of(self.chance.choice(kinds)))
            record_id = record_id.bound
        return super().get(record_id)

    def instance(self, instance_id: str) -> tuple[Record, Instance] | None:
        if isinstance(instance_id, Told) and instance_id.bound is None:
            self.bind(instance_id, super().of(Instance))
        return super().instance(instance_id)

    def bind(self, told: Told, records: list[Record]) -> None:
        """One of these, often something of who asks."""
        own = [record for record in records if record.author == self.person]
        pool = own if own and self.chance.random() < 0.5 else records
        told.bound = self.chance.choice(pool).id if pool else None


@dataclass(frozen=True)
class Watched(Situation):
    """A situation in which a told id is whatever the rule looks for under it."""

    seen: Seen = field(default_factory=Seen)

    def find(self, kind: type[Any], record_id: str) -> tuple[Record, Any]:
        self._bind(kind, record_id, self.instance)
        return super().find(kind, record_id)

    def find_shared(self, kind: type[Any], record_id: str | None) -> tuple[Record, Any]:
        self._bind(kind, record_id, None)
        return super().find_shared(kind, record_id)

    def guard(self, record: Record) -> None:
        self.seen.base = record.version

    def _bind(self, kind: type[Body], record_id: str | None, instance: str | None) -> None:
        found = self.state.of(kind, instance)
        if not found:
            self.seen.missing.add(kind.TYPE)
            raise Refused(Reason.NOT_FOUND)
        if isinstance(record_id, Told) and record_id.bound is None:
            assert isinstance(self.state, WatchedState)
            self.state.bind(record_id, found)


class WatchedInstruments(dict[str, Instrument]):
    """The catalogue, which offers its names to a told one."""

    def get(self, name: str, default: Any = None) -> Any:
        if isinstance(name, Told):
            name.met.extend(self)
        return super().get(name, default)
