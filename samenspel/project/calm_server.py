"""Uvicorn, that looks up twice a second instead of ten times: waking up for nothing is most of what idleness costs."""

from __future__ import annotations

import asyncio
from typing import Final

import uvicorn

LOOK_SECONDS: Final = 0.5
"""Also how long it may take before a server that was told to stop begins to do so."""


class CalmServer(uvicorn.Server):
    """Rustige server."""

    async def main_loop(self) -> None:
        """Keep the date in the headers, tell who wants to know that we live, and see whether it is time to stop."""
        while not await self.on_tick(0):
            await asyncio.sleep(LOOK_SECONDS)
