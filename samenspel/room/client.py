"""One connection, as the room sees it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

from samenspel.kernel.audience import Audience
from samenspel.room.group import Group
from samenspel.room.limits import QUEUE_BYTES, QUEUE_FRAMES, Bucket
from samenspel.room.measures import OVERFLOWS, measures
from samenspel.room.packet import Packet
from samenspel.room.protocol import Close

Surface = Literal["regie", "deelnemer", "wand"]


class Line(Protocol):
    """Lijn: a connection that takes frames at once and keeps by itself what does not go out yet (R7)."""

    behind: bool
    """Whether anything worth the name did not go out yet; only then `backlog` is asked for."""

    def write_frame(self, wire: bytes) -> None:
        """Send these bytes, a whole frame; nothing any more once the connection closes."""

    def backlog(self) -> int:
        """Bytes that were given to it and did not go out yet."""

    def end_soon(self) -> None:
        """It is being closed: if the other side does not even take that, it is cut."""


class _Held:
    """A line of which the frames wait for each other."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.frames: list[bytes] = []
        self.behind = line.behind
        self.backlog, self.end_soon = line.backlog, line.end_soon

    def write_frame(self, wire: bytes) -> None:
        self.frames.append(wire)


class Client:
    """Verbinding: who it is, what it may see, and what still has to be sent to it.

    `send` and `close` are given by the socket. Frames are queued and written by a task of its own, so that one
    slow phone holds up nobody (R12).
    """

    def __init__(
        self,
        surface: Surface,
        person: str | None,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int], Awaitable[None]],
        now: float,
        ticket: str | None = None,
        line: Line | None = None,
    ) -> None:
        """`person` is an attendee id, None for the wall; `now` in seconds of a steady clock; `ticket` is what it
        came in with, as the project names it. With a `line`, frames go there at once and nothing is queued here."""
        self.surface = surface
        self.person = person
        self.ticket = ticket
        self.audience: Audience | None = None
        self.bucket = Bucket(now)
        self.closing: int | None = None
        self.alike = False
        """Whether it can unfold records that come in groups."""
        self.packed = False
        """Whether its first snapshot may come packed."""
        self.line = line
        """Where its frames go at once, if there is such a thing."""
        self.group: Group | None = None
        """With whom it sees the same."""
        self._send = send
        self._close = close
        self._line = line
        self._closer: asyncio.Future[None] | None = None
        self._queue: deque[Packet] = deque()
        self._queued = 0
        self._wake = asyncio.Event()

    def push(self, packet: Packet) -> None:
        """Send a frame; a client that cannot keep up is closed and will come back for a snapshot (R12)."""
        if self.closing is not None:
            return
        line = self._line
        if line is not None:
            if line.behind and line.backlog() > QUEUE_BYTES:
                self._too_slow()
            else:
                line.write_frame(packet.wire)
            return
        if len(self._queue) >= QUEUE_FRAMES or self._queued + len(packet) > QUEUE_BYTES:
            self._too_slow()
            return
        self._queue.append(packet)
        self._queued += len(packet)
        self._wake.set()

    def hold(self) -> None:
        """Until `release`, frames for its line gather, to go out in one piece."""
        if self._line is not None and not isinstance(self._line, _Held):
            self._line = _Held(self._line)

    def release(self) -> None:
        """What was held goes out."""
        if isinstance(self._line, _Held):
            held, self._line = self._line, self._line.line
            if held.frames:
                self._line.write_frame(b"".join(held.frames))

    def shut(self, code: int) -> None:
        """Close after what is queued has gone out."""
        if self.closing is not None:
            return
        self.closing = code
        if self.group is not None:
            self.group.changed()
        self._wake.set()
        if self._line is not None:
            self._closer = asyncio.ensure_future(self._close(code))
            self._line.end_soon()

    def _too_slow(self) -> None:
        measures.add(OVERFLOWS)
        self._queue.clear()
        self.shut(Close.SLOW)

    async def write(self) -> None:
        """Write frames as they come, until closed."""
        while True:
            while self._queue:
                packet = self._queue.popleft()
                self._queued -= len(packet)
                await self._send(packet.text)
            if self.closing is not None:
                await self._close(self.closing)
                return
            self._wake.clear()
            await self._wake.wait()


@contextmanager
def together(clients: Iterable[Client | None]) -> Iterator[set[Client]]:
    """What each of these gets meanwhile goes out in one piece: its own change, and that it is kept (R7)."""
    held = {client for client in clients if client is not None}
    for client in held:
        client.hold()
    try:
        yield held
    finally:
        for client in held:
            client.release()
