"""The line: uvicorn's websocket connection, with a short way in and out for the room (R7).

ASGI hands every frame over a queue and a task per connection. For a thousand phones that is most of the work of a
tick, so the room may write a frame that was made once straight to the transport, and gets what comes in at once.
Opening, closing, pings and frames in pieces go the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable
from types import GeneratorType
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, apply_mask  # type: ignore[attr-defined]
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.streams import StreamReader

from samenspel.room.limits import LINE_BURST, LINE_FRAMES_A_SECOND, PIECES, QUEUE_BYTES, Bucket
from samenspel.room.protocol import Close
from samenspel.room.socket import LINE

PATIENCE_SECONDS: Final = 5.0
TEXT: Final = 0x81
"""First byte of a frame of text that is whole (RFC 6455, 5.2)."""
MASKED: Final = 0x80
SHORT: Final = 125
"""Longer frames say their length in two bytes more, or in eight."""
SLICE: Final = 8_192
"""Bytes that are read the ordinary way before it is asked again whether this is a flood (R12)."""
FLOODED: Final = b"\x88\x02" + int(Close.FLOOD).to_bytes(2, "big")
"""A frame of closing that says so (RFC 6455, 5.5.1)."""
REFUSED: Final = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Line(WebSocketsSansIOProtocol):
    """Lijn: one websocket connection."""

    take: Callable[[bytes], None] | None = None
    behind = False
    write_frame: Callable[[bytes], None]
    """Sends a whole frame, header included: the transport itself for as long as the connection is open."""
    _between = False
    _closes = False
    _bucket: Bucket | None = None
    _flooded = False

    @property
    def close_sent(self) -> bool:
        """Whether nothing may follow any more (RFC 6455, 5.5.1)."""
        return self._closes

    @close_sent.setter
    def close_sent(self, closes: bool) -> None:
        self._closes = closes
        if closes:
            self.write_frame = _nowhere
            self.end_soon()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self.write_frame = _nowhere
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Whole frames of text, which is nearly all that comes, are read here; anything else the ordinary way."""
        if self._flooded:
            return
        at, end = 0, len(data)
        self._between = self._between or self._at_a_boundary()
        while self._between and self.take is not None and not self.close_sent and end - at > 6 and data[at] == TEXT:
            size, start = data[at + 1] - MASKED, at + 6
            if size == SHORT + 1:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            if not 0 <= size < 65_536 or start + size > end or (size > SHORT + 1 and start == at + 6):
                break
            if not self._fits():
                return
            self.take(apply_mask(data[start : start + size], data[start - 4 : start]))
            at = start + size
        while at < end and not self._flooded:
            self._between = False
            super().data_received(data[at : at + SLICE])
            at += SLICE
        if self.conn.handshake_exc is not None and not self.handshake_initiated and not self.transport.is_closing():
            # The library could not read the request, and says nothing.
            self.transport.write(REFUSED)
            self.transport.close()
            self.end_soon()

    def _fits(self) -> bool:
        """Whether one more frame, of whatever kind, is no flood yet (R12)."""
        now = self.loop.time()
        if self._bucket is None:
            self._bucket = Bucket(now, LINE_BURST, LINE_FRAMES_A_SECOND)
        if not self._bucket.take(now):
            self._flood()
        return not self._flooded

    def _flood(self) -> None:
        """Nothing is read any more, and soon the connection is cut; others notice nothing of it."""
        if self._flooded:
            return
        self._flooded = True
        if not self.transport.is_closing():
            if not self.close_sent and self.handshake_complete:
                self.transport.write(FLOODED)
            self.transport.pause_reading()
        self.close_sent = True

    def handle_ping(self) -> None:
        """Answered as long as the other side reads the answers."""
        if self.behind and self.backlog() > QUEUE_BYTES:
            self._flood()
        if self._fits():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """One that was asked for, or not."""
        if self._fits():
            super().handle_pong(event)

    def handle_bytes(self, event: Frame) -> None:
        """Refused by the room, one by one."""
        if self._fits():
            super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        """A piece of a message: nobody sends many, and empty ones have no size that a limit on bytes would see."""
        if len(self.frames) >= PIECES:
            self._flood()
        if self._fits():
            super().handle_cont(event)

    def keepalive_timeout(self) -> None:
        """No answer to our own ping: what still waits to be read does not keep the connection."""
        super().keepalive_timeout()
        self.end_soon()

    def _at_a_boundary(self) -> bool:
        """Whether the ordinary way has no part of a frame or of a message in hands."""
        step: Any = self.conn.parser
        while isinstance(step.gi_yieldfrom, GeneratorType):
            step = step.gi_yieldfrom
        waits = step.gi_code is StreamReader.at_eof.__code__
        return waits and self.conn.state is OPEN and self.conn.current_size is None

    def handle_close(self, event: Frame) -> None:
        """The other side closes: nothing follows its own frame of closing."""
        self.write_frame = _nowhere
        super().handle_close(event)
        self.end_soon()

    def shutdown(self) -> None:
        """The server stops."""
        self.write_frame = _nowhere
        super().shutdown()

    def pause_writing(self) -> None:
        """The other side does not keep up."""
        super().pause_writing()
        self.behind = True

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        self.behind = False

    def handle_connect(self, event: Request) -> None:
        """Hand the line along to who answers this connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.write_frame = self.transport.write
            self.scope["extensions"][LINE] = self  # type: ignore[assignment]

    def handle_text(self, event: Frame) -> None:
        """A whole frame goes to the room at once."""
        if not self._fits():
            return
        if self.take is None or not event.fin or self.close_sent:
            super().handle_text(event)
        else:
            self.take(bytes(event.data))

    def backlog(self) -> int:
        """Bytes that wait for the other side to read."""
        return self.transport.get_write_buffer_size()

    def end_soon(self) -> None:
        """Cut the connection when it is not closed in a few seconds: who reads nothing would keep its backlog here."""
        self.loop.call_later(PATIENCE_SECONDS, self._cut)

    def _cut(self) -> None:
        if not self.disconnected:
            self.transport.abort()


def _nowhere(wire: bytes) -> None:
    """For frames that nobody may get any more."""
