"""Several workers under one parent: who dies comes back, a restart loses nothing, the figures add up (R3, R8, B1)."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections import Counter
from pathlib import Path
from typing import Any

from samenspel.demo.doors import Browser, Place
from samenspel.demo.driver import Refusal, Seat
from tests.operate.workers import alive, figures, pids, serving, signal_all, until
from tests.serving import Served


class Writer:
    """Somebody who hangs one interpretation after another and remembers what was acknowledged."""

    def __init__(self, name: str, place: Place) -> None:
        self.name, self.seat = name, Seat(place)
        self.saved: list[str] = []
        self.refused: Counter[str] = Counter()
        self.on = True

    async def write(self) -> None:
        instance = self.seat.mirror.phase("case_reconstruction")[0]
        moment = self.seat.mirror.of("defining_moment")[0]["id"]
        while self.on:
            text = f"{self.name} noot {len(self.saved)}"
            try:
                await self.seat.do(instance, "write_interpretation", {"moment": moment, "text": text})
            except Refusal as no:
                self.refused[no.reason] += 1
                assert no.reason in ("too_fast", "unavailable"), no.reason
                await asyncio.sleep(0.2)
                continue
            self.saved.append(text)
            await asyncio.sleep(0.2)


async def room_through_restarts(served: Served, made: dict[str, Any]) -> tuple[list[Writer], list[str]]:
    """Six people on two workers write on while workers are replaced and killed; gives them and what a newcomer sees."""
    writers = []
    for turn, (name, link) in enumerate(list(made["people"].items())[:6]):
        base = f"http://localhost:{served.port + 1 + turn % 2}"
        writers.append(Writer(name, await asyncio.to_thread(Browser(base).enter, link)))
    await asyncio.gather(*(one.seat.open() for one in writers))
    writing = [asyncio.create_task(one.write()) for one in writers]
    await asyncio.sleep(1)
    before = pids(served)
    # As after an update: a migration that the running release did not have yet.
    await asyncio.to_thread(served.run, "migrate", "store", "0001", "--verbosity", "0")
    assert served.process
    served.process.send_signal(signal.SIGHUP)
    await asyncio.to_thread(until, lambda: "serve.restarted" in served.log.read_text())
    assert not set(before.values()) & set(pids(served).values())
    await asyncio.to_thread(served.run, "migrate", "--check")
    signal_all(signal.SIGKILL, pids(served)[1])
    await asyncio.to_thread(until, lambda: "code=-9" in served.log.read_text())
    await asyncio.sleep(3)
    for one in writers:
        one.on = False
    await asyncio.wait_for(asyncio.gather(*writing), 30)
    newcomer = await Seat(await asyncio.to_thread(Browser(served.url).enter, made["control_url"])).open()
    expected = sum(len(one.saved) for one in writers)

    def all_there() -> bool:
        return len([r for r in newcomer.mirror.of("interpretation") if " noot " in r["body"]["text"]]) == expected

    await newcomer.when(all_there, 20)
    for one in writers:
        fresh = await Seat(one.seat.place).open()
        await one.seat.when(lambda one=one, fresh=fresh: one.seat.mirror.records == fresh.mirror.records, 20)
        await fresh.close()
    seen = [record["body"]["text"] for record in newcomer.mirror.of("interpretation")]
    await asyncio.to_thread(until, lambda: figures(served)["samenspel_connections"] == 7)
    assert (await asyncio.to_thread(figures, served))["samenspel_workers"] == 2
    for one in (*(writer.seat for writer in writers), newcomer):
        await one.close()
    return writers, [text for text in seen if " noot " in text]


def test_r3_r8_a_graceful_restart_and_a_killed_worker_cost_a_reconnect_and_nothing_else(tmp_path: Path) -> None:
    served = serving(tmp_path)
    try:
        served.start("--workers", "2", "--own-ports")
        made = json.loads(served.run("demo", "--until", "timeline", "--moments", "2", "--json").splitlines()[-1])
        start = figures(served)["samenspel_commands_acknowledged_total"]
        writers, seen = asyncio.run(room_through_restarts(served, made))
        assert all(one.saved and one.seat.reconnects for one in writers)
        assert Counter(seen) == Counter(text for one in writers for text in one.saved)
        after = [figures(served, beyond) for beyond in (0, 1, 2, 1, 2)]
        # Whoever is asked speaks for all, those that are gone included; asked again after a lost ack counts again.
        acknowledged = {one["samenspel_commands_acknowledged_total"] - start for one in after}
        assert len(acknowledged) == 1
        assert acknowledged.pop() >= len(seen)
        assert after[0]["samenspel_commit_seconds_count"] > 0
        assert {name for name in after[0] if name.startswith("process_resident")} == {
            'process_resident_memory_bytes{worker="1"}', 'process_resident_memory_bytes{worker="2"}',
        }  # fmt: skip
        until(lambda: figures(served)["samenspel_connections"] == 0)
        begun = time.monotonic()
        workers = list(pids(served).values())
        assert served.stop() == 0
        assert time.monotonic() - begun < 8
        assert not any(map(alive, workers))
        assert "Traceback" not in served.log.read_text()
    finally:
        served.__exit__()


def test_workers_do_not_outlive_their_parent(tmp_path: Path) -> None:
    served = serving(tmp_path)
    try:
        served.start("--workers", "2")
        until(lambda: "serve.ready" in served.log.read_text())
    finally:
        served.kill()
    until(lambda: not any(map(alive, pids(served).values())), 15)
    socket.create_server(("127.0.0.1", served.port)).close()
