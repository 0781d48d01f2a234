"""De ondergrens: the least that a server can do which keeps a change on disk before it shows it (R2, B13).

No people, rights, views, records or keys: it answers the opening of a websocket, takes what was sent meanwhile in one
transaction of SQLite, and then does one `write` per connection. What it costs is nearly all what the system and the
disk cost. It is a measure and no proof: another rest, or another language, may come out a little lower. It speaks what
the relay on ws speaks. `REST` is the wait after a tick, as a part of what it took: less is sooner, more is cheaper.
"""

from __future__ import annotations

import base64
import hashlib
import os
import select
import socket
import sqlite3
import time
from typing import Final

GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
REST: Final = float(os.environ.get("REST", "1"))
STATE: Final = b'{"state":[]}'


class Floor:
    """Ondergrens: one thread, one epoll, one database."""

    def __init__(self, port: int, folder: str) -> None:
        """Listens at once."""
        self.door = socket.create_server(("127.0.0.1", port), backlog=2_000)
        self.door.setblocking(False)
        self.base = sqlite3.connect(f"{folder}/floor.sqlite", isolation_level=None)
        self.base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE note (room, body)")
        self.epoll = select.epoll()
        self.epoll.register(self.door, select.EPOLLIN)
        self.known: dict[int, tuple[socket.socket, bytes]] = {}
        self.rooms: dict[bytes, set[int]] = {}
        self.batch: list[tuple[int, bytes, bytes]] = []

    def run(self) -> None:
        """Until it is killed."""
        free = 0.0
        while True:
            wait = max(0.0, free - time.monotonic()) if self.batch else -1
            for at, _ in self.epoll.poll(wait):
                self.come() if at == self.door.fileno() else self.hear(at)
            if self.batch and time.monotonic() >= free:
                took = self.tick()
                free = time.monotonic() + min(took * REST, 0.05)

    def come(self) -> None:
        """Somebody opens a connection."""
        line, _ = self.door.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.known[line.fileno()] = line, b""
        self.epoll.register(line, select.EPOLLIN)

    def hear(self, at: int) -> None:
        """Bytes of one connection: its opening, or a note."""
        line, room = self.known[at]
        try:
            data = line.recv(65_536)
        except OSError:
            data = b""
        if not data:
            self.epoll.unregister(at)
            self.rooms.get(room, set()).discard(at)
            self.known.pop(at)[0].close()
        elif not room:
            self.greet(at, line, data)
        elif data[0] == 0x81:
            size, start = data[1] & 127, 6
            if size == 126:
                size, start = int.from_bytes(data[2:4], "big"), 8
            mask = int.from_bytes(data[start - 4 : start] * (size // 4 + 1), "big")
            whole = (size // 4 + 1) * 4
            body = int.from_bytes(data[start : start + size].ljust(whole, b"\0"), "big") ^ mask
            self.batch.append((at, room, body.to_bytes(whole, "big")[:size]))

    def greet(self, at: int, line: socket.socket, data: bytes) -> None:
        """The opening of a websocket (RFC 6455, 4.2.2), and the state."""
        room = data.split(b" ", 2)[1]
        key = data.split(b"Sec-WebSocket-Key: ", 1)[1].split(b"\r\n", 1)[0]
        accept = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
        line.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + _frame(STATE)
        )
        self.known[at] = line, room
        self.rooms.setdefault(room, set()).add(at)

    def tick(self) -> float:
        """Everything that came, on disk and then to everybody; seconds of work, without the disk."""
        batch, self.batch = self.batch, []
        self.base.execute("BEGIN IMMEDIATE")
        self.base.executemany("INSERT INTO note VALUES (?, ?)", [one[1:] for one in batch])
        self.base.execute("COMMIT")
        begun = time.monotonic()
        for room in {one[1] for one in batch}:
            mine = [one[2] for one in batch if one[1] == room]
            frame = _frame(mine[0] if len(mine) == 1 else b"[" + b",".join(mine) + b"]")
            for at in self.rooms.get(room, ()):
                os.write(at, frame)
        return time.monotonic() - begun


def _frame(body: bytes) -> bytes:
    size = len(body)
    return (b"\x81" + bytes([size]) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")) + body


if __name__ == "__main__":
    Floor(int(os.environ["PORT"]), os.environ["FOLDER"]).run()
