"""Random but well-formed commands for any instrument, made from what it declares: nobody has to remember a new one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import inspect

from samenspel.kernel.command import Actor, Command
from samenspel.kernel.definition import Instruments, Move
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State

WORDS = ("", "  ", "Wij hoorden het te laat.", "=1+1", "<b>x</b>", "é̂ ü", "‮omgekeerd", "a" * 130, "b" * 300, "c" * 600)


class RandomMoves:
    """Commands drawn from a seeded source. Every text holds a canary, so that leaks can be found by searching."""

    def __init__(self, instruments: Instruments, chance: random.Random) -> None:
        self.instruments = instruments
        self.chance = chance
        self.number = 0
        self._move = self._instance = ""

    def command(self, state: State) -> tuple[Command, Move]:
        """One command: every move is as likely as another, whatever its instrument."""
        instances = {r.body.instrument: r for r in state.of(Instance) if isinstance(r.body, Instance)}
        name, move = self.chance.choice([(i.name, m) for i in self.instruments.values() for m in i.moves])
        record = self.chance.choice([r for r in state.of(Instance) if r.body.instrument == name] or [instances[name]])
        self._move, self._instance = move.name, record.id
        return self._draw(state, record.id, move), move

    def again(self, state: State, command: Command, move: Move) -> Command:
        """The same move in the same instance, with everything else drawn anew."""
        return self._draw(state, command.instance, move)

    def _draw(self, state: State, instance: str, move: Move) -> Command:
        args = self._fields(inspect.type_info(move.args), state)
        self.number += 1
        base = self._version(state, args) if self.chance.random() < 0.8 else None
        return Command(op=f"random-{self.number:012d}", instance=instance, move=move.name, args=args, base=base)

    def phase_for(self, state: State, command: Command, move: Move, meeting: str) -> Command | None:
        """Often: bring the instance to a phase in which the move is allowed."""
        record = state.get(command.instance)
        if move.phases is None or record is None or record.body.phase in move.phases or self.chance.random() < 0.2:
            return None
        args = {"instance": record.id, "phase": self.chance.choice(sorted(move.phases))}
        self.number += 1
        return Command(op=f"random-{self.number:012d}", instance=meeting, move="set_phase", args=args)

    def actor(self, actors: Sequence[Actor], move: Move) -> Actor:
        """Mostly somebody who may, sometimes somebody who may not."""
        able = [actor for actor in actors if actor.role in move.roles]
        return self.chance.choice(able if able and self.chance.random() < 0.85 else actors)

    def _version(self, state: State, args: dict[str, Any]) -> int | None:
        record = state.get(str(args.get("id", "")))
        return record.version if record else None

    def _fields(self, kind: Any, state: State) -> dict[str, Any]:
        found = {}
        for field in kind.fields:
            optional = not field.required
            if optional and self.chance.random() < 0.4:
                continue
            found[field.encode_name] = self._value(field.type, state, field.name)
        return found

    def _value(self, kind: Any, state: State, name: str) -> Any:
        pick = self.chance
        if isinstance(kind, inspect.UnionType):
            return self._value(pick.choice(kind.types), state, name)
        if isinstance(kind, inspect.LiteralType):
            return pick.choice(list(kind.values))
        if isinstance(kind, inspect.BoolType):
            return pick.random() < 0.5
        if isinstance(kind, inspect.IntType):
            low = kind.ge if kind.ge is not None else -5
            high = kind.le if kind.le is not None else low + 50
            return pick.randint(low, min(high, low + 400))
        if isinstance(kind, inspect.FloatType):
            return pick.random() * 100
        if isinstance(kind, inspect.NoneType):
            return None
        if isinstance(kind, inspect.StructType) and kind.cls.__name__ == "When":
            return {"kind": "month", "year": pick.randint(2020, 2026), "month": pick.randint(1, 12)}
        if isinstance(kind, (inspect.StructType, inspect.DataclassType)):
            return self._fields(kind, state)
        if isinstance(kind, (inspect.ListType, inspect.VarTupleType, inspect.SetType)):
            return [self._value(kind.item_type, state, name) for _ in range(pick.randint(0, 4))]
        if isinstance(kind, inspect.DictType):
            return {}
        if isinstance(kind, inspect.StrType):
            return self._text(kind, state, name)
        raise AssertionError(f"no random value for {kind}")

    def _text(self, kind: Any, state: State, name: str) -> str:
        records = list(state)
        if kind.max_length == 40 and records and self.chance.random() < 0.95:
            return self._record_for(name, records)
        if self.chance.random() < 0.1:
            return self.chance.choice(WORDS)
        if name in ("instrument", "phase"):
            definition = self.chance.choice(list(self.instruments.values()))
            return definition.name if name == "instrument" else self.chance.choice(definition.phases).name
        if self.chance.random() < 0.15:
            return self.chance.choice(["2027-03-01", "maart 2025", "rond kerst 2024"])
        canary = f"kanarie{self.chance.getrandbits(48):012x}"
        return canary[: kind.max_length] if kind.max_length else canary

    def _record_for(self, name: str, records: list[Any]) -> str:
        """An id that fits the name of the argument more often than not."""
        likely = [r for r in records if name.rstrip("s") in r.type or r.type.endswith(name)]
        if name in ("by", "on", "party"):
            likely = [r for r in records if r.type == "party"]
        if name in ("id", "after", "keep", "drop"):
            words = self._move.replace("_", " ").split()
            likely = [r for r in records if any(word.rstrip("s") in r.type for word in words)]
            likely = [r for r in likely if r.instance == self._instance] or likely
        pool = likely if likely and self.chance.random() < 0.85 else records
        return str(self.chance.choice(pool).id)


def texts_in(value: Any) -> set[str]:
    """Every canary in a value."""
    raw = msgspec.json.encode(value).decode()
    return {part[:19] for part in raw.split("kanarie")[1:] for part in [f"kanarie{part[:12]}"]}
