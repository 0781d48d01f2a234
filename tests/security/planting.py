"""Kanaries (B4): a fresh unmistakable value in every field of every record, found from the field's own type.

Nobody lists fields here: a new record type or field gets canaries because it is in the catalogue.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec import inspect

from samenspel.kernel.ballot import is_ballot
from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import visibility
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.state import State

CANARY = re.compile(r"kanarie[0-9a-f]{4,12}|(?<![0-9a-f])77\d{13}(?![0-9a-f])")
"""In letters, or in digits that are not a part of an id: five ids in a million look like one."""
LINKS = (inspect.BoolType, inspect.LiteralType, inspect.EnumType, inspect.NoneType)


def canaries_in(text: str) -> set[str]:
    """Every canary in a text; a field too short for a whole one holds its beginning."""
    return set(CANARY.findall(text))


class Planter:
    """Puts canaries into bodies; what it would change of who sees what, it leaves alone."""

    def __init__(
        self, instruments: Instruments, chance: random.Random, *, small_numbers: bool = True, numbers: bool = True
    ) -> None:
        """`small_numbers=False` leaves numbers with bounds as they are, for code that draws them;
        `numbers=False` leaves all of them."""
        self.instruments = instruments
        self.chance = chance
        self.small_numbers, self.numbers = small_numbers and numbers, numbers
        self.planted: set[tuple[str, str]] = set()
        self._grows = True
        names = {i.name for i in instruments.values()} | {p.name for i in instruments.values() for p in i.phases}
        self._structure = frozenset(names)

    def word(self) -> str:
        """A fresh canary in letters."""
        return f"kanarie{self.chance.getrandbits(48):012x}"

    def number(self) -> int:
        """A fresh canary in digits."""
        return 77 * 10**13 + self.chance.randrange(10**13)

    def everywhere(self, state: State, people: Callable[[State], object]) -> list[Record]:
        """Every record of the state with canaries, one version on. `people(state)` must stay what it is."""
        # A ballot is written by its own way in and by no other (R13); what moves put in one is searched for as well.
        found = [self.record(state, each, people) for each in state if not is_ballot(each)]
        return [record for record in found if record is not None]

    def record(self, state: State, record: Record, people: Callable[[State], object]) -> Record | None:
        """This record with canaries wherever that leaves everybody's view of the room as it is."""
        fields = inspect.type_info(type(record.body)).fields  # type: ignore[attr-defined]
        # What people vote on stays as it is while their ballots are in: no move changes that.
        self._grows = not any(map(is_ballot, state.inside(record.id)))
        fresh = {f.name: self._value(f.type, getattr(record.body, f.name), state) for f in fields}
        fresh = {name: new for name, new in fresh.items() if new != getattr(record.body, name)}
        whole = msgspec.structs.replace(record.body, **fresh)
        if fresh and self._same_sight(state, record, whole, people):
            self.planted |= {(record.type, name) for name in fresh}
            return msgspec.structs.replace(record, body=whole, version=record.version + 1)
        body, changed = record.body, False
        for name, new in fresh.items():
            candidate = msgspec.structs.replace(body, **{name: new})
            if self._same_sight(state, record, candidate, people):
                body, changed = candidate, True
                self.planted.add((record.type, name))
        return msgspec.structs.replace(record, body=body, version=record.version + 1) if changed else None

    def wanted(self, state: State, instance: Record) -> Iterable[type[Body]]:
        """Record types of this instance's instrument of which there may be one more."""
        body = instance.body
        assert isinstance(body, Instance)
        kinds = [kind for kind in self.instruments[body.instrument].records if kind.KEY != "ballot"]
        return [kind for kind in kinds if len(state.of(kind)) < min(kind.MOST, 12)]

    def made_up(self, kind: type[Body]) -> Body:
        """A body of this type with plain values, and its switches any way round."""
        info = inspect.type_info(kind)
        wanted = [f for f in info.fields if f.required or isinstance(f.type, (inspect.BoolType, inspect.LiteralType))]  # type: ignore[attr-defined]
        return kind(**{f.encode_name: self._plain(f.type) for f in wanted})

    def _same_sight(self, state: State, record: Record, body: Body, people: Callable[[State], object]) -> bool:
        layer = state.layer()
        changed = msgspec.structs.replace(record, body=body)
        around = [record, *state.inside(record.id)]
        before = [visibility(self.instruments, state, one) for one in around]
        layer._put(changed)
        after = [visibility(self.instruments, layer, changed if one is record else one) for one in around]
        return before == after and people(state) == people(layer)

    def _value(self, kind: Any, old: Any, state: State) -> Any:
        if isinstance(kind, inspect.UnionType):
            kinds = [one for one in kind.types if not isinstance(one, LINKS)]
            return self._value(kinds[0], old, state) if kinds else old
        if isinstance(kind, LINKS):
            return old
        if isinstance(kind, inspect.StrType):
            linked = isinstance(old, str) and (old in self._structure or state.get(old) is not None)
            return old if linked else self.word()[: kind.max_length]
        if isinstance(kind, inspect.IntType):
            unbound = self.numbers and kind.le is None and kind.lt is None
            return self.number() if self.small_numbers or unbound else old
        if isinstance(kind, inspect.FloatType):
            return float(self.number()) if self.numbers else old
        if isinstance(kind, inspect.StructType):
            if old is None:
                return old
            inner = {f.name: self._value(f.type, getattr(old, f.name), state) for f in kind.fields}
            return msgspec.structs.replace(old, **inner)
        if isinstance(kind, (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)):
            inside = [self._value(kind.item_type, one, state) for one in (old or ())]
            # One more than there may be could not be read back: no move makes that.
            fits = self._grows and (getattr(kind, "max_length", None) is None or len(inside) < kind.max_length)
            text = isinstance(kind.item_type, inspect.StrType)
            more = [self.word()[: kind.item_type.max_length]] if fits and text else []
            return type(old or ())([*inside, *more])
        if isinstance(kind, inspect.TupleType):
            return tuple(self._value(k, o, state) for k, o in zip(kind.item_types, old, strict=True))
        if isinstance(kind, inspect.DictType):
            return {key: self._value(kind.value_type, one, state) for key, one in (old or {}).items()}
        if isinstance(kind, inspect.BytesType):
            return self.word().encode()
        raise AssertionError(f"no canary for {kind}: teach planting.py this type")

    def _plain(self, kind: Any) -> Any:
        if isinstance(kind, inspect.UnionType):
            return self._plain(kind.types[0])
        if isinstance(kind, inspect.LiteralType):
            return self.chance.choice(list(kind.values))
        if isinstance(kind, inspect.BoolType):
            return self.chance.random() < 0.5
        if isinstance(kind, inspect.StrType):
            return self.word()[: kind.max_length]
        if isinstance(kind, inspect.IntType):
            return kind.ge or 0
        if isinstance(kind, inspect.FloatType):
            return 1.0
        if isinstance(kind, inspect.NoneType):
            return None
        if isinstance(kind, inspect.StructType):
            if kind.cls.__name__ == "When":
                return kind.cls(kind="year", year=2024)
            return kind.cls(**{f.name: self._plain(f.type) for f in kind.fields if f.required})
        return () if isinstance(kind, (inspect.VarTupleType, inspect.TupleType)) else []
