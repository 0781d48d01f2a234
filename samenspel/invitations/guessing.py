"""Raden vertragen (B5): wrong guesses take longer and longer; right codes of a whole room pass at once.

Two things bound the pace of guessing. A wrong answer waits, longer as its address (and the installation as a
whole) guessed wrong more often lately. And every attempt holds one of a few places while it is judged, so
guessing in parallel does not get round the wait. A right code gives its place back at once, so a room behind
one address never waits for itself. Some places are kept for addresses that hardly guessed wrong, so that guessing
from everywhere at once does not keep a meeting out. Nothing is written down: addresses live in memory, hashed with
a key that dies with the process, and are forgotten after a quarter of an hour.
"""

import asyncio
import hashlib
import ipaddress
import secrets
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

FREE_ADDRESS, FREE_ALL = 20, 300  # wrong guesses that cost nothing but the usual answer time
STEP, LONGEST = 0.05, 1.0  # seconds
PLACES_ADDRESS, PLACES_ALL = 16, 64
PLACES_KEPT, HARDLY = 32, 8  # places beside those, for addresses with at most so many wrong guesses lately
FORGET = 15 * 60.0
SAME_TIME = 0.15  # every wrong answer takes at least this long, whatever made it wrong
PATIENCE = 10.0  # the longest anyone waits for a place
MOST_ADDRESSES = 20_000


class Busy(Exception):
    """No place came free: say so and change nothing."""


@dataclass
class _Count:
    wrong: float = 0.0
    since: float = 0.0
    places: int = 0


@dataclass
class Attempt:
    """Poging: set `right` when the code was right; otherwise leaving the block takes its time."""

    right: bool = False


@dataclass
class Guard:
    """Rem op het raden. One per process; `wait` and `now` are handed in for tests."""

    wait: object = asyncio.sleep
    now: object = time.monotonic
    _all: _Count = field(default_factory=_Count)
    _by: dict[bytes, _Count] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @asynccontextmanager
    async def attempt(self, address: str) -> AsyncIterator[Attempt]:
        """Judge one code inside this block. Raises Busy when no place came free in time."""
        start = self.now()  # type: ignore[operator]
        count = self._count(address)
        while not self._enter(count):
            if self.now() - start > PATIENCE:  # type: ignore[operator]
                raise Busy
            await self.wait(0.05)  # type: ignore[operator]
        attempt = Attempt()
        try:
            yield attempt
            if not attempt.right:
                pause = self._wrong(count)
                spent = self.now() - start  # type: ignore[operator]
                await self.wait(max(0.0, SAME_TIME + pause - spent))  # type: ignore[operator]
        finally:
            with self._lock:
                count.places -= 1
                self._all.places -= 1

    def _count(self, address: str) -> _Count:
        key = hashlib.blake2b(_neighbourhood(address).encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            if key not in self._by and len(self._by) >= MOST_ADDRESSES:
                self._by = {k: c for k, c in self._by.items() if c.places or self._left(c) > 1}
            return self._by.setdefault(key, _Count(since=self.now()))  # type: ignore[operator]

    def _enter(self, count: _Count) -> bool:
        with self._lock:
            all_places = PLACES_ALL + (PLACES_KEPT if self._left(count) <= HARDLY else 0)
            if count.places >= PLACES_ADDRESS or self._all.places >= all_places:
                return False
            count.places += 1
            self._all.places += 1
            return True

    def _left(self, count: _Count) -> float:
        age = self.now() - count.since  # type: ignore[operator]
        return count.wrong * max(0.0, 1 - age / FORGET)

    def _wrong(self, count: _Count) -> float:
        with self._lock:
            for each in (count, self._all):
                each.wrong = self._left(each) + 1
                each.since = self.now()  # type: ignore[operator]
            over = max(count.wrong - FREE_ADDRESS, self._all.wrong - FREE_ALL)
        return min(LONGEST, max(0.0, over) * STEP)


def _neighbourhood(address: str) -> str:
    """The address, or the /64 it lies in: one connection hands out all of those (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


guard = Guard()
