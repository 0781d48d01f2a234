"""The queue at the door: tickets of sockets that come in together are looked up together (B14).

A room that fills up asks for hundreds of tickets within seconds. The first is looked up at once; those that come
within a moment after it gather, and go as one question. The statement is worked out once a day, because that costs
more than asking it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import tickets

AT_ONCE = 16
"""Tickets in one question; fewer are filled up, so that there is one statement."""
GATHER_SECONDS = 0.01
"""From one question to the next, at least: nobody notices at a door, and a crowd costs a fraction of the questions."""
_PLACE = "place of a hash"


class Shown(NamedTuple):
    """Getoond: a valid ticket, as the database knows it."""

    ticket: int
    session: str
    surface: str
    attendee: str


def look_up(hashes: Sequence[str]) -> dict[str, Shown]:
    """The valid tickets among at most AT_ONCE of these hashes. Reads the database: call it in a thread."""
    statement, given = _statement(timezone.localdate(), connection.vendor)
    filled = [*hashes, *[""] * (AT_ONCE - len(hashes))]
    values = iter(filled)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, tuple(next(values) if value == _PLACE else value for value in given))
            rows = cursor.fetchall()
    except (OperationalError, InterfaceError):
        # A connection that broke does not heal by itself in a thread that lives on.
        connection.close()
        raise
    return {row[4]: Shown(row[0], str(row[1]), row[2], row[3]) for row in rows}


@lru_cache(maxsize=2)
def _statement(_day: date, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    columns = ("pk", "session_id", "surface", "attendee", "token_hash")
    names = [f"{_PLACE} {number}" for number in range(AT_ONCE)]
    query = tickets.good().filter(token_hash__in=names).values_list(*columns).query
    statement, given = query.sql_with_params()
    return statement, tuple(_PLACE if value in names else value for value in given)


class DoorQueue:
    """Rij bij de deur of a process. `in_thread` runs work that reads the database off the loop."""

    def __init__(self, in_thread: Callable[[Callable[[], dict[str, Shown]]], Awaitable[dict[str, Shown]]]) -> None:
        """Nobody yet."""
        self._in_thread = in_thread
        self._waiting: dict[str, list[asyncio.Future[Shown | None]]] = {}
        self._task: asyncio.Task[None] | None = None
        self._asked = 0.0

    async def ask(self, token: str) -> Shown | None:
        """The valid ticket with this token, or None. Raises what the database raises."""
        if not 20 <= len(token) <= 100:
            return None
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Shown | None] = loop.create_future()
        if self._task is None or self._task.done() or self._task.get_loop() is not loop:
            self._begin(loop)
        self._waiting.setdefault(tickets.hashed(token), []).append(answer)
        return await answer

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        # Whoever is still there waited for a task, or a loop, that is no more.
        for left in (one for asked in self._waiting.values() for one in asked):
            if not left.get_loop().is_closed():
                left.cancel()
        self._waiting.clear()
        if self._task is not None and self._task.get_loop() is not loop:
            self._asked = 0.0
        self._task = loop.create_task(self._work())

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            # As long as a whole question is waiting there is no pause.
            if len(self._waiting) < AT_ONCE and (rest := self._asked + GATHER_SECONDS - loop.time()) > 0:
                await asyncio.sleep(rest)
            self._asked = loop.time()
            now = {key: self._waiting.pop(key) for key in list(self._waiting)[:AT_ONCE]}
            try:
                found = await self._in_thread(partial(look_up, list(now)))
            except Exception as error:
                for answer in (one for asked in now.values() for one in asked if not one.done()):
                    answer.set_exception(error)
                continue
            for key, asked in now.items():
                for answer in asked:
                    if not answer.done():
                        answer.set_result(found.get(key))
