"""A room with many simulated clients and faults between them: real room, real kernel, real store."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zlib import crc32

from samenspel.instruments.meeting.definition import INSTRUMENT as MEETING
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import snapshot
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.room.client import Client
from samenspel.room.deps import Deps
from samenspel.room.protocol import Do, Hello, Ping, Pong, Tell, read, unfolded, write
from samenspel.room.room import Asked, Room
from samenspel.store.interface import Effect, Store
from samenspel.store.memory import MemoryStore
from tests.flow.slips import SLIPS

SESSION = "5e55105e55105e55"
INSTRUMENTS = {"meeting": MEETING, "slips": SLIPS}


class Ids:
    """Ids and chance that follow from a seed, so that a failing run can be run again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = 1_795_000_000_000

    def handed(self) -> Handed:
        self.now += 7
        return Handed(self.now, lambda: f"{self.random.getrandbits(64):016x}", self.random.random)


def begin(store: Store, ids: Ids, session: str = SESSION) -> tuple[str, str]:
    """A new session with a meeting and slips; returns their instance ids."""
    if isinstance(store, MemoryStore):
        store.begin(session)
    boss = Actor(person="boss", role=Role.FACILITATOR)
    meeting, slips = "meeting-instance", "slips-instance"
    changes: list[Any] = []
    for name, key in (("meeting", meeting), ("slips", slips)):
        definition = INSTRUMENTS[name]
        body = Instance(instrument=name, title=definition.title, phase=definition.phases[0].name)
        first = Put(Record(id=key, type="instance", instance=key, body=body))
        layer = State()
        layer.apply([first])
        situation = Situation(layer, boss, key, ids.handed(), INSTRUMENTS)
        changes += [first, *(definition.setup(situation) if definition.setup else ())]
    stamped = tuple(Put(_clocked(change.record)) for change in changes)
    store.commit(session, 0, [Effect(None, 1, stamped)])
    return meeting, slips


def _clocked(record: Record) -> Record:
    import msgspec

    return msgspec.structs.replace(record, clock=1)


class SimLine:
    """A line that takes frames at once, as those of the server do; whoever is at the other end reads them later."""

    behind = False

    def __init__(self, receive: Callable[[str], Awaitable[None]]) -> None:
        self._receive = receive
        self._wires: asyncio.Queue[bytes] = asyncio.Queue()
        self.closed = False

    def write_frame(self, wire: bytes) -> None:
        assert not self.closed, "a frame after the end"
        self._wires.put_nowait(wire)

    def backlog(self) -> int:
        return 0

    def end_soon(self) -> None:
        pass

    async def read(self) -> None:
        while True:
            for text in texts(await self._wires.get()):
                await self._receive(text)
            self._wires.task_done()

    async def read_all(self) -> None:
        await self._wires.join()


def texts(wire: bytes) -> list[str]:
    """The frames of text in what was written in one piece."""
    found = []
    while wire:
        assert wire[0] == 0x81, "not a whole frame of text"
        more = {126: 2, 127: 8}.get(wire[1], 0)
        size = int.from_bytes(wire[2 : 2 + more], "big") if more else wire[1]
        found.append(wire[2 + more : 2 + more + size].decode())
        wire = wire[2 + more + size :]
    return found


class SimClient:
    """One phone, wall or laptop: keeps a mirror, an outbox and a cursor, and can lose its connection."""

    def __init__(self, name: str, surface: str = "deelnemer") -> None:
        self.name, self.surface = name, surface
        self.person = None if surface == "wand" else name
        self.mirror: dict[str, dict[str, Any]] = {}
        self.cursor: str | None = None
        self.you: dict[str, Any] = {}
        self.outbox: dict[str, Do] = {}
        self.sent: set[str] = set()
        self.acked: set[str] = set()
        self.refused: dict[str, dict[str, Any]] = {}
        self.frames: list[dict[str, Any]] = []
        self.bytes_seen: list[str] = []
        self.closed: int | None = None
        self.link: Client | None = None
        self.room: Room | None = None
        self.swallow: Callable[[dict[str, Any]], bool] = lambda frame: False
        self._writer: asyncio.Task[None] | None = None

    async def connect(self, room: Room) -> None:
        self.closed, self.room = None, room
        # Half of them have a line of their own, the others are served by a queue.
        line = SimLine(self._receive) if crc32(self.name.encode()) % 2 else None

        async def closed(code: int) -> None:
            if line is not None:
                line.closed = True
                await line.read_all()
            await self._closed(code)

        now = asyncio.get_running_loop().time()
        link = Client(self.surface, self.person, self._receive, closed, now, line=line)
        # Pages of an earlier release are in the same room.
        link.alike = len(self.person or "") % 2 == 0
        self.link = link
        self._writer = asyncio.create_task(line.read() if line is not None else link.write())
        room.doorway.enter(link, self.cursor)
        for do in list(self.outbox.values()):
            self._send(do)

    async def drop(self) -> None:
        if self.link is not None and self.room is not None:
            self.room.doorway.leave(self.link)
            self.link = None
        if self._writer:
            self._writer.cancel()
            self._writer = None

    def do(self, op: str, instance: str, move: str, base: int | None = None, **args: Any) -> str:
        frame = Do(op=op, instance=instance, move=move, args=args, base=base)
        self.outbox[op] = frame
        self._send(frame)
        return op

    def _send(self, frame: Do) -> None:
        if self.link is None or self.room is None:
            return
        command = Command(op=frame.op, instance=frame.instance, move=frame.move, args=frame.args, base=frame.base)
        again = frame.op in self.sent
        self.sent.add(frame.op)
        self.room.ask(Asked(command, client=self.link, again=again))

    async def _receive(self, text: str) -> None:
        self.bytes_seen.append(text)
        frame = unfolded(json.loads(text))
        if self.swallow(frame):
            await self.drop()
            return
        self.frames.append(frame)
        kind = frame["t"]
        if kind == "snapshot":
            self.mirror = {record["id"]: record for record in frame["records"]}
            self.you, self.cursor = frame["you"], frame["cursor"]
        elif kind == "changes":
            for record in frame.get("put", []):
                self.mirror[record["id"]] = record
            for record_id in frame.get("gone", []):
                self.mirror.pop(record_id, None)
            self.cursor = frame["cursor"]
        elif kind == "ack":
            self.outbox.pop(frame["op"], None)
            self.acked.add(frame["op"])
        elif kind == "refused" and frame["op"]:
            self.outbox.pop(frame["op"], None)
            self.refused[frame["op"]] = frame

    async def _closed(self, code: int) -> None:
        self.closed = code
        if self.room is not None and self.link is not None:
            self.room.doorway.leave(self.link)

    def fresh(self) -> dict[str, dict[str, Any]]:
        """What a fresh load would give this client now."""
        import msgspec

        assert self.room is not None
        audience = self.room.doorway.audience_now(self.link) if self.link else None
        if audience is None:
            return {}
        seen = snapshot(INSTRUMENTS, self.room.state, audience)
        return {one.id: json.loads(msgspec.json.encode(one)) for one in seen}


async def settle(*clients: SimClient, seconds: float = 5.0) -> None:
    """Wait until every outbox of a connected client is empty and nothing is on its way."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.01)
        waiting = [client for client in clients if client.outbox and client.link is not None]
        if not waiting:
            await asyncio.sleep(0.03)
            return
    raise AssertionError(f"no answer for {[client.name for client in clients if client.outbox]}")


async def all_heard(*clients: SimClient) -> None:
    """Until each of them has read all that was sent to it up to now, however busy the machine is: a pong is last."""
    for client in clients:
        assert client.link is not None
        client.link.push(write(Pong(0)))
    async with asyncio.timeout(5):
        while any(client.frames[-1:] == [] or client.frames[-1]["t"] != "pong" for client in clients):
            await asyncio.sleep(0)


def deps(store: Store, ids: Ids) -> Deps:
    """Dependencies with a real writer thread."""
    return Deps(
        store=store,
        instruments=INSTRUMENTS,
        writer=ThreadPoolExecutor(max_workers=1),
        secret=b"s" * 32,
        build="test",
        handed=ids.handed,
    )


def op(number: int) -> str:
    """An op id."""
    return f"op-{number:016d}"


def audiences(people: list[str], party: str | None = None) -> list[Audience]:
    """Every kind of looker, for tests of views."""
    return [
        Audience(Role.FACILITATOR, "boss"),
        Audience(Role.NOTE_TAKER, "note"),
        Audience(Role.WALL),
        *(Audience(Role.PARTICIPANT, person, party) for person in people),
        Audience(Role.WAITING, "stranger"),
    ]


__all__ = [
    "INSTRUMENTS",
    "SESSION",
    "Hello",
    "Ids",
    "Ping",
    "SimClient",
    "Tell",
    "begin",
    "deps",
    "op",
    "read",
    "settle",
]
