"""A client of the room without a screen: it says hello, asks, mirrors, comes back and asks again (docs/room.md).

Used by the simulated participants, by the tests with many clients, and by the measurements.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Origin, Subprotocol

from samenspel.demo.doors import Place
from samenspel.demo.mirror import Mirror, Seen

SUBPROTOCOL: Final = Subprotocol("samenspel.1")
FINAL: Final = frozenset({4400, 4401, 4403, 4404, 4410})
"""Close codes after which coming back makes no sense."""
PING_SECONDS: Final = 2.0
SILENCE_SECONDS: Final = 4.5
"""After so long without a byte the connection counts as lost, whatever TCP still thinks of it."""
LONGEST_WAIT: Final = 8.0

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


class Refusal(Exception):
    """The server refused; nothing changed. `theirs` is the present record after a conflict."""

    def __init__(self, reason: str, text: str, theirs: Seen | None = None) -> None:
        """As it came over the wire."""
        super().__init__(reason)
        self.reason, self.text, self.theirs = reason, text, theirs


class Ended(Exception):
    """The server closed the connection for good; `code` says why."""

    def __init__(self, code: int) -> None:
        """A code of FINAL."""
        super().__init__(str(code))
        self.code = code


@dataclass
class _Asked:
    text: bytes
    answer: asyncio.Future[None]
    sent: bool = False

    def out(self) -> bytes:
        """As it goes out now: what went out before says so (R3)."""
        again, self.sent = self.sent, True
        return self.text[:-1] + b',"again":true}' if again else self.text


@dataclass(eq=False)
class Seat:
    """Zetel: one connection that comes back by itself. `on_frame` sees every frame after it was mirrored."""

    place: Place
    on_frame: Callable[[Seen], None] | None = None
    mirror: Mirror = field(default_factory=Mirror)
    reconnects: int = 0
    silences: int = 0
    ended: int | None = None
    open_seconds: float = 30.0
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _known: bool = False
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _reachable: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    _heard: float = 0.0

    @property
    def connected(self) -> bool:
        """Whether the server answers now."""
        return self._known

    async def open(self, seconds: float = 30.0) -> Seat:
        """Connect and wait for the first snapshot. Raises Ended or TimeoutError."""
        self._reachable.set()
        self._task = asyncio.create_task(self._keep())
        await self.when(lambda: self.mirror.cursor is not None, seconds)
        return self

    async def close(self) -> None:
        """Leave; what was not answered yet is dropped."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for asked in self._asked.values():
            asked.answer.cancel()
        self._asked.clear()

    async def do(self, instance: str, move: str, args: dict[str, Any] | None = None, base: int | None = None) -> None:
        """Ask one thing and wait until it is saved, over lost connections as well. Raises Refusal or Ended."""
        op = secrets.token_urlsafe(16)
        frame = {"t": "do", "op": op, "in": instance, "move": move, "args": args or {}, "base": base}
        asked = self._asked[op] = _Asked(_encoder.encode(frame), asyncio.get_running_loop().create_future())
        if self.ended is not None:
            raise Ended(self.ended)
        if self._known:
            await self._send(asked.out())
        await asked.answer

    async def tell(self, instance: str, name: str, args: dict[str, Any]) -> None:
        """Pass something fleeting on; nothing happens while the connection is lost."""
        if self._known:
            await self._send(_encoder.encode({"t": "fleeting", "in": instance, "name": name, "args": args}))

    async def when(self, test: Callable[[], bool], seconds: float | None = None) -> None:
        """Wait until something holds. Raises TimeoutError, or Ended when it no longer can."""
        async with asyncio.timeout(seconds):
            while not test():
                if self.ended is not None:
                    raise Ended(self.ended)
                await self.change()

    async def change(self) -> None:
        """Wait for the next frame, or the end."""
        await self._bell.wait()

    async def after(self, cursor: str | None) -> None:
        """Wait until there is anything newer than this cursor. Raises Ended."""
        await self.when(lambda: self.mirror.cursor != cursor)

    async def lose(self, seconds: float) -> None:
        """Lose the connection without a word, and come back after so many seconds."""
        self._reachable.clear()
        if self._socket is not None and self._socket.transport is not None:
            self._socket.transport.abort()
        await asyncio.sleep(seconds)
        self._reachable.set()

    async def _send(self, text: bytes) -> None:
        # Lost on the way out is lost: it is sent again after the next hello (R3).
        with contextlib.suppress(ConnectionClosed, OSError):
            if self._socket is not None:
                await self._socket.send(text, text=True)

    async def _keep(self) -> None:
        wait = 0.2
        while self.ended is None:
            await self._reachable.wait()
            code = None
            with contextlib.suppress(OSError, InvalidHandshake, InvalidMessage, TimeoutError):
                code = await self._connected()
            wait = 0.2 if self._known else wait
            self._known, self._socket = False, None
            if code in FINAL:
                self._end(int(code or 0))
                return
            self.reconnects += 1
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _connected(self) -> int | None:
        async with connect(
            self.place.socket_url,
            origin=Origin(self.place.base),
            subprotocols=[SUBPROTOCOL],
            additional_headers={"Cookie": self.place.cookies},
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=self.open_seconds,
            close_timeout=2,
            proxy=None,
        ) as socket:
            self._socket, self._heard = socket, asyncio.get_running_loop().time()
            await self._send(_encoder.encode({"t": "hello", "cursor": self.mirror.cursor, "alike": True}))
            ping = asyncio.create_task(self._ping(socket))
            try:
                with contextlib.suppress(ConnectionClosed):
                    async for text in socket:
                        self._heard = asyncio.get_running_loop().time()
                        await self._take(_decoder.decode(text))
            finally:
                ping.cancel()
        return socket.close_code

    async def _ping(self, socket: ClientConnection) -> None:
        now = asyncio.get_running_loop().time
        ping_at = now() + PING_SECONDS
        while True:
            until = min(ping_at, self._heard + SILENCE_SECONDS)
            await asyncio.sleep(max(0.0, until - now()))
            if now() - until > 1.0:
                # This process stood still itself: its silence says nothing about the line.
                self._heard = now()
            elif now() >= self._heard + SILENCE_SECONDS:
                self.silences += 1
                socket.transport.abort()
                return
            if now() >= ping_at:
                ping_at = now() + PING_SECONDS
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._send(b'{"t":"ping"}'), SILENCE_SECONDS)

    async def _take(self, frame: Seen) -> None:
        kind = frame["t"]
        self.mirror.take(frame)
        if kind in ("ack", "refused"):
            asked = self._asked.pop(frame["op"] or "", None)
            if asked is not None and not asked.answer.done():
                self._answer(asked, frame)
        elif kind in ("snapshot", "changes") and not self._known:
            self._known = True
            for waiting in list(self._asked.values()):
                await self._send(waiting.out())
        if self.on_frame is not None:
            self.on_frame(frame)
        self._ring()

    @staticmethod
    def _answer(asked: _Asked, frame: Seen) -> None:
        if frame["t"] == "ack":
            asked.answer.set_result(None)
        else:
            asked.answer.set_exception(Refusal(frame["reason"], frame["text"], frame.get("theirs")))

    def _end(self, code: int) -> None:
        self.ended = code
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(Ended(code))
        self._asked.clear()
        self._ring()

    def _ring(self) -> None:
        self._bell.set()
        self._bell = asyncio.Event()
