"""Uvicorn, that looks up once a second instead of ten times: waking up for nothing is most of what idleness costs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import FrameType
from typing import Final

import uvicorn

LOOK_SECONDS: Final = 1.0
"""How long the date in the headers stays as it is. To stop takes no wait: `wake` is told."""


class CalmServer(uvicorn.Server):
    """Rustige server."""

    _woken: asyncio.Event | None = None
    _turns: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        """Keep the date in the headers, tell who wants to know that we live, and see whether it is time to stop."""
        self._woken, self._turns = asyncio.Event(), asyncio.get_running_loop()
        while not await self.on_tick(0):
            self._woken.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._woken.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop."""
        super().handle_exit(sig, frame)
        self.wake()

    def wake(self) -> None:
        """Look now whether it is time to stop; also from a handler of signals."""
        if self._woken is not None and self._turns is not None:
            self._turns.call_soon_threadsafe(self._woken.set)
