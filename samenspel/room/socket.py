"""The socket: from a connection to the room and back (docs/room.md)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

from samenspel.kernel.command import Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.client import Client, Surface
from samenspel.room.hub import hub
from samenspel.room.limits import PATIENCE
from samenspel.room.measures import REFUSED, measures
from samenspel.room.origin import origin_allowed
from samenspel.room.protocol import FRAME_BYTES, SUBPROTOCOL, Close, Do, Hello, Pong, Refusal, Tell, read, write
from samenspel.room.room import Asked, Room
from samenspel.store.interface import Gone, Unreachable

log = logging.getLogger("samenspel.room")


@dataclass(frozen=True)
class Holder:
    """Houder van een kaartje: `person` is an attendee id, None for the wall; `ticket` names the ticket itself."""

    person: str | None
    ticket: str | None = None


Tickets = Callable[[dict[str, Any], str, str], Awaitable[Holder | None]]
"""From scope, session and surface to who holds the ticket; given by the project."""

HELLO_SECONDS = 10.0


class Socket(AsyncConsumer):  # type: ignore[misc]
    """Eén verbinding."""

    tickets: Tickets | None = None

    room: Room | None = None
    client: Client | None = None
    _holder: Holder | None = None
    _writer: asyncio.Task[None] | None = None
    _lonely: asyncio.TimerHandle | None = None
    _mistakes = 0
    _over = False

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        """Check origin and ticket; a wrong origin is never accepted (B6)."""
        if not origin_allowed(self.scope) or SUBPROTOCOL not in self.scope.get("subprotocols", []):
            await self.send({"type": "websocket.close", "code": Close.FORBIDDEN})
            raise StopConsumer
        await self.send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        kwargs = self.scope["url_route"]["kwargs"]
        find = type(self).tickets
        self._holder = await find(self.scope, kwargs["session"], kwargs["surface"]) if find else None
        if self._holder is None:
            await self._close(Close.NO_TICKET)
            return
        self._lonely = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._no_hello)

    def _no_hello(self) -> None:
        if self.client is None:
            self._writer = asyncio.create_task(self._close(Close.MALFORMED))

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        """One frame. What cannot be read is refused; twice over closes the connection."""
        if self._over or (self.client is not None and self.client.closing is not None):
            return
        text = message.get("text")
        try:
            if text is None or len(text.encode("utf-8", "surrogatepass")) > FRAME_BYTES:
                raise Refused(Reason.MALFORMED)
            frame = read(text)
            if isinstance(frame, Hello):
                await self._hello(frame)
            elif self.client is None or self.room is None:
                raise Refused(Reason.MALFORMED)
            elif isinstance(frame, Do):
                self._do(self.room, self.client, frame)
            elif isinstance(frame, Tell):
                if self._fits(self.client):
                    self.room.doorway.tell(self.client, frame)
            elif self._fits(self.client):
                self.client.push(write(Pong(self.room.deps.handed().now)))
        except Refused as refused:
            await self._mistake(refused)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The connection is gone."""
        if self._lonely is not None:
            self._lonely.cancel()
        if self.client is not None and self.room is not None:
            self.room.doorway.leave(self.client)
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._writer
        raise StopConsumer

    async def _hello(self, frame: Hello) -> None:
        if self.client is not None or self._holder is None:
            raise Refused(Reason.MALFORMED)
        kwargs = self.scope["url_route"]["kwargs"]
        surface = cast(Surface, kwargs["surface"])
        now = asyncio.get_running_loop().time()
        client = Client(surface, self._holder.person, self._text, self._close, now, self._holder.ticket)
        self.client = client
        try:
            self.room = await hub.room(kwargs["session"])
        except Gone:
            await self._close(Close.NO_SESSION)
            return
        except Unreachable:
            await self._close(Close.RESTART)
            return
        self._writer = asyncio.create_task(client.write())
        self.room.doorway.enter(client, frame.cursor)

    def _do(self, room: Room, client: Client, frame: Do) -> None:
        if not self._fits(client):
            refused = Refused(Reason.TOO_FAST)
            measures.add(REFUSED[refused.reason])
            client.push(write(Refusal(op=frame.op, reason=refused.reason.value, text=refused.text)))
            return
        command = Command(op=frame.op, instance=frame.instance, move=frame.move, args=frame.args, base=frame.base)
        room.ask(Asked(command, client=client))

    def _fits(self, client: Client) -> bool:
        fits = client.bucket.take(asyncio.get_running_loop().time())
        if not fits and client.bucket.refused > PATIENCE:
            client.shut(Close.FLOOD)
        return fits

    async def _mistake(self, refused: Refused) -> None:
        self._mistakes += 1
        measures.add(REFUSED[refused.reason])
        if self._mistakes > 1:
            if self.client is not None:
                self.client.shut(Close.MALFORMED)
            else:
                await self._close(Close.MALFORMED)
            return
        text = write(Refusal(op=None, reason=refused.reason.value, text=refused.text))
        if self.client is not None:
            self.client.push(text)
        else:
            await self._text(text)

    async def _text(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def _close(self, code: int) -> None:
        self._over = True
        await self.send({"type": "websocket.close", "code": code})
