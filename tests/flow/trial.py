"""A trial: people act, the line fails, servers and services are killed, and the books are compared (B1)."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from samenspel.demo.doors import Browser, Place
from tests.flow.acting import HardySeat, Person
from tests.flow.fault_proxy import Fault, FaultProxy
from tests.flow.ledger import Witness, check, read
from tests.serving import Served

AT_ONCE = 3
"""Things that one person asks without waiting for the last answer."""
ABANDONED = 0.25
"""Share of what was not answered that nobody asks again when something was killed."""


@dataclass
class Kill:
    """Something to end in the middle of whatever it does, and how to bring it back. Both block."""

    name: str
    end: Callable[[], object]
    back: Callable[[], object]


@dataclass
class Size:
    """How big a trial is. `pace`: things a person asks in a second, below the limit of R12."""

    seed: int
    ops: int
    faults: int
    kills: int
    pace: float = 14.0


@dataclass
class Trial:
    """Proef: `servers` share one database; `kills` is what may be killed, all in turn."""

    size: Size
    proxy: FaultProxy
    servers: Sequence[Served]
    kills: Sequence[Kill]
    witness: Callable[[str], Witness]
    people: dict[str, Person] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def run(self) -> dict[str, Any]:
        """All of it; the figures. AssertionError when anything was lost, doubled or shown wrongly."""
        made = json.loads(
            self.servers[0].run("demo", "--until", "timeline", "--moments", "6", "--json").splitlines()[-1]
        )
        links = {"control": made["control_url"], "wall": made["wall_url"], **dict(list(made["people"].items())[:11])}
        self.session = made["session"]
        before = read(self.servers[0], self.session, {})["clock"]
        self.chance = random.Random(self.size.seed)
        self.sworn = self.witness(self.session)
        self.left = self.size.ops
        try:
            views = asyncio.run(self._run(links))
            where = {name: (place.surface, self.people[name].seat.mirror.you["person"]) for name, place in self.places}
            kept = read(self.servers[0], self.session, where)
        finally:
            self.sworn.close()
        for name, view in views.items():
            assert view == kept["views"][name], f"{name} sees something else than what is in the database (R10)"
        check(kept, before, [one.books for one in self.people.values()])
        assert self.sworn.missing == 0
        return self.figures()

    def figures(self) -> dict[str, Any]:
        """What there is to say about the run."""
        books = [one.books for one in self.people.values()]
        seats = [one.seat for one in self.people.values()]
        return {
            "seed": self.size.seed,
            "asked": self.size.ops,
            "acked": sum(len(one.acked) for one in books),
            "seen in the database at the ack": self.sworn.asked,
            "refused": dict(sum((Counter(one.refused.values()) for one in books), Counter())),
            "asked again": sum(one.again for one in seats),
            "abandoned": sum(len(one.abandoned) for one in books),
            "faults": dict(self.proxy.done),
            "killed": dict(self.killed),
            "reconnects": sum(one.reconnects for one in seats),
            "silences noticed": sum(one.silences for one in seats),
            "seconds": round(self.seconds, 1),
        }

    async def _run(self, links: dict[str, str]) -> dict[str, Any]:
        await self.proxy.start()
        base = f"http://localhost:{self.proxy.port}"
        places = [asyncio.to_thread(Browser(base).enter, link) for link in links.values()]
        self.places: list[tuple[str, Place]] = list(zip(links, await asyncio.gather(*places), strict=True))
        for number, (name, place) in enumerate(self.places):
            chance = random.Random(self.size.seed + number)
            seat = HardySeat(place, open_seconds=6.0, witness=self.sworn, chance=chance)
            self.people[name] = Person(seat, chance, notes=name == "control")
        await asyncio.gather(*(one.seat.open() for one in self.people.values()))
        began = time.monotonic()
        faults = asyncio.create_task(self._faults())
        killer = asyncio.create_task(self._kills())
        try:
            async with asyncio.timeout(60 + self.size.ops / 10 + self.size.kills * 15) as limit:
                acting = [one for name, one in self.people.items() if name != "wall"]
                await asyncio.gather(*(self._act(one) for one in acting for _ in range(AT_ONCE)))
                await killer
        except TimeoutError:
            if not limit.expired():
                raise
            states = {name: (one.seat.connected, one.seat.ended, one.seat.waiting) for name, one in self.people.items()}
            raise AssertionError(f"some wait for an answer that does not come (R3): {states}") from None
        faults.cancel()
        self.seconds = time.monotonic() - began
        views = await self._settled()
        await self.proxy.stop()
        return views

    async def _act(self, person: Person) -> None:
        while self.left > 0:
            self.left -= 1
            began = time.monotonic()
            await person.one()
            await asyncio.sleep(max(0.0, AT_ONCE / self.size.pace - (time.monotonic() - began)))

    async def _faults(self) -> None:
        """Spread evenly over the ops, every kind as often as any other."""
        plan: list[Fault] = []
        count = 0
        while True:
            await asyncio.sleep(0.01)
            while count * self.size.ops < self.size.faults * (self.size.ops - self.left):
                if not plan:
                    plan = list(Fault)
                    self.chance.shuffle(plan)
                if not self.proxy.hurt(plan[-1]):
                    break
                plan.pop()
                count += 1

    async def _kills(self) -> None:
        for number in range(self.size.kills):
            while self.size.ops - self.left < self.size.ops * (number + 1) / (self.size.kills + 1):
                await asyncio.sleep(0.005)
            kill = self.kills[number % len(self.kills)]
            await asyncio.to_thread(kill.end)
            self.killed[kill.name] += 1
            for person in self.people.values():
                person.seat.abandon(ABANDONED)
            await asyncio.sleep(self.chance.uniform(0.0, 0.5))
            await asyncio.to_thread(kill.back)

    async def _settled(self) -> dict[str, Any]:
        """Every client equals a fresh load of its own, from every server (R10); answers what each holds."""
        for name, place in self.places:
            mine = self.people[name].seat
            for served in self.servers:
                fresh = await HardySeat(Place(served.url, place.session, place.surface, place.cookies)).open()
                try:
                    await mine.when(lambda m=mine, f=fresh: m.mirror.records == f.mirror.records, 30)
                except TimeoutError:
                    differ = mine.mirror.records.keys() ^ fresh.mirror.records.keys()
                    raise AssertionError(f"{name} differs from a fresh load: {sorted(differ)} (R10)") from None
                finally:
                    await fresh.close()
        await asyncio.gather(*(person.seat.close() for person in self.people.values()))
        return {name: person.seat.mirror.records for name, person in self.people.items()}


def options(proxy: FaultProxy) -> dict[str, str]:
    """Options of a server that people reach through the proxy."""
    return {"PUBLIC_URL": f"http://localhost:{proxy.port}"}
