"""B2: random moves of every instrument keep every promise of the room, for every audience, at every step."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pytest

from samenspel.instruments import catalogue
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import snapshot
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.refusal import Reason
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import State
from samenspel.room.batch import Request, decide_batch
from samenspel.room.catchup import since
from samenspel.room.fanout import HEAD, FanOut
from samenspel.room.panes import Panes
from samenspel.room.protocol import unfolded
from samenspel.store.interface import Tombstone
from tests.figures import figures, is_long, seed, size
from tests.flow.reaching import Reaching, may_be_missed, name_of
from tests.flow.sim import Ids

RUNS = size("RUNS", 50, 2_000)
STEPS = size("STEPS", 40, 100)
FURNISHED = 100
FIRST = seed() if is_long() or os.environ.get("SEED") else 0
Row = dict[str, Any]


class Model:
    """One session in memory with a mirror per audience, kept up to date by differences only."""

    def __init__(self, seed: int) -> None:
        self.ids = Ids(seed)
        self.instruments = dict(catalogue.load())
        self.moves = Reaching(self.instruments, random.Random(seed), seed)
        self.state = State()
        self.panes = Panes(self.instruments, self.state)
        self.clock = 0
        self.ops: dict[tuple[str, str], tuple[bytes, int]] = {}
        self.stones: list[Tombstone] = []
        self.reached: set[str] = set()
        boss = Actor(person="boss", role=Role.FACILITATOR)
        for name in (*self.instruments, *(each for each in self.instruments if each != "meeting")):
            self._begin(name, boss)
        self.panes = Panes(self.instruments, self.state)
        meeting = self.meeting = next(r.id for r in self.state.of(Instance) if r.body.instrument == "meeting")
        for number, short in enumerate(("GGZ", "Politie", "School"), start=1):
            self.batch(
                boss,
                Command(
                    op=f"setup-party-{number:06d}",
                    instance=meeting,
                    move="add_party",
                    args={"name": short, "short": short},
                ),
            )
        self.parties = [record.id for record in self.state.of("party")]
        people = [("boss", "facilitator", None), ("note", "note_taker", None), ("init", "initiator", self.parties[0])]
        people += [(f"p{n}", "participant", self.parties[n % 3]) for n in range(4)]
        for name, role, party in people:
            args = {"name": name, "role": role, "party": party, "id": name}
            self.batch(boss, Command(op=f"setup-person-{name:>8}", instance=meeting, move="add_attendee", args=args))
        self.actors = [Actor(person=n, role=Role(r), party=p) for n, r, p in people]
        self.newcomers = [Actor(person=f"stranger{n}", role=Role.WAITING) for n in ("", *"abcde")]
        self.audiences = [
            *(
                Audience(
                    actor.role,
                    actor.person,
                    actor.party if actor.role not in (Role.FACILITATOR, Role.NOTE_TAKER) else None,
                )
                for actor in self.actors
            ),
            Audience(Role.WALL),
            Audience(Role.WAITING, "stranger"),
        ]
        for _ in range(FURNISHED):
            self._furnish()
        self.mirrors = [self.fresh(audience) for audience in self.audiences]
        self.history: list[tuple[int, list[dict[str, Row]]]] = []

    def _begin(self, name: str, boss: Actor) -> None:
        definition = self.instruments[name]
        key = self.ids.handed().new_id()
        body = Instance(instrument=name, title=definition.title, phase=definition.phases[0].name)
        first = Put(Record(id=key, type="instance", instance=key, body=body))
        self.state.apply([first])
        situation = Situation(self.state, boss, key, self.ids.handed(), self.instruments)
        self.state.apply(definition.setup(situation) if definition.setup else ())

    def fresh(self, audience: Audience) -> dict[str, Row]:
        return rows(snapshot(self.instruments, self.state, audience))

    def batch(self, actor: Actor, *commands: Command) -> list[Reason | None]:
        requests = [Request(actor, command) for command in commands]
        batch = decide_batch(
            self.instruments, self.state, requests, self.clock, self.ids.handed(), self.ops, self.panes.sights
        )
        self.state.apply(batch.changes)
        self.panes.take(batch.touched)
        self.clock += len(batch.effects)
        for effect in batch.effects:
            self.stones += [Tombstone(record, effect.clock, tags) for record, tags in effect.lost]
        self.touched = batch.touched
        self.changed = bool(batch.changes)
        return [answer.refused.reason if answer.refused else None for answer in batch.answers]

    def step(self) -> str:
        """One move of somebody; its name."""
        step = self.moves.next(self.state, [*self.actors, *self.newcomers])
        if step.before is not None:
            self.batch(self.actors[0], step.before)
            self._follow(step.before.move)
        asked = step.draw.command
        answers = self.batch(step.draw.actor, asked)
        assert Reason.UNAVAILABLE not in answers, f"{asked.move} {asked.args} by {step.draw.actor.role} failed"
        if self.changed:
            self.reached.add(step.name)
        self._follow(asked.move)
        return step.name

    def _furnish(self) -> None:
        """Something to begin with of whatever kind a move makes, so that there is something to change and take away."""
        step = self.moves.any(self.state, [*self.actors, *self.newcomers])
        if step.works and any(isinstance(c, Put) and self.state.get(c.record.id) is None for c in step.draw.changes):
            if step.before is not None:
                self.batch(self.actors[0], step.before)
            self.batch(step.draw.actor, step.draw.command)

    def _follow(self, move: str) -> None:
        told = FanOut(self.touched, self.panes.pieces, lambda key: b"")
        for audience, mirror in zip(self.audiences, self.mirrors, strict=True):
            grouped = bool(self.clock % 2)
            common, rest = told.shared(audience.shared_tags, grouped)
            if audience.person in told.named:
                rest = told.personal(common, audience, grouped)
            frame = unfolded(json.loads(HEAD + rest)) if rest else {"put": [], "gone": []}
            mirror.update(rows(frame["put"]))
            for record_id in frame["gone"]:
                assert mirror.pop(record_id, None) is not None, f"{move}: told about a record never seen (R4)"


def rows(seen: Sequence[object]) -> dict[str, Row]:
    """Records by id, as a client reads them."""
    read = json.loads(msgspec.json.encode(seen))
    return {row["id"]: row for row in read}


@pytest.fixture(scope="module")
def told() -> Iterator[Counter[str]]:
    """What all runs did together, printed at the end."""
    done: Counter[str] = Counter()
    yield done
    figures("B2", seed=FIRST, runs=RUNS, steps=STEPS, **done)


@pytest.fixture(scope="module")
def reached() -> dict[int, set[str]]:
    """The moves that changed something, by run."""
    return {}


@pytest.mark.parametrize("start", range(FIRST, FIRST + RUNS))
def test_b2_differences_and_catch_up_equal_a_fresh_snapshot_after_random_moves(
    start: int, told: Counter[str], reached: dict[int, set[str]]
) -> None:
    print(f"seed {start}")
    model = Model(start)
    chance = random.Random(start + 10_000)
    past = [(model.clock, [dict(mirror) for mirror in model.mirrors])]
    for _ in range(STEPS):
        move = model.step()
        told["moves tried"] += 1
        told["moves done"] += model.changed
        past.append((model.clock, [dict(mirror) for mirror in model.mirrors]))
        for audience, mirror in zip(model.audiences, model.mirrors, strict=True):
            fresh = model.fresh(audience)
            assert mirror == fresh, f"{move}: {audience.role} sees something else than a fresh load (R10)"
            groups = json.loads(msgspec.json.encode(model.panes.records(audience)))
            assert [[one["id"] for one in group[1:]] for group in groups] == [
                sorted(one["id"] for one in group[1:]) for group in groups
            ], "the order would tell something (R4)"
            came = unfolded({"t": "snapshot", "records": [], "alike": groups})["records"]
            coming_in = sorted(came, key=lambda record: record["id"])
            assert coming_in == list(fresh.values()), f"{move}: {audience.role} comes in to less (R5)"
            plain = json.loads(msgspec.json.encode(model.panes.one_by_one(audience)))
            assert plain == coming_in, f"{move}: {audience.role} comes in to something else with an older page (R5)"
    for clock, mirrors in chance.sample(past, min(8, len(past))):
        for audience, mirror in zip(model.audiences, mirrors, strict=True):
            put, gone = since(model.panes, model.state, model.stones, audience.tags, clock)
            caught = {key: seen for key, seen in mirror.items() if key not in gone}
            caught.update(rows(put))
            told["catch-ups compared"] += 1
            assert caught == model.fresh(audience), f"catch-up from {clock} differs for {audience.role} (R10)"
    reached[start] = model.reached


def test_b2_of_every_move_of_every_instrument_something_was_proven(
    told: Counter[str], reached: dict[int, set[str]]
) -> None:
    """A move that never succeeds is a move of which nothing was proven. In the short form some may be missed."""
    for start in set(range(FIRST, FIRST + RUNS)) - set(reached):
        model = Model(start)
        for _ in range(STEPS):
            model.step()
        reached[start] = model.reached
    every = {name_of(aim) for aim in Model(FIRST).moves.aims}
    never = sorted(every.difference(*reached.values()))
    told["moves"], told["moves never done"] = len(every), len(never)
    print(f"never (seed {FIRST}): {never}")
    assert len(never) <= may_be_missed(RUNS * STEPS), never
