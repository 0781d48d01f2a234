"""A live room closes within seconds in every process when its case is destroyed elsewhere (CR-22, R9)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from samenspel.demo.doors import Browser
from samenspel.demo.driver import Seat
from samenspel.room.protocol import Close
from tests.serving import Served


async def until_ended(seat: Seat, seconds: float = 60.0) -> int | None:
    for _ in range(int(seconds * 20)):
        if seat.ended is not None:
            return seat.ended
        await asyncio.sleep(0.05)
    return None


def test_cr22_two_processes_close_their_rooms_when_a_third_destroys(tmp_path: Path) -> None:
    served = Served(tmp_path)
    made = served.demo()

    async def go() -> list[int | None]:
        seats = [
            await Seat(await asyncio.to_thread(Browser(server.url).enter, made["control_url"])).open()
            for server in (served, other)
        ]
        traject = served.run(
            "shell",
            "-v",
            "0",
            "-c",
            "from samenspel.trajects.models import Session; print(Session.objects.get().traject_id)",
        ).split()[-1]
        await asyncio.to_thread(served.run, "destroy", traject, "--yes")
        ended = [await until_ended(seat) for seat in seats]
        for seat in seats:
            await seat.close()
        return ended

    other = served.another()
    with served, other:
        assert asyncio.run(go()) == [Close.REMOVED, Close.REMOVED]
