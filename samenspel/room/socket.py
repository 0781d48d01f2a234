"""The socket: from a connection to the room and back (docs/room.md)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, cast

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

from samenspel.kernel.command import Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.client import Client, Line, Surface
from samenspel.room.hub import hub
from samenspel.room.limits import PATIENCE
from samenspel.room.measures import REFUSED, measures
from samenspel.room.origin import origin_allowed
from samenspel.room.protocol import (
    FRAME_BYTES,
    SUBPROTOCOL,
    ClientFrame,
    Close,
    Do,
    Hello,
    Pong,
    Refusal,
    Tell,
    read,
    write,
)
from samenspel.room.room import Asked, Room
from samenspel.store.interface import Gone, Unreachable

log = logging.getLogger("samenspel.room")


@dataclass(frozen=True)
class Holder:
    """Houder van een kaartje: `person` is an attendee id, None for the wall; `ticket` names the ticket itself."""

    person: str | None
    ticket: str | None = None


class TakingLine(Line, Protocol):
    """Lijn that also hands over what comes in, past the queue of the server (R7)."""

    take: Callable[[bytes], None] | None


Tickets = Callable[[dict[str, Any], str, str], Awaitable[Holder | None]]
"""From scope, session and surface to who holds the ticket; given by the project."""

HELLO_SECONDS = 10.0
EARLY_FRAMES = 64
"""Frames that wait while who sends them is looked up and the room is opened."""
LINE = "samenspel.line"
"""Under this name the server hands its connection along in the scope, when it has one that takes frames at once."""


class Socket(AsyncConsumer):  # type: ignore[misc]
    """Eén verbinding."""

    tickets: Tickets | None = None

    room: Room | None = None
    client: Client | None = None
    _holder: Holder | None = None
    _line: TakingLine | None = None
    _lonely: asyncio.TimerHandle | None = None
    _mistakes = 0
    _over = False
    _inside = False
    _beginning = False

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._early: list[bytes] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels would close old database connections in a thread first; nothing here has one."""
        handler = getattr(self, message["type"].replace(".", "_"))
        await handler(message)

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Check origin and ticket; a wrong origin is never accepted (B6)."""
        if not origin_allowed(self.scope) or SUBPROTOCOL not in self.scope.get("subprotocols", []):
            log.info("socket.refused", extra={"fields": {"why": "origin"}})
            await self.send({"type": "websocket.close", "code": Close.FORBIDDEN})
            raise StopConsumer
        self._line = self.scope.get("extensions", {}).get(LINE)
        if self._line is not None:
            self._line.take = self._take
        await self.send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        kwargs = self.scope["url_route"]["kwargs"]
        find = type(self).tickets
        try:
            holder = await find(self.scope, kwargs["session"], kwargs["surface"]) if find else None
        except Unreachable:
            await self._close(Close.RESTART)
            return
        if holder is None:
            log.info("socket.refused", extra={"fields": {"why": "ticket", "surface": kwargs["surface"]}})
            await self._close(Close.NO_TICKET)
            return
        self._lonely = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._no_hello)
        self._holder = holder
        if self._early:
            self._start()

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """One frame. What cannot be read is refused; twice over closes the connection."""
        text = message.get("text")
        self._take(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b"")

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The connection is gone."""
        self._over = True
        if self._line is not None:
            self._line.take = None
        if self._lonely is not None:
            self._lonely.cancel()
        if self.client is not None and self.room is not None:
            self.room.doorway.leave(self.client)
        for task in list(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        raise StopConsumer

    def _no_hello(self) -> None:
        if self.client is None:
            self._spawn(self._close(Close.MALFORMED))

    def _take(self, data: bytes) -> None:
        """One frame, as it comes from the line. Until the room is open, what is said waits in its order."""
        if self._over or (self.client is not None and self.client.closing is not None):
            return
        if self._inside:
            self._frame(data)
            return
        self._early.append(data)
        if len(self._early) > EARLY_FRAMES:
            self._early.clear()
            self._mistakes += 1
            self._mistake(Refused(Reason.MALFORMED))
        elif self._holder is not None:
            self._start()

    def _start(self) -> None:
        if not self._beginning:
            self._beginning = True
            self._spawn(self._begin())

    async def _begin(self) -> None:
        while self._early and not self._over:
            data = self._early.pop(0)
            try:
                frame = _read(data)
                if not isinstance(frame, Hello):
                    raise Refused(Reason.MALFORMED)
                await self._hello(frame)
            except Refused as refused:
                self._mistake(refused)
                continue
            break
        self._beginning = False
        if self.room is None:
            return
        self._inside = True
        early, self._early = self._early, []
        for data in early:
            self._take(data)

    def _frame(self, data: bytes) -> None:
        if self.client is None or self.room is None:
            return
        try:
            frame = _read(data)
            if isinstance(frame, Do):
                self._do(self.room, self.client, frame)
            elif isinstance(frame, Hello):
                raise Refused(Reason.MALFORMED)
            elif isinstance(frame, Tell):
                if self._fits(self.client):
                    self.room.doorway.tell(self.client, frame)
            elif self._fits(self.client):
                self.client.push(write(Pong(self.room.deps.handed().now)))
        except Refused as refused:
            self._mistake(refused)

    async def _hello(self, frame: Hello) -> None:
        if self._holder is None:
            raise Refused(Reason.MALFORMED)
        kwargs = self.scope["url_route"]["kwargs"]
        surface = cast(Surface, kwargs["surface"])
        now = asyncio.get_running_loop().time()
        client = Client(surface, self._holder.person, self._text, self._close, now, self._holder.ticket, self._line)
        client.alike, client.packed = frame.alike, frame.packed
        self.client = client
        try:
            room = await hub.room(kwargs["session"])
        except Gone:
            await self._close(Close.NO_SESSION)
            return
        except Unreachable:
            await self._close(Close.RESTART)
            return
        if self._over:
            return
        self.room = room
        if self._line is None:
            self._spawn(client.write())
        room.doorway.enter(client, frame.cursor)

    def _do(self, room: Room, client: Client, frame: Do) -> None:
        if not self._fits(client):
            refused = Refused(Reason.TOO_FAST)
            measures.add(REFUSED[refused.reason])
            client.push(write(Refusal(op=frame.op, reason=refused.reason.value, text=refused.text)))
            return
        command = Command(op=frame.op, instance=frame.instance, move=frame.move, args=frame.args, base=frame.base)
        room.ask(Asked(command, client=client, again=frame.again))

    def _fits(self, client: Client) -> bool:
        fits = client.bucket.take(asyncio.get_running_loop().time())
        if not fits and client.bucket.refused > PATIENCE:
            client.shut(Close.FLOOD)
        return fits

    def _mistake(self, refused: Refused) -> None:
        self._mistakes += 1
        measures.add(REFUSED[refused.reason])
        packet = write(Refusal(op=None, reason=refused.reason.value, text=refused.text))
        if self._mistakes > 1:
            if self.client is not None and self.room is not None:
                self.client.shut(Close.MALFORMED)
            else:
                self._spawn(self._close(Close.MALFORMED))
        elif self.client is not None:
            self.client.push(packet)
        else:
            self._spawn(self._text(packet.text))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _text(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def _close(self, code: int) -> None:
        self._over = True
        await self.send({"type": "websocket.close", "code": code})


def _read(data: bytes) -> ClientFrame:
    if not data or len(data) > FRAME_BYTES:
        raise Refused(Reason.MALFORMED)
    return read(data)
