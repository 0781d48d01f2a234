"""R3: a process that stood still, and a page that did not wait for it."""

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
from tests.serving import Served

STILL_SECONDS = 5.0
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


async def rest_of(line: ClientConnection) -> list[Any]:
    """What still comes."""
    frames = []
    with contextlib.suppress(ConnectionClosed, TimeoutError):
        while True:
            frames.append(json.loads(await asyncio.wait_for(line.recv(), 3)))
    return frames


async def test_r3_what_came_in_while_the_process_stood_still_is_done_once_however_often_it_is_asked(
    tmp_path: Path,
) -> None:
    with Served(tmp_path) as served:
        made = await asyncio.to_thread(served.demo)
        place = await asyncio.to_thread(Browser(served.url).enter, made["control_url"])
        line, meeting = await come_in(place)
        asked = {"t": "do", "op": OP, "in": meeting, "move": "park", "args": {"text": "stond stil"}}
        assert served.process is not None
        served.process.send_signal(signal.SIGSTOP)
        await line.send(json.dumps(asked))
        coming = asyncio.create_task(come_in(place))
        await asyncio.sleep(STILL_SECONDS)
        served.process.send_signal(signal.SIGCONT)
        other, _ = await coming
        await other.send(json.dumps(asked | {"again": True}))
        told = [*await rest_of(line), *await rest_of(other)]
        assert [frame["op"] for frame in told if frame["t"] == "ack"] == [OP, OP]
        parked = [one for frame in told if frame["t"] == "changes" for one in frame["put"] if one["type"] == "parking"]
        assert len({one["id"] for one in parked}) == 1, "it hangs there once"
