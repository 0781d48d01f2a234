"""The line: uvicorn's websocket connection, with a short way in and out for the room (R7).

ASGI hands every frame over a queue and a task per connection. For a thousand phones that is most of the work of a
tick, so the room may write a frame that was made once straight to the transport, and gets what comes in at once.
Opening, closing, pings and frames in pieces go the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from samenspel.room.socket import LINE

PATIENCE_SECONDS = 5.0


class Line(WebSocketsSansIOProtocol):
    """Lijn: one websocket connection."""

    take: Callable[[bytes], None] | None = None

    def handle_connect(self, event: Request) -> None:
        """Hand the line along to who answers this connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][LINE] = self  # type: ignore[assignment]

    def handle_text(self, event: Frame) -> None:
        """A whole frame goes to the room at once."""
        if self.take is None or not event.fin or self.close_sent:
            super().handle_text(event)
        else:
            self.take(bytes(event.data))

    def write_frame(self, wire: bytes) -> None:
        """Send a whole frame, header included."""
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(wire)

    def backlog(self) -> int:
        """Bytes that wait for the other side to read."""
        return self.transport.get_write_buffer_size()

    def end_soon(self) -> None:
        """Cut the connection when it is not closed in a few seconds: who reads nothing would keep its backlog here."""
        self.loop.call_later(PATIENCE_SECONDS, self._cut)

    def _cut(self) -> None:
        if not self.disconnected:
            self.transport.abort()
