"""A wave: everybody in a room changes one thing within two seconds, and everybody should see it all."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from samenspel.demo.doors import Browser, Place
from samenspel.demo.driver import Seat
from samenspel.demo.mirror import Seen
from samenspel.demo.script import RECONSTRUCTION
from samenspel.demo.steps import block
from tests.serving import Served

SECONDS = 2.0
AT_ONCE = 8
PATIENCE = 120.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """Gemeten in één golf. Times in seconds, memory in bytes; `lost` counts changes somebody never saw."""

    people: int
    ack: list[float]
    everywhere: list[float]
    cpu: float
    memory: float
    lost: int


@dataclass(eq=False)
class Watch:
    """When each text was sent, saved, and last seen by somebody else."""

    sent: dict[str, float] = field(default_factory=dict)
    saved: dict[str, float] = field(default_factory=dict)
    seen: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def frame(self, frame: Seen) -> None:
        """Note which of the sent texts arrive."""
        if frame["t"] == "changes":
            now = time.perf_counter()
            for record in frame.get("put", ()):
                text = record["body"].get("text")
                if text in self.sent:
                    self.seen[text].append(now)


async def run(server: Served, people: int, seed: int) -> Measured:
    """One wave in a fresh session on a running server."""
    demo = await asyncio.to_thread(server.demo)
    host = await Seat(await asyncio.to_thread(Browser(server.url).enter, demo["control_url"])).open()
    moment = await _on_the_timeline(host)
    places = await _join(server, demo["join_code"], people)
    before = _memory(server)
    watch = Watch()
    seats = [Seat(place, on_frame=watch.frame) for place in places]
    for start in range(0, people, AT_ONCE):
        await asyncio.gather(*(seat.open(60) for seat in seats[start : start + AT_ONCE]))
    await asyncio.sleep(1.0)
    memory = (_memory(server) - before) / people
    cpu = _cpu(server)
    dice = random.Random(seed)
    await asyncio.gather(
        *(_change(seat, watch, moment, turn, dice.uniform(0, SECONDS)) for turn, seat in enumerate(seats))
    )
    await _all_seen(watch, people)
    cpu = _cpu(server) - cpu
    for seat in (*seats, host):
        await seat.close()
    return Measured(
        people=people,
        ack=[watch.saved[text] - sent for text, sent in watch.sent.items()],
        everywhere=[max(watch.seen[text]) - sent for text, sent in watch.sent.items() if watch.seen[text]],
        cpu=cpu,
        memory=memory,
        lost=sum(people - len(watch.seen[text]) for text in watch.sent),
    )


async def _on_the_timeline(host: Seat) -> str:
    meeting, instance = host.mirror.phase("meeting")[0], host.mirror.phase(RECONSTRUCTION)[0]
    await host.do(meeting, "open_door", {"open": True})
    await host.do(meeting, "start_block", {"id": host.mirror.find(block("timeline"))[0]})
    await host.do(instance, "reveal_next", {"seen": None})
    await host.when(lambda: bool(host.mirror.one("proceedings")["body"]["current"]), 10)  # type: ignore[index]
    return str(host.mirror.one("proceedings")["body"]["current"])  # type: ignore[index]


async def _join(server: Served, code: str, people: int) -> list[Place]:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(turn: int) -> Place:
        async with free:
            return await asyncio.to_thread(Browser(server.url).join, code, f"Gast {turn}", "geen", turn=turn)

    return await asyncio.gather(*(one(turn) for turn in range(people)))


async def _change(seat: Seat, watch: Watch, moment: str, turn: int, wait: float) -> None:
    await asyncio.sleep(wait)
    text = f"Zo zagen wij het toen, nummer {turn}."
    watch.sent[text] = time.perf_counter()
    await seat.do(seat.mirror.phase(RECONSTRUCTION)[0], "write_interpretation", {"moment": moment, "text": text})
    watch.saved[text] = time.perf_counter()


async def _all_seen(watch: Watch, people: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(len(watch.seen[text]) < people for text in watch.sent):
        await asyncio.sleep(0.05)


def _cpu(server: Served) -> float:
    """Processor seconds the server used until now."""
    fields = Path(f"/proc/{_pid(server)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def _memory(server: Served) -> int:
    """Bytes the server holds in memory."""
    lines = Path(f"/proc/{_pid(server)}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def _pid(server: Served) -> int:
    assert server.process is not None
    return server.process.pid
