"""R7, B7: what comes in on a line is the same however the network cuts it up, and whichever way it is read."""

from __future__ import annotations

import asyncio
import os
import random
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from samenspel.project.line import Line
from samenspel.room.socket import LINE

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire(asyncio.Transport):
    """The network: remembers what was written, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.out = b""
        self.closed = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def write(self, data: Any) -> None:
        self.out += bytes(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def frame(first: int, data: bytes, mask: bytes = b"wxyz") -> bytes:
    """A frame as a browser sends it."""
    size = len(data)
    head = bytes([first, 0x80 | size]) if size < 126 else bytes([first, 0xFE]) + size.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


async def opened() -> tuple[Line, Wire, list[bytes], list[str]]:
    """An open line; what it hands to the room at once, and what comes the ordinary way."""
    at_once: list[bytes] = []
    ordinary: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"][LINE].take = at_once.append
        await send({"type": "websocket.accept"})
        await receive()
        while (message := await receive())["type"] == "websocket.receive":
            ordinary.append(message["text"])

    config = uvicorn.Config(app, ws_per_message_deflate=False, ws_max_size=65_536, log_config=None)
    config.load()
    line, wire = Line(config, ServerState(), {}), Wire()
    line.connection_made(wire)
    line.data_received(HANDSHAKE)
    await asyncio.sleep(0.01)
    assert wire.out.startswith(b"HTTP/1.1 101")
    wire.out = b""
    return line, wire, at_once, ordinary


async def test_r7_frames_arrive_whole_and_in_order_however_they_are_cut() -> None:
    seed = int(os.environ.get("SEED", "") or random.SystemRandom().randrange(2**32))
    print(f"SEED={seed}")
    dice = random.Random(seed)
    for _ in range(60):
        line, wire, at_once, ordinary = await opened()
        whole: list[bytes] = []
        pieces: list[str] = []
        pings = 0
        stream = b""
        for turn in range(dice.randrange(1, 12)):
            text = f"{turn} " + "é" * dice.choice([0, 3, 61, 62, 63, 200, 5_000])
            kind = dice.choice(["whole", "whole", "pieces", "ping"])
            if kind == "whole":
                whole.append(text.encode())
                stream += frame(0x81, text.encode(), dice.randbytes(4))
            elif kind == "ping":
                pings += 1
                stream += frame(0x89, b"?")
            else:
                pieces.append(text)
                half = len(text.encode()) // 2
                stream += frame(0x01, text.encode()[:half]) + frame(0x80, text.encode()[half:])
        at = 0
        while at < len(stream):
            step = dice.choice([1, 2, 3, 6, 8, 100, 100_000])
            line.data_received(stream[at : at + step])
            at += step
            await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        assert at_once == whole
        assert ordinary == pieces
        assert wire.out.count(b"\x8a\x01?") == pings
        assert not wire.closed
        line.connection_lost(None)


async def test_b7_what_is_not_masked_or_has_other_bits_set_is_not_taken() -> None:
    for wrong in (b"\x81\x05hello", b"\xc1" + frame(0x81, b"hello")[1:], frame(0x81, b"x" * 65_535)[:2] + b"\xff" * 9):
        line, wire, at_once, _ = await opened()
        line.data_received(frame(0x81, b"first"))
        line.data_received(wrong)
        await asyncio.sleep(0.001)
        assert at_once == [b"first"]
        line.connection_lost(None)
        assert wire.closed or wrong.endswith(b"\xff"), "half a frame waits for the rest"


async def test_r7_most_frames_do_not_go_the_ordinary_way() -> None:
    line, _, at_once, _ = await opened()
    line.conn.receive_data = None  # type: ignore[assignment, method-assign]
    line.data_received(frame(0x81, b"one") + frame(0x81, b"t" * 300))
    assert at_once == [b"one", b"t" * 300]
    line.connection_lost(None)


async def test_r7_nothing_follows_the_end_of_a_connection_whoever_ends_it() -> None:
    """A backlog keeps a line open for a while after its closing frame (RFC 6455, 5.5.1)."""
    for end in ("the other side", "the server stops", "cut off"):
        line, wire, _, _ = await opened()
        line.write_frame(b"before")
        assert wire.out == b"before", end
        if end == "the other side":
            line.data_received(frame(0x88, b"\x03\xe8"))
        elif end == "the server stops":
            line.shutdown()
        else:
            line.connection_lost(None)
        said = wire.out
        line.write_frame(b"after")
        assert wire.out == said, end
        assert end == "cut off" or said[6:7] == b"\x88", end
