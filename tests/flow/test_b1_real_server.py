"""B1: nothing lost, nothing twice: real server and sockets, cuts, swallowed acks, kill -9 (R2, R3, R4, R10).

OPS and SEED in the environment make it longer, or run it again.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samenspel.demo.doors import Browser, Place
from samenspel.demo.driver import Refusal, Seat, _Asked, _encoder
from tests.conftest import ROOT
from tests.serving import Served

OPS = int(os.environ.get("OPS", "2000"))
SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**6)
KILLS = max(3, OPS // 700)
CUTS = OPS // 28
SWALLOWED = OPS // 60
MOST_OWN = 90
PACE = 14.0

LEDGER = """
import json, sys, django
django.setup()
from samenspel.store.models import SessionClock, StoredOp, StoredRecord
from samenspel.trajects import engine
session = sys.argv[1]
loaded = engine.store().load(session)
texts = [[r.id, r.body.text, r.version] for r in loaded.records if r.type in ("interpretation", "parking")]
ops = [[o.person, o.op, o.clock] for o in StoredOp.objects.filter(session=session)]
rows = StoredRecord.objects.filter(session=session).values_list("clock", flat=True)
print(json.dumps({"clock": SessionClock.objects.get(pk=session).clock, "texts": texts, "ops": ops,
                  "latest": max(rows)}))
"""


class Abandoned(Exception):
    """The client went away and never asks again."""


@dataclass(eq=False)
class FaultySeat(Seat):
    """A seat that loses its connection, and answers, when told to; keeps the op id of everything it asked."""

    swallow: int = 0
    swallowed: int = 0

    async def ask(self, op: str, instance: str, move: str, args: dict[str, Any], base: int | None = None) -> None:
        """Like `do`, under an op id that the caller knows."""
        frame = {"t": "do", "op": op, "in": instance, "move": move, "args": args, "base": base}
        asked = self._asked[op] = _Asked(_encoder.encode(frame), asyncio.get_running_loop().create_future())
        if self._known:
            await self._send(asked.text)
        await asked.answer

    async def _take(self, frame: Any) -> None:
        if frame["t"] == "ack" and self.swallow and frame["op"] in self._asked:
            self.swallow -= 1
            self.swallowed += 1
            if self._socket is not None and self._socket.transport is not None:
                self._socket.transport.abort()
            return
        await super()._take(frame)

    def abandon(self, op: str) -> None:
        """Never ask this again."""
        asked = self._asked.pop(op, None)
        if asked is not None and not asked.answer.done():
            asked.answer.set_exception(Abandoned())


@dataclass
class Own:
    """A record that only one client writes: what it must say, and how often it was written."""

    text: str
    version: int = 1
    maybe: str = ""


@dataclass
class Person:
    """One client with its ledger."""

    seat: FaultySeat
    chance: random.Random
    notes: bool = False
    own: dict[str, Own] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    abandoned: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    maybe_texts: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)

    @property
    def instance(self) -> str:
        return self.seat.mirror.phase("case_reconstruction")[0]

    @property
    def _move(self) -> str:
        return "note_interpretation" if self.notes else "write_interpretation"

    def _party(self) -> dict[str, str]:
        """Control says for whom it writes."""
        return {"party": self.chance.choice(self.seat.mirror.of("party"))["id"]} if self.notes else {}

    async def one(self) -> None:
        """One thing that somebody in the room would do."""
        free = [key for key in self.own if key not in self.busy and not self.own[key].maybe]
        luck = self.chance.random()
        if len(free) > MOST_OWN or (free and luck < 0.08):
            await self._withdraw(self.chance.choice(free))
        elif free and luck < 0.40:
            await self._rewrite(self.chance.choice(free))
        elif luck < 0.55:
            moment = self.chance.choice(self.seat.mirror.of("defining_moment"))["id"]
            value = self.chance.choice(["also_defining", "not_defining", "not_yet_involved"])
            await self._ask(self.instance, "set_stance", {"moment": moment, "value": value, **self._party()})
        else:
            await self._create()

    async def _create(self) -> None:
        text = f"eigen woorden {secrets.token_hex(6)}"
        moment = self.chance.choice(self.seat.mirror.of("defining_moment"))["id"]
        outcome = await self._ask(self.instance, self._move, {"moment": moment, "text": text, **self._party()})
        if outcome == "acked":
            record = next(r for r in self.seat.mirror.of("interpretation") if r["body"]["text"] == text)
            self.own[record["id"]] = Own(text)
        elif outcome == "abandoned":
            self.maybe_texts.add(text)

    async def _rewrite(self, key: str) -> None:
        own, text = self.own[key], f"andere woorden {secrets.token_hex(6)}"
        self.busy.add(key)
        seen = self.seat.mirror.records[key]
        args = {"moment": seen["scope"], "id": key, "text": text, **({"party": seen["party"]} if self.notes else {})}
        outcome = await self._ask(self.instance, self._move, args, own.version)
        if outcome == "acked":
            own.text, own.version = text, own.version + 1
        elif outcome == "abandoned":
            own.maybe = text
        self.busy.discard(key)

    async def _withdraw(self, key: str) -> None:
        self.busy.add(key)
        outcome = await self._ask(self.instance, "withdraw_interpretation", {"id": key})
        if outcome == "acked":
            del self.own[key]
            self.removed.add(key)
        elif outcome == "abandoned":
            self.own[key].maybe = "withdrawn"
        self.busy.discard(key)

    async def _ask(self, instance: str, move: str, args: dict[str, Any], base: int | None = None) -> str:
        op = secrets.token_urlsafe(16)
        try:
            await self.seat.ask(op, instance, move, args, base)
        except Refusal as refusal:
            self.refused[refusal.reason] += 1
            return "refused"
        except Abandoned:
            self.abandoned.add(op)
            return "abandoned"
        self.acked.add(op)
        return "acked"


class Trial:
    """The run: people, faults, kills."""

    def __init__(self, served: Served, places: dict[str, Place]) -> None:
        self.served, self.places = served, places
        self.chance = random.Random(SEED)
        self.people = {
            name: Person(FaultySeat(place), random.Random(SEED + number), notes=name == "control")
            for number, (name, place) in enumerate(places.items())
        }
        self.left = OPS
        self.cuts = 0

    async def run(self) -> None:
        await asyncio.gather(*(one.seat.open() for one in self.people.values()))
        faults = asyncio.create_task(self._faults())
        killer = asyncio.create_task(self._kills())
        async with asyncio.timeout(120 + OPS / 20):
            acting = [one for name, one in self.people.items() if name != "wall"]
            await asyncio.gather(*(self._act(one) for one in acting for _ in range(3)))
        faults.cancel()
        await killer
        await self._settled()

    def figures(self) -> dict[str, Any]:
        """What there is to say about the run."""
        people = list(self.people.values())
        return {
            "seed": SEED,
            "asked": OPS,
            "acked": sum(len(one.acked) for one in people),
            "refused": dict(sum((one.refused for one in people), Counter())),
            "abandoned": sum(len(one.abandoned) for one in people),
            "cuts": self.cuts,
            "swallowed acks": sum(one.seat.swallowed for one in people),
            "kills": KILLS,
            "reconnects": sum(one.seat.reconnects for one in people),
        }

    async def _act(self, person: Person) -> None:
        while self.left > 0:
            self.left -= 1
            began = time.monotonic()
            await person.one()
            await asyncio.sleep(max(0.0, 3 / PACE - (time.monotonic() - began)))

    async def _faults(self) -> None:
        """Spread evenly over the ops."""
        people = list(self.people.values())
        while True:
            await asyncio.sleep(0.02)
            done = OPS - self.left
            if self.cuts * OPS < CUTS * done:
                self.cuts += 1
                seat = self.chance.choice(people).seat
                asyncio.get_running_loop().create_task(seat.lose(self.chance.uniform(0.0, 0.5)))
            given = sum(one.seat.swallow + one.seat.swallowed for one in people)
            if given * OPS < SWALLOWED * done:
                self.chance.choice(people).seat.swallow += 1

    async def _kills(self) -> None:
        for number in range(1, KILLS + 1):
            while OPS - self.left < OPS * number / (KILLS + 1):
                await asyncio.sleep(0.005)
            await asyncio.to_thread(self.served.kill)
            for person in self.people.values():
                for op in list(person.seat._asked):
                    if self.chance.random() < 0.25:
                        person.seat.abandon(op)
            await asyncio.to_thread(self.served.start)

    async def _settled(self) -> None:
        """Every client equals a fresh snapshot of its own (R10)."""
        for name, person in self.people.items():
            fresh = await FaultySeat(self.places[name]).open()
            try:
                await person.seat.when(lambda p=person, f=fresh: p.seat.mirror.records == f.mirror.records, 20)
            except TimeoutError:
                mine, theirs = person.seat.mirror.records, fresh.mirror.records
                raise AssertionError(f"{name}: {mine.keys() ^ theirs.keys()}") from None
            finally:
                await fresh.close()
        for person in self.people.values():
            await person.seat.close()


def ledger(served: Served, session: str) -> dict[str, Any]:
    """What the database holds, read by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LEDGER, session],
        env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def check(kept: dict[str, Any], before: int, people: list[Person]) -> None:
    """The books against the database."""
    stored = Counter((person, op) for person, op, _ in kept["ops"])
    done = {op for _, op, _ in kept["ops"]}
    clocks = sorted(clock for _, _, clock in kept["ops"] if clock > before)
    assert clocks == list(range(before + 1, kept["clock"] + 1)), "the clock has gaps or doubles (R4)"
    assert kept["latest"] <= kept["clock"]
    texts = {key: (text, version) for key, text, version in kept["texts"]}
    how_often = Counter(text for text, _ in texts.values())
    for person in people:
        assert person.acked <= done, "acknowledged and not there (R2)"
        for key, own in person.own.items():
            if own.maybe == "withdrawn" and key not in texts:
                continue
            allowed = {(own.text, own.version)}
            if own.maybe and own.maybe != "withdrawn":
                allowed.add((own.maybe, own.version + 1))
            assert texts.get(key) in allowed, f"{key}: {texts.get(key)} is none of {allowed}"
            assert how_often[texts[key][0]] == 1, "twice (R3)"
        assert not person.removed & texts.keys(), "taken away and still there"
        assert all(how_often[text] <= 1 for text in person.maybe_texts)
    assert max(stored.values()) == 1
    written = {text for person in people for own in person.own.values() for text in (own.text, own.maybe)}
    written |= {text for person in people for text in person.maybe_texts}
    made = {text for text, _ in texts.values() if text.startswith(("eigen woorden ", "andere woorden "))}
    assert made <= written, "words that nobody wrote, or that were withdrawn"


def test_b1_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        made = json.loads(served.run("demo", "--until", "timeline", "--moments", "6", "--json").splitlines()[-1])
        links = {"control": made["control_url"], "wall": made["wall_url"], **dict(list(made["people"].items())[:11])}
        places = {name: Browser(served.url).enter(link) for name, link in links.items()}
        before = ledger(served, made["session"])["clock"]
        trial = Trial(served, places)
        began = time.monotonic()
        asyncio.run(trial.run())
        seconds = time.monotonic() - began
        people = list(trial.people.values())
        figures = trial.figures() | {"seconds": round(seconds, 1)}
        print("\nB1", figures)
        check(ledger(served, made["session"]), before, people)
        assert figures["acked"] > 0.9 * OPS, figures
        assert "Traceback" not in served.log.read_text()
