"""Random moves that reach every move of every instrument: one is aimed at, and what it needs is done first.

Which one is aimed at goes round, from a place that follows from the seed. What a move needs is not said anywhere: a
rehearsal shows which records its rule looks at, and a move that writes such records is done before it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from samenspel.kernel.audience import CONTROL_ROLES
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Instruments, Move
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State
from tests.flow.mentions import mentioned
from tests.flow.random_moves import Draw, RandomMoves
from tests.flow.watching import Seen

DRAWS, FEWER, OTHERS, PATIENCE = 12, 5, 12, 5
DEPTH, WILD = 2, 0.12
Aim = tuple[str, Move]


@dataclass(frozen=True)
class Step:
    """What is asked now, of which instrument: `before` brings it to the phase for that, by whoever leads; `here`: the
    state after that."""

    instrument: str
    draw: Draw
    before: Command | None = None
    here: State | None = None
    seen: Seen = field(default_factory=Seen)

    @property
    def name(self) -> str:
        """What the move is called among those of all instruments."""
        return name_of((self.instrument, self.draw.move))

    @property
    def works(self) -> bool:
        """Whether it would change something now."""
        return bool(self.draw.changes)


class Reaching(RandomMoves):
    """Commands that get somewhere. `first` says where in the round the aims begin; `done` what works so far."""

    def __init__(self, instruments: Instruments, chance: random.Random, first: int = 0) -> None:
        super().__init__(instruments, chance)
        aims = [(each.name, move) for each in instruments.values() for move in each.moves]
        random.Random(len(aims)).shuffle(aims)
        start = first * 17 % len(aims)
        self.aims = [*aims[start:], *aims[:start]]
        self.done: Counter[str] = Counter()
        self._writes: dict[str, set[str]] = {}
        self._aim: Aim | None = None
        self._instances: dict[str, str] = {}
        self._tries = self._next = 0

    def next(self, state: State, actors: Sequence[Actor]) -> Step:
        """What to ask now: mostly on the way to the present aim, sometimes anything at all."""
        if self.chance.random() < WILD:
            name, move = self.chance.choice(self.aims)
            who = actors if self.chance.random() < 0.5 else [self.chance.choice(actors)]
            draw = self.draw(state, who, self._instance_of(state, name), move, blind=self.chance.random() < 0.5)
            return self._count(Step(name, draw))
        aim = self._aimed_at(state)
        step = self._fit(state, actors, aim, DRAWS)
        self._tries += 1
        if step.works or self._tries > PATIENCE:
            self._aim = None
            return self._count(step)
        return self._count(self._prepare(state, actors, aim, step.seen, DEPTH) or step)

    def any(self, state: State, actors: Sequence[Actor]) -> Step:
        """Any move at all, drawn again some times over until it would change something."""
        return self._fit(state, actors, self.chance.choice(self.aims), FEWER)

    def _count(self, step: Step) -> Step:
        self.done[step.name] += step.works
        return step

    def _aimed_at(self, state: State) -> Aim:
        if self._aim is None:
            while self.done[name_of(self.aims[self._next])] and self.chance.random() < 0.7:
                self._next = (self._next + 1) % len(self.aims)
            self._aim, self._tries = self.aims[self._next], 0
            self._next = (self._next + 1) % len(self.aims)
            self._instances.clear()
        return self._aim

    def _instance_of(self, state: State, name: str) -> str:
        """Where this is tried: in one instance of the instrument as long as one move is aimed at."""
        if name not in self._instances or state.get(self._instances[name]) is None:
            here = [r.id for r in state.of(Instance) if r.body.instrument == name]  # type: ignore[attr-defined]
            self._instances[name] = self.chance.choice(here)
        return self._instances[name]

    def _fit(self, state: State, actors: Sequence[Actor], aim: Aim, draws: int) -> Step:
        """Drawn again until it would change something now, some times over; the last one when none would."""
        name, move = aim
        able = [actor for actor in actors if actor.role in move.roles] or actors
        instance, reason, seen = self._instance_of(state, name), None, Seen()
        for _ in range(draws):
            here, before = self._in_phase(state, actors, instance, move, reason)
            draw = self.draw(here, able, instance, move)
            reason = draw.reason
            seen.reads |= draw.seen.reads
            seen.missing |= draw.seen.missing
            if draw.changes:
                break
        step = Step(name, draw, before, here, seen)
        self._learn(step)
        return step

    def _in_phase(
        self, state: State, actors: Sequence[Actor], instance: str, move: Move, tried: Reason | None
    ) -> tuple[State, Command | None]:
        before = self.to_phase(state, instance, move, tried)
        if before is None:
            return state, None
        layer = state.layer()
        try:
            leader = next((each for each in actors if each.role in CONTROL_ROLES), actors[0])
            layer.apply(decide(self.instruments, layer, leader, before, self._handed()))
        except Refused:
            return state, None
        return layer, before

    def _prepare(self, state: State, actors: Sequence[Actor], aim: Aim, seen: Seen, depth: int) -> Step | None:
        """Something that writes what the aim looks at, best of all something after which the aim works."""
        wanted = seen.missing or seen.reads
        able = [other for other in self.aims if self._may_write(other) & wanted and other is not aim]
        self.chance.shuffle(able)
        able.sort(key=lambda other: (other[0] != aim[0], name_of(other) not in self._writes))
        kept = None
        for number in range(OTHERS if depth == DEPTH else OTHERS // 2):
            other = able[number % len(able)] if able else aim
            step = self._fit(state, actors, other, FEWER)
            if step.here is None or not step.draw.changes:
                deeper = depth and not kept and number < len(able)
                kept = self._prepare(state, actors, other, step.seen, depth - 1) if deeper else kept
                continue
            if not self._writes[step.name] & wanted:
                continue
            layer = step.here.layer()
            layer.apply(step.draw.changes)
            if self._fit(layer, actors, aim, FEWER).works:
                return step
            kept = kept or step
        return kept

    def _may_write(self, aim: Aim) -> set[str] | frozenset[str]:
        return self._writes.get(name_of(aim)) or mentioned(aim[1].rule)

    def _learn(self, step: Step) -> None:
        written = self._writes.setdefault(step.name, set()) if step.works else set()
        for change in step.draw.changes or ():
            record = change.record if isinstance(change, Put) else step.here.get(change.record_id)  # type: ignore[union-attr]
            written.update({record.type} if record else ())


def name_of(aim: Aim) -> str:
    """What a move is called among those of all instruments."""
    return f"{aim[0]}.{aim[1].name}"


def may_be_missed(steps: int) -> int:
    """How many moves may never have worked after so many steps: none in the long forms."""
    return 0 if steps >= 20_000 else 16 if steps >= 2_000 else 10_000
