"""The hub: the rooms of this process, and the way in for everything that is not a socket."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from samenspel.kernel.command import Actor, Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.deps import Deps
from samenspel.room.measures import HEARD, POLLS, ROOMS, measures
from samenspel.room.patience import Patience
from samenspel.room.protocol import Close
from samenspel.room.room import Asked, Room
from samenspel.store.interface import Gone, Unreachable

log = logging.getLogger("samenspel.room")

POLL_SECONDS: Final = 2.0
"""How often the database is asked for what other processes wrote (R9)."""
EMPTY_SECONDS: Final = 60.0
"""How long a room without connections is kept."""


class Hub:
    """Knooppunt: one room per live session. Give it its dependencies with `configure` before use."""

    def __init__(self) -> None:
        """No rooms yet."""
        self._make: Callable[[], Deps] | None = None
        self._deps: Deps | None = None
        self._once: Callable[[str, Actor, Command], None] | None = None
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._empty_since: dict[str, float] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._telling: set[asyncio.Future[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def configure(self, make: Callable[[], Deps], once: Callable[[str, Actor, Command], None]) -> None:
        """`make` builds the dependencies at first use; `once` runs one command without a live room."""
        self._make, self._once = make, once

    @property
    def deps(self) -> Deps:
        """What rooms are built with."""
        if self._deps is None:
            if self._make is None:
                raise RuntimeError("the hub has not been configured")
            self._deps = self._make()
        return self._deps

    async def room(self, session: str) -> Room:
        """The live room, opened when needed; raises Gone."""
        self._start_poll()
        while (room := self._rooms.get(session)) is None:
            opening = self._opening.get(session)
            if opening is None:
                opening = self._opening[session] = asyncio.create_task(self._open(session))
            # Others may wait for the same room: whoever gives up does not take it away from them.
            await asyncio.shield(opening)
        if room.gone:
            raise Gone(session)
        return room

    def live(self, session: str) -> Room | None:
        """The room, if this process has it; for whoever only wants a hint, in whatever thread."""
        return self._rooms.get(session)

    async def _open(self, session: str) -> None:
        try:
            load = partial(self.deps.store.load, session)
            loaded = await Patience().until_answered(lambda: self.deps.in_writer(load))
            self._rooms[session] = Room(session, loaded, self.deps)
            measures.add(ROOMS)
        finally:
            self._opening.pop(session, None)

    async def do(self, session: str, actor: Actor, command: Command) -> None:
        """Run one command through the live room, or straight on the store when nobody is connected here.

        Raises Refused, and Gone when there is no such session.
        """
        room = self._rooms.get(session)
        if room is not None and self._loop is asyncio.get_running_loop():
            answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            room.ask(Asked(command, actor=actor, answer=answer))
            await answer
            return
        if self._once is None:
            raise RuntimeError("the hub has not been configured")
        once = self._once
        try:
            await self.deps.in_writer(lambda: once(session, actor, command))
        except Unreachable:
            raise Refused(Reason.UNAVAILABLE) from None

    def rung(self, session: str, clock: int) -> None:
        """The doorbell: another process committed (R9)."""
        measures.add(HEARD)
        room = self._rooms.get(session)
        if room is not None:
            room.rung(clock)

    def announce(self, session: str, clock: int) -> None:
        """Something else than a room committed, in whatever thread: the rooms here and elsewhere hear of it (R9)."""
        loop = self._loop
        if loop is not None and loop.is_running():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._announced, session, clock)

    def _announced(self, session: str, clock: int) -> None:
        room = self._rooms.get(session)
        if room is not None:
            room.rung(clock)
        if self.deps.ring is not None:
            telling = asyncio.ensure_future(self.deps.ring(session, clock))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    async def _drop(self, session: str) -> None:
        room = self._rooms.pop(session, None)
        self._empty_since.pop(session, None)
        if room is not None:
            measures.add(ROOMS, -1)
            await room.stop()

    async def stop(self) -> None:
        """End all rooms of this process; clients come back by themselves."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for room in list(self._rooms.values()):
            room.doorway.shut_all(Close.RESTART)
            await room.stop()
            measures.add(ROOMS, -1)
        self._rooms.clear()
        self._opening.clear()

    def _start_poll(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # Another event loop (a test, a restart): rooms of the old one are a cache and can be dropped.
            self._rooms.clear()
            self._opening.clear()
            self._loop, self._tasks = loop, []
        if not self._tasks:
            work = (self._keep_polling, *self.deps.background)
            self._tasks = [loop.create_task(each()) for each in work]

    async def _keep_polling(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self._look_round(dict(self._rooms))
            except Exception as error:
                log.warning("poll.failed", extra={"fields": {"error": type(error).__name__}})

    async def _look_round(self, rooms: dict[str, Room]) -> None:
        """One question for all rooms together, also those without connections: pages read them, and of a removed
        session nothing may stay in memory."""
        if not rooms:
            return
        measures.add(POLLS)
        clocks = await self.deps.in_writer(lambda: self.deps.store.clocks(rooms))
        ended = await self._revoked(frozenset[str]().union(*(room.doorway.tickets() for room in rooms.values())))
        for session, room in rooms.items():
            if session in clocks:
                room.rung(clocks[session])
                room.doorway.end(ended)
                await self._drop_when_empty(session, room)
            else:
                room.remove()
                await self._drop(session)

    async def _revoked(self, tickets: frozenset[str]) -> frozenset[str]:
        revoked = self.deps.revoked
        if revoked is None or not tickets:
            return frozenset()
        return await self.deps.in_writer(lambda: revoked(tickets))

    async def _drop_when_empty(self, session: str, room: Room) -> None:
        now = asyncio.get_running_loop().time()
        if room.clients:
            self._empty_since.pop(session, None)
        elif now - self._empty_since.setdefault(session, now) > EMPTY_SECONDS:
            await self._drop(session)


hub = Hub()
"""The hub of this process."""
