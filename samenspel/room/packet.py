"""Packets: a frame as bytes, made once and shared by everybody who gets it (R7)."""

from __future__ import annotations

import struct


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
