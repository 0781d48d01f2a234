"""One connection, as the room sees it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal

from samenspel.kernel.audience import Audience
from samenspel.room.limits import QUEUE_BYTES, QUEUE_FRAMES, Bucket
from samenspel.room.measures import OVERFLOWS, measures
from samenspel.room.protocol import Close

Surface = Literal["regie", "deelnemer", "wand"]


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
    ) -> None:
        """`person` is an attendee id, None for the wall; `now` in seconds of a steady clock; `ticket` is what it
        came in with, as the project names it."""
        self.surface = surface
        self.person = person
        self.ticket = ticket
        self.audience: Audience | None = None
        self.bucket = Bucket(now)
        self.closing: int | None = None
        self._send = send
        self._close = close
        self._queue: deque[str] = deque()
        self._queued = 0
        self._wake = asyncio.Event()

    def push(self, text: str) -> None:
        """Queue a frame; a client that cannot keep up is closed and will come back for a snapshot (R12)."""
        if self.closing is not None:
            return
        if len(self._queue) >= QUEUE_FRAMES or self._queued + len(text) > QUEUE_BYTES:
            measures.add(OVERFLOWS)
            self._queue.clear()
            self.shut(Close.SLOW)
            return
        self._queue.append(text)
        self._queued += len(text)
        self._wake.set()

    def shut(self, code: int) -> None:
        """Close after what is queued has gone out."""
        if self.closing is None:
            self.closing = code
            self._wake.set()

    async def write(self) -> None:
        """Write frames as they come, until closed."""
        while True:
            while self._queue:
                text = self._queue.popleft()
                self._queued -= len(text)
                await self._send(text)
            if self.closing is not None:
                await self._close(self.closing)
                return
            self._wake.clear()
            await self._wake.wait()
