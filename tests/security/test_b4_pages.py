"""B4 over HTTP, on disk and in the log: a canary in every field, and every address asked by everybody."""

from __future__ import annotations

import contextlib
import logging
import random
import re
from pathlib import Path

import msgspec
import pytest
from django.db import connections
from django.test import Client

from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.refusal import Refused
from samenspel.kernel.state import State
from samenspel.project.log_line import LogLine
from samenspel.room.people import audience_of
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect
from samenspel.trajects import engine
from tests.figures import figures, seed, size
from tests.flow.reaching import Reaching
from tests.pages.conftest import Scene, ready, scene
from tests.security.addresses import House
from tests.security.planting import Planter, canaries_in
from tests.security.who_sees import may_see

__all__ = ["ready", "scene"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
STATES, MOVES = size("PAGE_STATES", 1, 60), 40
REHEARSED = 400
LEFT_OUT = ("end_meeting", "remove_attendee", "change_attendee", "link_person")
"""Moves that would send somebody of ours away, or make somebody else of them."""


def shown_to(state: State, audience: Audience | None) -> set[str]:
    """The canaries this audience may see."""
    found: set[str] = set()
    for record in state:
        may = may_see(state, record, audience) if audience else None
        if may is not None:
            fields = msgspec.structs.asdict(record.body).items()
            found |= canaries_in(msgspec.json.encode([value for name, value in fields if may.field(name)]).decode())
    return found


class Sown:
    """A session in a random state, with canaries in every field that leave everybody where they are."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self.chance = house, chance
        self.key = house.scene.id
        instruments = engine.instruments()
        self.moves = Reaching(instruments, chance, chance.randrange(10**6))
        self.planter = Planter(instruments, chance, small_numbers=False)
        self.places: dict[str, set[str | None]] = {}
        self._rehearse(State(list(engine.state_of(self.key))))

    def _rehearse(self, state: State) -> None:
        """Which places moves give to records of each type: what is made up lies in such a place as well, because pages
        draw what moves can make, and nothing else."""
        for _ in range(REHEARSED):
            step = self.moves.next(state, [self.house.scene.host, self._participant()])
            if step.draw.move.name in LEFT_OUT:
                continue
            state = State(list(step.here or state))
            made = step.draw.changes or ()
            state.apply(made)
            for change in made:
                if isinstance(change, Put):
                    scope = state.get(change.record.scope) if change.record.scope else None
                    self.places.setdefault(change.record.type, set()).add(scope.type if scope else None)

    def audiences(self, state: State) -> dict[str, Audience | None]:
        """Whom each browser is, by the records of now."""
        people, wall = self.house.people, Audience(Role.WALL)
        found: dict[str, Audience | None] = {"nobody": None, "code": Audience(Role.WAITING), "wall": wall}
        for name, person in people.items():
            found[name] = audience_of(state, "deelnemer" if name == "participant" else "regie", person)
        return found | {"owner": found["control"]}

    def on(self) -> State:
        """Some random moves, then fresh canaries everywhere."""
        host = self.house.scene.host
        for _ in range(MOVES):
            state = engine.state_of(self.key)
            step = self.moves.next(state, [host, self._participant()])
            if step.draw.move.name in LEFT_OUT:
                continue
            for actor, each in ((host, step.before), (step.draw.actor, step.draw.command)):
                with contextlib.suppress(Refused):
                    if each is not None:
                        engine.run(self.key, actor, each)
        loaded = engine.store().load(self.key)
        state = State(loaded.records)
        kinds = [(one, kind) for one in state.of(Instance) for kind in self.planter.wanted(state, one)]
        made = [self._make_up(state, one, kind) for one, kind in kinds for _ in range(1 if kind.MOST < 3 else 3)]
        puts = [Put(record) for record in (*filter(None, made), *self.planter.everywhere(state, self.audiences))]
        clock = loaded.clock + 1
        engine.store().commit(self.key, loaded.clock, [Effect(None, clock, stamped(puts, clock))])
        return engine.state_of(self.key)

    def _participant(self) -> Actor:
        return Actor(person=self.house.people["participant"], role=Role.PARTICIPANT)

    def _make_up(self, state: State, instance: Record, kind: type) -> Record | None:
        """A record of this type in a place that moves give to such records, if there is one."""
        near: dict[str | None, str | None] = {None: None}
        near |= {r.type: r.id for r in state if r.instance == instance.id and r.id != instance.id}
        fit = sorted(near.keys() & self.places.get(kind.TYPE, set()), key=str)
        if not fit:
            return None
        scope = near[self.chance.choice(fit)]
        return Record(id=f"{self.chance.getrandbits(64):016x}", type=kind.TYPE, instance=instance.id, scope=scope,
                      author=self.house.people["participant"], body=self.planter.made_up(kind))  # fmt: skip


def on_disk() -> dict[str, bytes]:
    """Every file beside both databases, logs included."""
    found = {}
    for alias in ("default", "keys"):
        name = Path(connections[alias].settings_dict["NAME"])
        found |= {path.name: path.read_bytes() for path in name.parent.glob("*") if path.is_file()}
    return found


def bytes_of(client: Client, path: str) -> tuple[int, str]:
    """Headers and body as this browser gets them."""
    answer = client.get(path)
    body = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, f"{answer.headers} {body.decode('utf-8', 'replace')}"


def test_b4_no_address_gives_anybody_what_its_audience_may_not_see(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    first = seed()
    print(f"seed {first}")
    sown = Sown(house := House(scene), random.Random(first))
    asked = heard = hidden = exported = 0
    with caplog.at_level(logging.DEBUG):
        for _ in range(STATES):
            state = sown.on()
            every = canaries_in("".join(msgspec.json.encode(record.body).decode() for record in state))
            title = sown.planter.word()
            scene.session.set_title(title)
            scene.session.save()
            # Whatever random moves made of ours: a file holds no more than any note-taker may see.
            note_taker = shown_to(state, Audience(Role.NOTE_TAKER, house.people["note_taker"], None))
            for name, audience in sown.audiences(state).items():
                may = shown_to(state, audience) | ({title} if audience else set())
                hidden += len(every - may)
                for path, route in house.addresses().items():
                    if path.endswith(".png") and name != "control":
                        continue
                    status, text = bytes_of(house.browsers[name], path)
                    asked, heard = asked + 1, heard + len(text)
                    assert status < 500, f"{path} answered {status} to {name} (seed {first})"
                    allowed = may & note_taker if route == "export" else may
                    leaked = canaries_in(text) - allowed
                    exported += len(canaries_in(text)) if route == "export" else 0
                    assert not leaked, f"{where(state, leaked)} reached {name} over {path} (seed {first})"
            # A tombstone names whom it is for by id, and a canary may stand where an id belongs.
            files = {name: re.sub(rb"person:kanarie[0-9a-f]+", b"", data) for name, data in on_disk().items()}
            kept = {name: data for name, data in files.items() if any(w.encode() in data for w in every | {title})}
            assert not kept, f"readable at rest in {sorted(kept)}"
    lines = "\n".join(LogLine().format(record) for record in caplog.records)
    assert not canaries_in(lines), "a canary in the log"
    figures("B4 pages", seed=first, states=STATES, addresses=asked, hidden=hidden, exported=exported, bytes=heard)
    assert exported > 20 * STATES, "downloads hold what they are for"


def where(state: State, words: set[str]) -> str:
    """The fields in which these canaries were planted."""
    return ", ".join(
        sorted(
            f"{record.type}.{name}"
            for record in state
            for name, value in msgspec.structs.asdict(record.body).items()
            if canaries_in(msgspec.json.encode(value).decode()) & words
        )
    )
