"""Patience: how long a room waits for a database that does not answer, before it gives up (R2, R8)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from samenspel.store.interface import Unreachable

T = TypeVar("T")

PATIENCE: Final = 8.0
"""Seconds. A PostgreSQL that starts again answers well within these."""
SHORTEST: Final = 0.02
LONGEST: Final = 1.0


class Patience:
    """Geduld: waits that grow, until the time is over or `hurried` says that there is none."""

    def __init__(self, hurried: Callable[[], bool] = lambda: False) -> None:
        """The time begins now."""
        self._until = asyncio.get_running_loop().time() + PATIENCE
        self._hurried = hurried
        self._next = SHORTEST

    @property
    def over(self) -> bool:
        """Whether it is used up."""
        return self._hurried() or asyncio.get_running_loop().time() > self._until

    async def wait(self) -> None:
        """Wait a little, longer each time, never as long as somebody else who began at the same moment."""
        await asyncio.sleep(self._next * random.uniform(0.5, 1.0))  # noqa: S311
        self._next = min(2 * self._next, LONGEST)

    async def until_answered(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer. Raises Unreachable when there is none in time."""
        while True:
            try:
                return await ask()
            except Unreachable:
                if self.over:
                    raise
                await self.wait()
