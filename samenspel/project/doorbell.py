"""The doorbell between processes: `(session, clock)` through Redis, and nothing else, ever (R9; docs/adr/0007)."""

from __future__ import annotations

import asyncio
import logging
import random
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger("samenspel.project")

SHORTEST: Final = 0.1
LONGEST: Final = 5.0
"""Seconds between attempts to reach a Redis that does not answer."""
ANSWER: Final = 2.0
"""Seconds in which Redis must answer."""
QUIET: Final = 5.0
"""Seconds of silence after which we ask whether the line is still there."""
WORD: Final = re.compile(rb"([0-9a-f]{16}) ([0-9]{1,18})")


class Doorbell:
    """Deurbel. `ring` only notes what must be told and never waits; `run` is the task that tells and listens, for as
    long as the process lives. A Redis that is away, slow or back again disturbs nobody: the poll goes on."""

    def __init__(self, url: str, channel: str, rung: Callable[[str, int], None]) -> None:
        """`rung` hears of every commit elsewhere. Processes of one installation share the channel."""
        self._url, self._channel, self._rung = url, channel, rung
        self._news: dict[str, int] = {}
        self._wake: asyncio.Event | None = None
        self._lost = False

    async def ring(self, session: str, clock: int) -> None:
        """Tell the others. Of one session the last clock counts, so that little waits while Redis is away."""
        self._news[session] = clock
        if self._wake is not None:
            self._wake.set()

    async def run(self) -> None:
        """Tell and listen until cancelled."""
        self._wake = asyncio.Event()
        if self._news:
            self._wake.set()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._again_and_again(self._tell))
            both.create_task(self._again_and_again(self._listen))

    async def _again_and_again(self, work: Callable[[Redis], Awaitable[None]]) -> None:
        loop, pause = asyncio.get_running_loop(), SHORTEST
        while True:
            begun = loop.time()
            line = self._connect()
            try:
                await work(line)
            except (RedisError, OSError, TimeoutError) as error:
                if not self._lost:
                    log.warning("doorbell.lost", extra={"fields": {"error": type(error).__name__}})
                self._lost = True
            finally:
                await line.aclose()
            pause = SHORTEST if loop.time() - begun > 2 * LONGEST else min(2 * pause, LONGEST)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311

    def _connect(self) -> Redis:
        # The waits are ours: the library's own would hold up the news of every room together.
        never = Retry(NoBackoff(), 0)
        return Redis.from_url(self._url, socket_connect_timeout=ANSWER, socket_timeout=ANSWER, retry=never)

    async def _tell(self, line: Redis) -> None:
        wake = self._wake
        while wake is not None:
            await wake.wait()
            wake.clear()
            news, self._news = self._news, {}
            try:
                pipe = line.pipeline(transaction=False)
                for session, clock in news.items():
                    pipe.publish(self._channel, f"{session} {clock}")
                await pipe.execute()
            except BaseException:
                self._news = news | self._news
                wake.set()
                raise

    async def _listen(self, line: Redis) -> None:
        loop = asyncio.get_running_loop()
        async with line.pubsub() as ears:
            await ears.subscribe(self._channel)
            heard = loop.time()
            while True:
                message = await ears.get_message(timeout=QUIET)
                if message is not None:
                    heard = loop.time()
                    self._take(message)
                elif loop.time() - heard > 3 * QUIET:
                    raise TimeoutError
                else:
                    await ears.ping()

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe" and self._lost:
            self._lost = False
            log.info("doorbell.back")
        word = WORD.fullmatch(message["data"]) if message["type"] == "message" else None
        if word is not None:
            self._rung(word[1].decode(), int(word[2]))
