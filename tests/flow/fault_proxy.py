"""A proxy that hurts: between clients and server it cuts, delays, tears and swallows, from one seed (B1, B3).

It passes TCP on, but reads websocket frames, so that a connection can go dark at a chosen frame. A dark direction
stays dark until the connection dies: TCP leaves no holes, a dying phone does lose everything from some frame on.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Literal

Direction = Literal["up", "down"]
CHUNK: Final = 65_536
LINGER: Final = struct.pack("ii", 1, 0)


class Fault(StrEnum):
    """Storing: what may happen to one connection."""

    RST = "rst"  # cut at once, whatever was on its way is gone
    FIN = "fin"  # closed neatly, without a close frame
    TORN = "torn"  # cut in the middle of a frame
    HALF_OPEN = "half-open"  # nothing arrives any more, and nobody says so
    LOST_DO = "lost do"  # dark from a command on, then dead
    LOST_ACK = "lost ack"  # dark from an answer on, then dead
    LOST_CHANGES = "lost changes"  # dark from a change on, then dead
    DELAY = "delay"  # held up, one way or both
    DRIP = "drip"  # a few bytes at a time
    HANDSHAKE = "handshake"  # the next to come in is cut before it hears that it is in


AT_FRAME: Final[dict[Fault, tuple[Direction, bytes]]] = {
    Fault.LOST_DO: ("up", b'"t":"do"'),
    Fault.LOST_ACK: ("down", b'"t":"ack"'),
    Fault.LOST_CHANGES: ("down", b'"t":"changes"'),
}


class Frames:
    """Cuts a direction of a connection into its HTTP head and whole websocket frames."""

    def __init__(self) -> None:
        self._held = b""
        self._head = True
        self.websocket = False

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Raw bytes, and what they say when they are a frame."""
        self._held += data
        if self._head:
            end = self._held.find(b"\r\n\r\n")
            if end < 0:
                return
            head, self._held = self._held[: end + 4], self._held[end + 4 :]
            self._head = False
            self.websocket = b"upgrade: websocket" in head.lower()
            yield head, b""
        if not self.websocket:
            if self._held:
                yield self._held, b""
            self._held = b""
            return
        while (length := self._length()) is not None and len(self._held) >= length:
            raw, self._held = self._held[:length], self._held[length:]
            yield raw, _payload(raw)

    def _length(self) -> int | None:
        held = self._held
        if len(held) < 2:
            return None
        size, at = held[1] & 0x7F, 2
        if size == 126:
            size, at = (int.from_bytes(held[2:4], "big") if len(held) >= 4 else -1), 4
        elif size == 127:
            size, at = (int.from_bytes(held[2:10], "big") if len(held) >= 10 else -1), 10
        return None if size < 0 else at + (4 if held[1] & 0x80 else 0) + size


def _payload(raw: bytes) -> bytes:
    size = raw[1] & 0x7F
    at = 2 + (2 if size == 126 else 8 if size == 127 else 0)
    if not raw[1] & 0x80:
        return raw[at:]
    mask, body = raw[at : at + 4], raw[at + 4 :]
    full = (mask * (len(body) // 4 + 1))[: len(body)]
    return (int.from_bytes(body, "big") ^ int.from_bytes(full, "big")).to_bytes(len(body), "big")


class Link:
    """Verbinding door de proxy: one client, one server, and what was done to it."""

    def __init__(self, chance: random.Random, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.chance = chance
        self.writers: dict[Direction, asyncio.StreamWriter] = {"up": server, "down": client}
        self.dark: set[Direction] = set()
        self.at_frame: tuple[Direction, bytes] | None = None
        self.tear = self.dripping = self.hurt = self.asked = self.doomed = False
        self.hold_until: dict[Direction, float] = {"up": 0.0, "down": 0.0}
        self.websocket = self.closed = False

    @property
    def in_use(self) -> bool:
        """Whether it is a websocket whose client was let in, and nothing happened to it yet."""
        return self.websocket and not self.hurt and not self.closed

    def suffer(self, fault: Fault) -> None:
        """Let it happen, now or at the first frame that fits."""
        self.hurt = True
        loop = asyncio.get_running_loop()
        if fault is Fault.RST:
            self.reset()
        elif fault is Fault.FIN:
            self.close()
        elif fault is Fault.TORN:
            self.tear = True
        elif fault is Fault.HALF_OPEN:
            self.dark = {"up", "down"}
        elif fault is Fault.DELAY:
            for direction in self.chance.choice((("up",), ("down",), ("up", "down"))):
                self.hold_until[direction] = loop.time() + self.chance.uniform(0.1, 3.0)
            loop.call_later(3.5, self._heal)
        elif fault is Fault.DRIP:
            self.dripping = True
            loop.call_later(self.chance.uniform(0.5, 3.0), self._heal)
        else:
            self.at_frame = AT_FRAME[fault]

    async def pass_on(self, direction: Direction, raw: bytes, says: bytes) -> None:
        """One frame, or part of a page, on its way."""
        if self.at_frame is not None and self.at_frame[0] == direction and self.at_frame[1] in says:
            self.at_frame = None
            self.dark.add(direction)
            asyncio.get_running_loop().call_later(self.chance.uniform(0.0, 2.0), self._die)
        wait = self.hold_until[direction] - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
        if direction in self.dark or self.closed or self.writers[direction].is_closing():
            return
        if self.tear and says and len(raw) > 8:
            self.writers[direction].write(raw[: self.chance.randrange(1, len(raw))])
            self.close()
        elif self.dripping and says:
            await self._drip(direction, raw)
        else:
            self.writers[direction].write(raw)

    async def _drip(self, direction: Direction, raw: bytes) -> None:
        size = max(1, len(raw) // 12)
        for at in range(0, len(raw), size):
            if self.writers[direction].is_closing():
                return
            self.writers[direction].write(raw[at : at + size])
            await asyncio.sleep(self.chance.uniform(0.0, 0.01))

    def _die(self) -> None:
        """The end of a connection that lost something: cut, closed, or just never heard of again."""
        self.chance.choice((self.reset, self.close, lambda: self.dark.update(("up", "down"))))()

    def _heal(self) -> None:
        self.hurt = self.dripping = False

    def reset(self) -> None:
        """Gone for both, without a word."""
        self.closed = True
        for writer in self.writers.values():
            with contextlib.suppress(OSError, AttributeError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            writer.transport.abort()

    def close(self) -> None:
        """What was written still arrives, then the end."""
        self.closed = True
        for writer in self.writers.values():
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()


class FaultProxy:
    """Listens at `port` from the moment it is made; `start` begins to serve, in the running loop.

    `backends` are the ports of the servers; each new connection goes to one of them by chance, past dead ones.
    """

    def __init__(self, seed: int, *backends: int) -> None:
        self.chance = random.Random(seed)
        self.backends = list(backends)
        self.done: Counter[str] = Counter()
        self.links: set[Link] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._server: asyncio.Server | None = None
        self._doomed = 0
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where clients come in."""
        return int(self._door.getsockname()[1])

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, sock=self._door)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for link in list(self.links):
            link.reset()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def hurt(self, fault: Fault) -> bool:
        """One connection that is in use suffers this; False when there is none to hurt."""
        links = [link for link in self.links if link.in_use]
        if not links:
            return False
        if fault is Fault.HANDSHAKE:
            self._doomed += 1
        link = self.chance.choice(sorted(links, key=id))
        link.suffer(Fault.RST if fault is Fault.HANDSHAKE else fault)
        self.done[fault.value] += 1
        return True

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in self.chance.sample(self.backends, len(self.backends)):
            with contextlib.suppress(OSError):
                back_reader, back_writer = await asyncio.open_connection("127.0.0.1", port)
                break
        else:
            writer.transport.abort()
            return
        link = Link(self.chance, writer, back_writer)
        self.links.add(link)
        try:
            await asyncio.gather(self._pump(link, "up", reader), self._pump(link, "down", back_reader))
        finally:
            self.links.discard(link)
            link.close()

    async def _pump(self, link: Link, direction: Direction, reader: asyncio.StreamReader) -> None:
        frames = Frames()
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                for raw, says in frames.feed(data):
                    if frames.websocket and direction == "up" and not link.asked:
                        link.asked = True
                        link.doomed, self._doomed = self._doomed > 0, max(0, self._doomed - 1)
                    link.websocket = link.websocket or (frames.websocket and direction == "down")
                    if link.doomed and direction == "down":
                        link.reset()
                    await link.pass_on(direction, raw, says)
                await link.writers[direction].drain()
        if link.dark and not link.closed:
            # Half open: the other side hears nothing of it for a while, as when a phone is out of reach.
            await asyncio.sleep(link.chance.uniform(0.0, 12.0))
            link.reset()
        link.close()
