"""R7, R12: a frame is made once and goes straight to the line; who does not read is let go."""

from __future__ import annotations

import asyncio

from samenspel.room.client import Client
from samenspel.room.limits import QUEUE_BYTES
from samenspel.room.packet import Packet
from samenspel.room.protocol import Close


class Wire:
    """A line that keeps what it is given and goes nowhere."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.ends = False
        self.behind = True

    def write_frame(self, wire: bytes) -> None:
        self.frames.append(wire)

    def backlog(self) -> int:
        return sum(map(len, self.frames))

    def end_soon(self) -> None:
        self.ends = True


def _client(wire: Wire, closed: list[int]) -> Client:
    async def send(text: str) -> None:
        raise AssertionError("a line needs no queue")

    async def close(code: int) -> None:
        closed.append(code)

    return Client("deelnemer", "p1", send, close, 0.0, line=wire)


def test_r7_the_header_of_a_frame_says_its_length() -> None:
    for size in (1, 125, 126, 65_535, 65_536):
        wire = Packet(b"x" * size).wire
        assert wire[0] == 0x81
        head = {126: 4, 127: 10}.get(wire[1], 2)
        told = wire[1] if head == 2 else int.from_bytes(wire[2:head], "big")
        assert told == size == len(wire) - head
        assert wire[1] & 0x80 == 0, "a server does not mask"


async def test_r7_everybody_gets_the_same_bytes() -> None:
    wires = [Wire(), Wire()]
    packet = Packet(b"{}")
    for wire in wires:
        _client(wire, []).push(packet)
    assert wires[0].frames[0] is wires[1].frames[0]


async def test_r12_who_does_not_read_is_closed_and_then_cut_and_gets_nothing_more() -> None:
    wire = Wire()
    closed: list[int] = []
    client = _client(wire, closed)
    big = Packet(b"x" * (QUEUE_BYTES // 2))
    for _ in range(5):
        client.push(big)
    await asyncio.sleep(0)
    assert closed == [Close.SLOW]
    assert wire.ends
    assert len(wire.frames) == 2, "the backlog stays bounded"
