"""Random but well-formed commands for any instrument, made from what it declares: nobody has to remember a new one."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, inspect
from msgspec.structs import replace

from samenspel.kernel.change import Change
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide, read_args
from samenspel.kernel.definition import Instruments, Move
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Handed
from samenspel.kernel.state import State
from tests.flow import random_words
from tests.flow.watching import Seen, Told, Watched, WatchedInstruments, WatchedState

ID_LENGTH = 40
ROUNDS, SPARSE = 3, (0.1, 0.4, 0.9)


@dataclass(frozen=True)
class Draw:
    """A command with who asks it, and what came of it in a rehearsal: `changes` (None when refused) or `reason`."""

    actor: Actor
    command: Command
    move: Move
    seen: Seen
    changes: tuple[Change, ...] | None = None
    reason: Reason | None = None


class RandomMoves:
    """Commands drawn from a seeded source. Every text holds a canary, so that leaks can be found by searching."""

    def __init__(self, instruments: Instruments, chance: random.Random) -> None:
        self.instruments = instruments
        self.chance = chance
        self.number = 0
        # Of its own: the room may draw its ids from the same seed.
        self._ids = random.Random(f"{chance.getrandbits(64)} rehearsal")
        self._last: Actor | None = None
        self._short: dict[str, list[str]] = {}

    def draw(self, state: State, actors: Sequence[Actor], instance: str, move: Move, blind: bool = False) -> Draw:
        """One command for this move, rehearsed. Unless `blind` its ids are what the rule looks up under them."""
        actor = self._actor(actors, move)
        self._sparse = self.chance.choice(SPARSE)
        wire = self._fields(shape_of(move.args), state)
        seen = Seen()
        if not blind:
            wire = self._watch(state, actor, instance, move, wire, seen)
        args = self._untold(wire, state, seen, instance)
        base = seen.base if self.chance.random() < 0.9 else None
        command = Command(op=self._op(), instance=instance, move=move.name, args=args, base=base)
        try:
            changes = decide(self.instruments, state.layer(), actor, command, self._handed())
        except Refused as refused:
            return Draw(actor, command, move, seen, None, refused.reason)
        self._keep(args)
        self._last = actor
        return Draw(actor, command, move, seen, changes)

    def to_phase(self, state: State, instance: str, move: Move, tried: Reason | None) -> Command | None:
        """What brings the instance to a phase in which the move is allowed, as far as it says or showed so."""
        found = state.instance(instance)
        if found is None:
            return None
        phase, definition = found[1].phase, self.instruments[found[1].instrument]
        wanted = move.phases
        if wanted is None and tried is Reason.WRONG_PHASE and self.chance.random() < 0.7:
            wanted = frozenset(each.name for each in definition.phases)
        if wanted is None or (phase in wanted and move.phases is not None):
            return None
        home = next(r for r in state.of(Instance) if self.instruments[r.body.instrument].move("set_phase"))  # type: ignore[attr-defined]
        args = {"instance": instance, "phase": self.chance.choice(sorted(wanted))}
        return Command(op=self._op(), instance=home.id, move="set_phase", args=args)

    def _op(self) -> str:
        self.number += 1
        return f"random-{self.number:012d}"

    def _handed(self) -> Handed:
        return Handed(1_795_000_000_000, lambda: f"{self._ids.getrandbits(64):016x}", self._ids.random)

    def _actor(self, actors: Sequence[Actor], move: Move) -> Actor:
        """Mostly somebody who may, of each role as often, or who did something just now; sometimes anybody."""
        able = [actor for actor in actors if actor.role in move.roles]
        if not able:
            return self.chance.choice(actors)
        if self._last in able and self.chance.random() < 0.3:
            return self._last
        role = self.chance.choice(sorted({actor.role for actor in able}))
        return self.chance.choice([actor for actor in able if actor.role == role])

    def _watch(
        self, state: State, actor: Actor, instance: str, move: Move, wire: dict[str, Any], seen: Seen
    ) -> dict[str, Any]:
        """Let the rule run on told arguments, some times over: each time it gets further with what it asked for."""
        watched = WatchedState(state, self.chance, seen, actor.person)
        instruments = WatchedInstruments(self.instruments)
        for _ in range(ROUNDS):
            situation = Watched(watched, actor, instance, self._handed(), instruments, seen=seen)
            try:
                tuple(move.rule(situation, as_told(read_args(move.args, wire), wire)))
                break
            except Exception:  # whatever it stumbles over, the rehearsal says
                wire = self._settled(wire)
        return wire

    def _settled(self, value: Any) -> Any:
        """The arguments with what the rule asked for in them."""
        if isinstance(value, dict):
            return {name: self._settled(each) for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._settled(each) for each in value]
        if isinstance(value, Told) and (value.bound or (value.met and self.chance.random() < 0.7)):
            text = value.bound or self.chance.choice(value.met)
            return Told(text, value.names, bound=text)
        return value

    def _untold(self, value: Any, state: State, seen: Seen, instance: str) -> Any:
        if isinstance(value, dict):
            return {name: self._untold(each, state, seen, instance) for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._untold(each, state, seen, instance) for each in value]
        if not isinstance(value, Told):
            return value
        sure = 0.95 if value.names else 0.5
        if self.chance.random() < sure:
            if value.bound is not None:
                return value.bound
            if value.met:
                return self.chance.choice(value.met)
            near = [r.id for kind in sorted(seen.reads) for r in state.of(kind, instance)] if value.names else []
            if near and self.chance.random() < 0.7:
                return self.chance.choice(near)
        return str.__str__(value)

    def _keep(self, value: Any, name: str = "") -> None:
        """Short words that went through, for other arguments of that name; never a canary."""
        if isinstance(value, dict):
            for key, each in value.items():
                self._keep(each, key)
        elif isinstance(value, list):
            for each in value:
                self._keep(each, name)
        elif isinstance(value, str) and 0 < len(value) < 20 and "kanarie" not in value:
            self._short.setdefault(name, []).append(value)

    def _fields(self, kind: Any, state: State) -> dict[str, Any]:
        found = {}
        for field in kind.fields:
            if not field.required and self.chance.random() < self._sparse:
                continue
            found[field.encode_name] = self._value(field.type, state, field.encode_name)
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
            return self._whole(kind)
        if isinstance(kind, inspect.FloatType):
            return pick.random() * 100
        if isinstance(kind, inspect.NoneType):
            return None
        if isinstance(kind, inspect.StructType) and kind.cls.__name__ == "When":
            return {"kind": "month", "year": pick.randint(2020, 2026), "month": pick.randint(1, 12)}
        if isinstance(kind, (inspect.StructType, inspect.DataclassType)):
            self._sparse = pick.choice(SPARSE)
            return self._fields(kind, state)
        if isinstance(kind, (inspect.ListType, inspect.VarTupleType, inspect.SetType)):
            least = kind.min_length or 0
            return [self._value(kind.item_type, state, name) for _ in range(pick.randint(least, least + 3))]
        if isinstance(kind, inspect.DictType):
            return {}
        if isinstance(kind, inspect.StrType):
            return self._text(kind, state, name)
        raise AssertionError(f"no random value for {kind}")

    def _whole(self, kind: inspect.IntType) -> int:
        """Small more often than not: then it also counts something that is there."""
        low = kind.ge if kind.ge is not None else -5
        high = kind.le if kind.le is not None else low + 50
        return self.chance.randint(low, min(high, low + self.chance.choice((2, 5, 400))))

    def _text(self, kind: inspect.StrType, state: State, name: str) -> Told:
        if kind.max_length == ID_LENGTH and len(state) and self.chance.random() < 0.97:
            records = state.of(self.chance.choice(sorted({record.type for record in state})))
            return Told(self.chance.choice(records).id, names=True)
        went = self._short.get(name)
        if went and self.chance.random() < 0.3:
            return Told(self.chance.choice(went))
        return Told(random_words.text(kind, self.chance))


@functools.cache
def shape_of(kind: type[Struct]) -> Any:
    """The fields of these arguments with their types."""
    return inspect.type_info(kind)


def as_told(read: Any, wire: Any) -> Any:
    """Arguments as they were read, with the told texts of the wire in them again."""
    if isinstance(wire, Told) and isinstance(read, str):
        return wire
    if isinstance(read, Struct) and isinstance(wire, dict):
        fields = [field for field in shape_of(type(read)).fields if field.encode_name in wire]
        return replace(read, **{f.name: as_told(getattr(read, f.name), wire[f.encode_name]) for f in fields})
    if isinstance(read, (list, tuple)) and isinstance(wire, list):
        return type(read)(as_told(*pair) for pair in zip(read, wire, strict=True))
    return read
