"""B16: the first snapshot of a page comes packed where it asks for that, and holds exactly what it would hold (R5)."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from typing import Any

import pytest

from samenspel.room.client import Client
from samenspel.room.packet import PACKED_FROM, PACKED_STEP, Packet, packed
from tests.flow.conftest import BOSS, House
from tests.flow.sim import texts


class Wire:
    """A line that keeps what it is given."""

    behind = False

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []

    def write_frame(self, wire: bytes) -> None:
        self.frames += [json.loads(text) for text in texts(wire)]

    def backlog(self) -> int:
        return 0

    def end_soon(self) -> None:
        pass


def _unpacked(frame: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(zlib.decompress(b64decode(frame["data"]))))


def _enter(house: House, person: str, *, asks: bool) -> Wire:
    async def nothing(_: object) -> None:
        pass

    wire = Wire()
    client = Client("deelnemer", person, nothing, nothing, 0.0, line=wire)
    client.alike, client.packed = True, asks
    house.room.doorway.enter(client, None)
    return wire


@pytest.mark.parametrize("size", [PACKED_FROM, 3_001, 60_000])
def test_b16_a_packed_frame_opens_to_the_same_and_its_length_says_little(size: int) -> None:
    frame = json.dumps({"t": "snapshot", "text": "é" * (size // 6)}).encode().ljust(size)
    found = packed(Packet(frame))
    assert len(found) % PACKED_STEP == 0
    assert zlib.decompress(b64decode(json.loads(found.data)["data"])) == frame


def test_b16_a_short_frame_stays_as_it_is() -> None:
    frame = Packet(b"x" * (PACKED_FROM - 1))
    assert packed(frame) is frame


async def test_b16_who_asks_gets_its_first_snapshot_packed_and_nothing_else(house: House) -> None:
    await house.person("anna")
    for number in range(12):
        await house.by(BOSS, "write", house.slips, text=f"briefje {number} " + "van de wijk " * 20)
    await house.by(BOSS, "reveal", house.slips)
    plain, thin = _enter(house, "anna", asks=False), _enter(house, "anna", asks=True)
    assert [frame["t"] for frame in plain.frames] == ["snapshot"]
    assert [frame["t"] for frame in thin.frames] == ["packed"]
    opened = _unpacked(thin.frames[0])
    assert "briefje 3" in json.dumps(opened)
    for frame in (opened, plain.frames[0]):
        frame.pop("now"), frame.pop("cursor")
    assert opened == plain.frames[0]
    await house.by(BOSS, "hide", house.slips)
    assert [frame["t"] for frame in thin.frames] == ["packed", "changes"]
