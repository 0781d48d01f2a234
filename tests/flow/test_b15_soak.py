"""B15: ten rooms of twelve at the pace of people: how long an answer takes, and whether memory stays where it is.

SECONDS, ROOMS and SEED in the environment make it longer, bigger, or run it again. Times are printed and never asserted
here; growth of memory is, as soon as it runs for an hour or longer.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from samenspel.demo.doors import Browser
from tests.conftest import ROOT
from tests.figures import figures, seed, size
from tests.flow.acting import HardySeat, Person
from tests.serving import Served

SECONDS = size("SECONDS", 20, 8 * 3_600)
ROOMS = size("ROOMS", 10, 10)
EVERY = 8.0
"""Seconds between two things that one person does, on average."""
HOUR = 3_600
MOST_GROWTH = 0.05
SAMPLES = 48

MAKE = """
import json, sys, django
django.setup()
from samenspel.demo import session
for _ in range(int(sys.argv[1])):
    made = session.make("timeline", 6)
    print(json.dumps([made.control_url, made.wall_url, *list(made.people.values())[:11]]))
"""


class Soak:
    """People in rooms, how long their answers took in milliseconds, and the server's memory in kilobytes by second."""

    def __init__(self, served: Served, rooms: list[list[str]], start: int) -> None:
        self.served, self.rooms, self.start = served, rooms, start
        self.people: list[Person] = []
        self.waits: list[float] = []
        self.memory: list[tuple[float, int]] = []

    async def run(self) -> None:
        for room in self.rooms:
            browsers = [asyncio.to_thread(Browser(self.served.url).enter, link) for link in room]
            for place in await asyncio.gather(*browsers):
                chance = random.Random(self.start + len(self.people))
                seat = HardySeat(place, chance=chance)
                self.people.append(Person(seat, chance, notes=place.surface == "regie"))
                await seat.open()
        began = time.monotonic()
        self.ends = began + SECONDS
        watch = asyncio.create_task(self._watch(began))
        acting = [person for person in self.people if person.seat.place.surface != "wand"]
        await asyncio.gather(*(self._act(person) for person in acting))
        await watch
        await asyncio.gather(*(person.seat.close() for person in self.people))

    async def _act(self, person: Person) -> None:
        while True:
            wait = person.chance.expovariate(1 / EVERY)
            if time.monotonic() + wait > self.ends:
                return
            await asyncio.sleep(wait)
            began = time.perf_counter()
            await person.one()
            self.waits.append(1_000 * (time.perf_counter() - began))

    async def _watch(self, began: float) -> None:
        while True:
            self.memory.append((time.monotonic() - began, await asyncio.to_thread(self._kilobytes)))
            if time.monotonic() >= self.ends:
                return
            await asyncio.sleep(min(SECONDS / SAMPLES, max(0.1, self.ends - time.monotonic())))

    def _kilobytes(self) -> int:
        assert self.served.process
        pid = str(self.served.process.pid)
        said = subprocess.run(["ps", "-o", "rss=", "-p", pid], capture_output=True, text=True, check=True)
        return int(said.stdout)

    def growth(self) -> float:
        """From the end of the first hour (or, of a shorter run, the first half) to the end, as a part of the former."""
        half = min(HOUR, SECONDS / 2)
        settled = next(size for when, size in self.memory if when >= half)
        return self.memory[-1][1] / settled - 1


def test_b15_ten_rooms_at_the_pace_of_people_stay_quick_and_small(tmp_path: Path) -> None:
    start = seed()
    print(f"seed {start}")
    with Served(tmp_path) as served:
        made = subprocess.run(
            [sys.executable, "-c", MAKE, str(ROOMS)],
            env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        soak = Soak(served, [json.loads(line) for line in made.stdout.splitlines()], start)
        asyncio.run(soak.run())
        waits = sorted(soak.waits)
        figures(
            "B15",
            seed=start,
            rooms=ROOMS,
            people=len(soak.people),
            seconds=SECONDS,
            done=len(waits),
            p50_ms=round(waits[len(waits) // 2], 1),
            p95_ms=round(waits[int(len(waits) * 0.95)], 1),
            memory_mb_begin=round(soak.memory[0][1] / 1024, 1),
            memory_mb_end=round(soak.memory[-1][1] / 1024, 1),
            growth_percent=round(100 * soak.growth(), 1),
        )
        assert sum(len(person.books.acked) for person in soak.people) == len(waits), "an answer that was not bewaard"
        assert not [wrong for person in soak.people for wrong in person.books.wrong]
        assert SECONDS < 2 * HOUR or soak.growth() < MOST_GROWTH
        assert "Traceback" not in served.log.read_text()
