"""R12, B7: who floods a line is not read any more, whatever kind of frame it is, and whoever reads nothing is cut."""

from __future__ import annotations

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from samenspel.project import line as lines
from samenspel.project.line import Line
from samenspel.room.limits import LINE_BURST, PIECES, QUEUE_BYTES
from tests.flow.test_line_frames import Wire, frame, opened

EMPTY_PING, EMPTY_PONG, EMPTY_PIECE = frame(0x89, b""), frame(0x8A, b""), frame(0x00, b"")
TOO_MANY = int(LINE_BURST) + 500
TOLD = b"\x88\x02" + (4429).to_bytes(2, "big")


class Watched(Wire):
    """The network, that also remembers whether it is still read and whether it was cut."""

    paused = cut = False
    waits = 0

    def pause_reading(self) -> None:
        self.paused = True

    def abort(self) -> None:
        self.cut = True

    def get_write_buffer_size(self) -> int:
        return self.waits


async def watched() -> tuple[Line, Watched, list[bytes]]:
    line, _, at_once, _ = await opened()
    line.transport = wire = Watched()
    return line, wire, at_once


@pytest.mark.parametrize(
    "flood",
    [
        EMPTY_PING * TOO_MANY,
        EMPTY_PONG * TOO_MANY,
        frame(0x01, b"a") + EMPTY_PIECE * TOO_MANY,
        frame(0x81, b"a") * TOO_MANY,
    ],
    ids=["pings", "pongs", "pieces", "texts"],
)
async def test_r12_a_flood_of_any_kind_is_told_so_and_not_read_any_more(
    flood: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PATIENCE_SECONDS", 0.05)
    line, wire, at_once = await watched()
    line.data_received(flood)
    assert wire.paused and wire.out.endswith(TOLD)
    heard, said = len(at_once), len(wire.out)
    line.data_received(frame(0x81, b"more") + EMPTY_PING)
    assert (len(at_once), len(wire.out)) == (heard, said), "as if nothing was said"
    assert heard <= LINE_BURST + 50
    await asyncio.sleep(0.2)
    assert wire.cut


async def test_r12_what_a_browser_sends_is_no_flood() -> None:
    line, wire, at_once = await watched()
    for _ in range(200):
        line.data_received(EMPTY_PING + frame(0x81, b"a"))
    line.data_received(frame(0x01, b"b") + frame(0x00, b"b") * (PIECES // 2) + frame(0x80, b"b"))
    await asyncio.sleep(0.01)
    assert len(at_once) == 200 and TOLD not in wire.out and not line.close_sent


async def test_r12_who_reads_no_answers_gets_no_more_of_them() -> None:
    line, wire, _ = await watched()
    line.data_received(EMPTY_PING)
    said = len(wire.out)
    wire.waits = QUEUE_BYTES + 1
    line.pause_writing()
    line.data_received(EMPTY_PING)
    assert said and wire.paused and wire.out[said:] == TOLD


@pytest.mark.parametrize("more", [b"x: " + b"a" * 9_000, b"Content-Length: 5", b"x: y\r\n" * 200 + b"x: y"])
async def test_b7_a_request_that_cannot_be_read_gets_an_answer_and_no_place(more: bytes) -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        raise AssertionError("nobody comes this far")

    config = uvicorn.Config(app, ws_per_message_deflate=False, log_config=None)
    config.load()
    line, wire = Line(config, ServerState(), {}), Watched()
    line.connection_made(wire)
    line.data_received(
        b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n" + more + b"\r\n\r\n"
    )
    assert wire.out.startswith(b"HTTP/1.1 400 ") and wire.closed
