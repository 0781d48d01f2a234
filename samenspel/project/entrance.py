"""De ingang: uvicorn's HTTP connection, that does not wait without end for who sends or reads slowly (B7).

Whoever says half a request on each of many connections, or never reads an answer, would keep them and their memory for
as long as it likes. A proxy has limits for that; this one holds without a proxy too.
"""

from __future__ import annotations

import fcntl
import sys
import termios
from asyncio import BaseTransport, TimerHandle
from contextlib import suppress
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 20.0
"""From the first byte of a request, or from the opening of a connection, until all of its head is there."""
BODY_SECONDS: Final = 120.0
"""From there until all of its body is there: the largest we take (`body_limit.py`) over a line of 17 kB a second."""
HEAD_BYTES: Final = 65_536
"""A head that is larger and still goes on is none: a browser's is a few thousand bytes."""
UNREAD_SECONDS: Final = 60.0
"""So long an answer may wait without one byte of it being read."""
LATE: Final = "408 Request Timeout", "Je verzoek kwam niet op tijd binnen. Probeer het opnieuw."
LARGE: Final = "431 Request Header Fields Too Large", "De kop van je verzoek is te groot. Wis de cookies van deze site."


class Entrance(HttpToolsProtocol):
    """Ingang: one HTTP connection, until it closes or becomes a line."""

    _deadline: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _said = 0
    """Bytes of the head that is coming in."""
    _in_head = True

    def connection_made(self, transport: BaseTransport) -> None:
        """Somebody opens a connection."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """A part of a request, or more than one."""
        if self._deadline is None:
            self._in_head = True
            self._wait(HEAD_SECONDS)
        super().data_received(data)
        if self._in_head:
            self._said += len(data)
            if self._said > HEAD_BYTES and not self.transport.is_closing():
                self._refuse(*LARGE)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._said = True, 0
        self._wait(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """Its head is there. It has to say for whom it is, once (RFC 9112, 3.2)."""
        if self.parser.get_http_version() == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            raise ValueError("no host, or more than one")
        super().on_headers_complete()
        self._in_head, self._said = False, 0
        self._wait(BODY_SECONDS)

    def on_message_complete(self) -> None:
        """All of it is there: what takes time now is ours."""
        super().on_message_complete()
        self._rest()

    def handle_websocket_upgrade(self) -> None:
        """It becomes a line, which has terms of its own."""
        self._rest()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._rest()
        self.resume_writing()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The other side does not keep up with reading."""
        super().pause_writing()
        self._look_again(self._left())

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _left(self) -> int:
        """Bytes of the answer that the other side did not take yet: in our hands, and in those of the system."""
        left: int = self.transport.get_write_buffer_size()
        socket = self.transport.get_extra_info("socket")
        if socket is not None:
            with suppress(OSError):
                left += int.from_bytes(fcntl.ioctl(socket.fileno(), termios.TIOCOUTQ, bytes(4)), sys.byteorder)
        return left

    def _look_again(self, left: int) -> None:
        self._unread = self.loop.call_later(UNREAD_SECONDS, self._still_read, left)

    def _still_read(self, before: int) -> None:
        left = self._left()
        if left >= before:
            self.transport.abort()
        else:
            self._look_again(left)

    def _wait(self, seconds: float) -> None:
        self._rest()
        self._deadline = self.loop.call_later(seconds, self._too_late)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self._refuse(*LATE)

    def _refuse(self, status: str, text: str) -> None:
        """Say why and close; who said nothing, or is being answered already, gets no words."""
        self._rest()
        answered = self.cycle is not None and self.cycle.response_started
        if self._said if self._in_head else not answered:
            body = text.encode()
            head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            self.transport.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        self.transport.close()
