"""What a room is handed by the project: it knows no instrument and no database by itself."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TypeVar

from samenspel.kernel.definition import Instruments
from samenspel.kernel.situation import Handed
from samenspel.room.batch import Batch
from samenspel.room.writers import Writers
from samenspel.store.interface import Store

T = TypeVar("T")

_dice = random.SystemRandom()


def handed_now() -> Handed:
    """Time, ids and chance for one batch (R1): ids are 64 random bits, so that they tell nothing."""
    return Handed(now=int(time.time() * 1000), new_id=lambda: secrets.token_hex(8), chance=_dice.random)


@dataclass(frozen=True)
class Deps:
    """Toebehoren. `writer` runs what the store does (R8): one thread on SQLite, which writes one thing at a time, a
    few on PostgreSQL; `ring` announces `(session, clock)` to other processes (R9); `revoked` says which of these
    tickets are no longer good, and is asked there as well; `after_commit` is told of every batch; `background` runs
    as long as there are rooms."""

    store: Store
    instruments: Instruments
    writer: Executor
    secret: bytes
    build: str
    handed: Callable[[], Handed] = handed_now
    ring: Callable[[str, int], Awaitable[None]] | None = None
    revoked: Callable[[frozenset[str]], frozenset[str]] | None = None
    after_commit: list[Callable[[str, Batch], None]] = field(default_factory=list)
    background: tuple[Callable[[], Coroutine[None, None, None]], ...] = ()

    async def in_writer(self, work: Callable[[], T]) -> T:
        """Run store work off the event loop."""
        if isinstance(self.writer, Writers):
            return await self.writer.run(work)
        return await asyncio.get_running_loop().run_in_executor(self.writer, work)
