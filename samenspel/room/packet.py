"""Packets: a frame as bytes, made once and shared by everybody who gets it (R7)."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from typing import Final

PACKED_FROM: Final = 2_048
"""Bytes of JSON: what is shorter is not worth it."""
PACKED_STEP: Final = 256
"""A packed frame is as long as a multiple of this: how well something packs says nothing of what is in it (R13)."""


class Packet:
    """Pakket: one text frame. `data` is its JSON in UTF-8; `wire` the same as it goes over a websocket line, with the
    header of an unmasked, final text frame (RFC 6455, 5.2)."""

    __slots__ = ("data", "wire")

    def __init__(self, data: bytes) -> None:
        """The JSON of a frame."""
        self.data = data
        size = len(data)
        if size < 126:
            header = struct.pack(">BB", 0x81, size)
        elif size < 65_536:
            header = struct.pack(">BBH", 0x81, 126, size)
        else:
            header = struct.pack(">BBQ", 0x81, 127, size)
        self.wire = header + data

    def __len__(self) -> int:
        """Bytes of the JSON."""
        return len(self.data)

    @property
    def text(self) -> str:
        """The JSON as text."""
        return self.data.decode()


def packed(packet: Packet) -> Packet:
    """The same frame deflated (RFC 1950) and in base64: a fifth on a thin line (B16). A short one stays as it is."""
    if len(packet) < PACKED_FROM:
        return packet
    text = b'{"t":"packed","data":"%b"}' % b64encode(zlib.compress(packet.data, 6))
    return Packet(text + b" " * (-len(text) % PACKED_STEP))
