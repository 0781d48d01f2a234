"""R3: a process that stood still does not do, after all, what somebody asked another one meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from samenspel.demo.doors import Browser, Place
from samenspel.room.hub import LATE_SECONDS
from samenspel.room.protocol import Close
from tests.serving import Served

STILL_SECONDS = LATE_SECONDS + 2.0
OP = "standing-still-00000001"


async def come_in(place: Place) -> tuple[ClientConnection, str]:
    """A line that never pings and never gives up, and the instance of the meeting."""
    line = await connect(
        place.socket_url,
        origin=place.base,
        subprotocols=["samenspel.1"],
        additional_headers={"Cookie": place.cookies},
        ping_interval=None,
    )
    await line.send('{"t":"hello","cursor":null}')
    snapshot = json.loads(await asyncio.wait_for(line.recv(), 10))
    found = [r["id"] for r in snapshot["records"] if r["type"] == "instance" and r["body"]["instrument"] == "meeting"]
    return line, found[0]


async def rest_of(line: ClientConnection) -> tuple[list[Any], int | None]:
    """What still comes, and with which code it ends (None: it goes on)."""
    frames = []
    with contextlib.suppress(ConnectionClosed, TimeoutError):
        while True:
            frames.append(json.loads(await asyncio.wait_for(line.recv(), 3)))
    return frames, line.close_code


async def asked_while_it_stands_still(served: Served, seconds: float) -> tuple[Place, str, list[Any], int | None]:
    """Somebody asks something of a process that stands still; the place, the frame, and what came of it."""
    made = await asyncio.to_thread(served.demo)
    place = await asyncio.to_thread(Browser(served.url).enter, made["control_url"])
    line, meeting = await come_in(place)
    asked = json.dumps({"t": "do", "op": OP, "in": meeting, "move": "park", "args": {"text": "stond stil"}})
    assert served.process is not None
    served.process.send_signal(signal.SIGSTOP)
    await line.send(asked)
    await asyncio.sleep(seconds)
    served.process.send_signal(signal.SIGCONT)
    return place, asked, *await rest_of(line)


async def test_r3_what_came_in_while_the_process_stood_still_is_not_done_but_asked_again(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        place, asked, frames, code = await asked_while_it_stands_still(served, STILL_SECONDS)
        assert code == Close.RESTART, "everybody comes back"
        assert not [frame for frame in frames if frame["t"] in ("ack", "changes")]
        again, _ = await come_in(place)
        await again.send(asked)
        answers, _ = await rest_of(again)
        told = [frame for frame in answers if frame["t"] == "changes"]
        assert [frame["op"] for frame in answers if frame["t"] == "ack"] == [OP]
        assert len(told) == 1 and len(told[0]["put"]) == 1, "it was not there yet"
        assert "process.stood_still" in served.log.read_text()


async def test_r7_a_process_that_stood_still_for_a_moment_sends_nobody_away(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        _, _, frames, code = await asked_while_it_stands_still(served, 0.5)
        assert code is None and [frame["op"] for frame in frames if frame["t"] == "ack"] == [OP]
