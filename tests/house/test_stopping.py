"""A server with a room full of people stops at once, and loses a revoked ticket while it runs."""

import asyncio
import contextlib
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from samenspel.demo.doors import Browser, Place
from tests.serving import Served

HELLO = '{"t":"hello","cursor":null}'
REVOKE = """
from samenspel.invitations.models import Ticket
Ticket.objects.filter(surface="wand").update(revoked=True)
"""


async def _in(place: Place) -> ClientConnection:
    headers = {"Cookie": place.cookies}
    line = await connect(place.socket_url, origin=place.base, subprotocols=["samenspel.1"], additional_headers=headers)
    await line.send(HELLO)
    assert '"snapshot"' in str(await asyncio.wait_for(line.recv(), 10))
    return line


async def _end(line: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(line.recv(), 10)
    return line.close_code


async def test_r1_a_revoked_wall_goes_dark_and_fifty_people_do_not_hold_up_a_stop(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        made = await asyncio.to_thread(served.demo)
        wall = await asyncio.to_thread(Browser(served.url).enter, made["wall_url"])
        control = await asyncio.to_thread(Browser(served.url).enter, made["control_url"])
        dark = await _in(wall)
        begun = time.monotonic()
        await asyncio.to_thread(served.run, "shell", "-c", REVOKE)
        assert await _end(dark) == 4401
        assert time.monotonic() - begun < 8, "a poll, and the time that the command takes"
        # Eight connections a person (R12), so more walls.
        again = await asyncio.to_thread(served.demo)
        wall = await asyncio.to_thread(Browser(served.url).enter, again["wall_url"])
        lines = [await _in(wall) for _ in range(49)] + [await _in(control)]
        begun = time.monotonic()
        assert await asyncio.to_thread(served.stop) == 0
        assert time.monotonic() - begun < 5
        assert {await _end(line) for line in lines} == {1012}
        assert "Traceback" not in served.log.read_text()
