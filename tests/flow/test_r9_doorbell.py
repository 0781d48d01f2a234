"""The doorbell through a real Redis: quick when it is there, missed by nobody when it is not (R9, B3)."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from samenspel.project.doorbell import Doorbell
from samenspel.room import hub as hub_module
from samenspel.room.hub import Hub
from samenspel.room.room import Room
from samenspel.store.memory import MemoryStore
from tests.figures import figures, seed
from tests.flow.conftest import BOSS, House
from tests.flow.sim import SESSION, Ids, SimClient, deps, op, settle
from tests.services import Redis

SEED = seed()
NEVER = 3600.0
WITHIN = 5.0
"""Seconds in which everybody must be equal again (B3)."""


@pytest.fixture(scope="module")
def redis_server() -> Iterator[Redis]:
    with Redis() as server:
        yield server


@pytest.fixture
def redis(redis_server: Redis) -> Iterator[Redis]:
    """Running at the beginning of every test, whatever the last one did to it."""
    if redis_server.process is None:
        redis_server.start()
    yield redis_server


class DeafBell(Doorbell):
    """Forgets one in ten."""

    chance = random.Random(SEED)
    forgotten = 0

    async def ring(self, session: str, clock: int) -> None:
        if self.chance.random() < 0.1:
            DeafBell.forgotten += 1
            return
        await super().ring(session, clock)


@dataclass
class Street:
    """Two processes, as far as the room can tell: two hubs that share a store and a Redis, nothing else."""

    house: House
    hubs: list[Hub]
    bells: list[Doorbell]

    async def rooms(self) -> list[Room]:
        return [await hub.room(SESSION) for hub in self.hubs]

    async def listening(self, redis: Redis) -> None:
        """Until both are subscribed."""
        channel = self.bells[0]._channel
        await until(lambda: f"{channel}|2" in numsub(redis, channel))


def numsub(redis: Redis, channel: str) -> str:
    from redis import Redis as Client

    with contextlib.closing(Client.from_url(redis.url)) as client:
        return "".join(f"{name.decode()}|{count}" for name, count in client.pubsub_numsub(channel))


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(holds):
            await asyncio.sleep(0.02)


Open = Callable[..., "contextlib.AbstractAsyncContextManager[Street]"]


@pytest_asyncio.fixture
async def street(house: House, redis: Redis) -> AsyncIterator[Open]:
    @contextlib.asynccontextmanager
    async def opened(kind: type[Doorbell] = Doorbell) -> AsyncIterator[Street]:
        channel = f"samenspel:{secrets.token_hex(6)}"
        found = Street(house, [], [])
        for number in range(2):
            hub = Hub()
            bell = kind(redis.url, channel, hub.rung)
            mine = deps(MemoryStore(house.store.shelf), Ids(number + 10))
            mine = replace(mine, ring=bell.ring, background=(bell.run,))
            hub.configure(lambda mine=mine: mine, lambda *_: None)
            found.hubs.append(hub)
            found.bells.append(bell)
        await found.rooms()
        try:
            yield found
        finally:
            for hub in found.hubs:
                await hub.stop()
                hub.deps.writer.shutdown()

    yield opened


@pytest.fixture
def no_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes through, came through the doorbell."""
    monkeypatch.setattr(hub_module, "POLL_SECONDS", NEVER)


async def people(house: House, rooms: list[Room], count: int) -> list[SimClient]:
    """So many people, in turn on either side."""
    found = []
    for number in range(count):
        name = f"p{number}"
        await house.by(BOSS, "add_attendee", name=name, id=name)
        found.append(SimClient(name))
    for room in rooms:
        room.rung(house.room.clock)
    await until(lambda: all(room.clock == house.room.clock for room in rooms))
    for number, client in enumerate(found):
        await client.connect(rooms[number % len(rooms)])
    return found


async def test_r9_a_commit_here_is_seen_there(house: House, street: Open, redis: Redis, no_poll: None) -> None:
    async with street() as found:
        await found.listening(redis)
        here, there = await people(house, await found.rooms(), 2)
        for number in range(20):
            here.do(op(number), house.slips, "write", text=f"hier {number}")
            await settle(here)
        rooms = await found.rooms()
        await until(lambda: rooms[1].clock == rooms[0].clock)
        await asyncio.sleep(0.05)
        assert there.mirror == there.fresh()


async def test_r9_a_redis_that_is_killed_and_comes_back_is_quick_again(
    house: House, street: Open, redis: Redis, no_poll: None
) -> None:
    async with street() as found:
        await found.listening(redis)
        here, _ = await people(house, await found.rooms(), 2)
        rooms = await found.rooms()
        await asyncio.to_thread(redis.kill)
        here.do(op(1), house.slips, "write", text="zonder deurbel")
        await settle(here)
        assert here.acked == {op(1)}, "no commit waits for a doorbell"
        assert rooms[1].clock < rooms[0].clock
        await asyncio.to_thread(redis.start)
        await found.listening(redis)
        here.do(op(2), house.slips, "write", text="weer terug")
        await settle(here)
        await until(lambda: rooms[1].clock == rooms[0].clock)


async def test_r9_a_redis_that_hangs_holds_nobody_up(house: House, street: Open, redis: Redis, no_poll: None) -> None:
    async with street() as found:
        await found.listening(redis)
        here, _ = await people(house, await found.rooms(), 2)
        assert redis.process is not None
        redis.process.send_signal(signal.SIGSTOP)
        try:
            for number in range(10):
                here.do(op(number), house.slips, "write", text=f"toch {number}")
                # Far below the time in which a hanging Redis is given up.
                await settle(here, seconds=1.5)
        finally:
            redis.process.send_signal(signal.SIGCONT)
        rooms = await found.rooms()
        assert len(here.acked) == 10
        await until(lambda: rooms[1].clock == rooms[0].clock)


async def test_r9_without_redis_the_poll_keeps_rooms_equal(house: House, street: Open, redis: Redis) -> None:
    await asyncio.to_thread(redis.kill)
    async with street() as found:
        here, there = await people(house, await found.rooms(), 2)
        here.do(op(1), house.slips, "write", text="langzaam")
        await settle(here)
        rooms = await found.rooms()
        await until(lambda: rooms[1].clock == rooms[0].clock)
        await asyncio.sleep(0.05)
        assert there.mirror == there.fresh()


async def test_b3_one_in_ten_doorbells_lost_and_all_are_equal_soon_after_the_last(
    house: House, street: Open, redis: Redis
) -> None:
    print(f"seed {SEED}")
    DeafBell.chance.seed(SEED)
    async with street(DeafBell) as found:
        await found.listening(redis)
        everybody = await people(house, await found.rooms(), 12)
        for number in range(300):
            client = DeafBell.chance.choice(everybody)
            client.do(op(number), house.slips, "write", text=f"{client.name} {number}")
            await asyncio.sleep(0.008)
        await settle(*everybody, seconds=20)
        rooms = await found.rooms()

        def equal() -> bool:
            return rooms[0].clock == rooms[1].clock and all(one.mirror == one.fresh() for one in everybody)

        last = asyncio.get_running_loop().time()
        async with asyncio.timeout(WITHIN):
            while not equal():
                await asyncio.sleep(0.02)
        equal_after = round(asyncio.get_running_loop().time() - last, 2)
        figures("B3", seed=SEED, ops=300, doorbells_lost=DeafBell.forgotten, equal_after_seconds=equal_after)
        assert DeafBell.forgotten > 0
        refused = [each for client in everybody for each in client.refused.values()]
        assert not refused
        assert sum(len(client.acked) for client in everybody) == 300


async def test_r9_nothing_but_a_session_and_its_clock_is_told(
    house: House, street: Open, redis: Redis, no_poll: None
) -> None:
    from redis.asyncio import Redis as Client

    async with street() as found, Client.from_url(redis.url) as client, client.pubsub() as ears:
        await found.listening(redis)
        await ears.psubscribe("*")
        here, _ = await people(house, await found.rooms(), 2)
        here.do(op(1), house.slips, "write", text="kanarie-8c1e")
        await settle(here)
        told = []
        async with asyncio.timeout(10):
            while f"{SESSION} {house.store.clock(SESSION)}".encode() not in told:
                message = await ears.get_message(timeout=1)
                told += [message["data"]] if message and message["type"] == "pmessage" else []
        assert {re.sub(rb"[0-9]+$", b"", word) for word in told} == {f"{SESSION} ".encode()}


async def test_r9_nothing_that_is_not_a_session_and_a_clock_is_listened_to(redis: Redis) -> None:
    from redis.asyncio import Redis as Client

    heard: list[tuple[str, int]] = []
    bell = Doorbell(redis.url, "samenspel:here", lambda session, clock: heard.append((session, clock)))
    running = asyncio.create_task(bell.run())
    await until(lambda: "samenspel:here|1" in numsub(redis, "samenspel:here"))
    client = Client.from_url(redis.url)
    for word in (
        b"",
        b"\xff\x00",
        f"{SESSION} -1",
        f"{SESSION}  3",
        "x" * 10**5,
        f"{SESSION} {'9' * 30}",
        f"{SESSION} 7",
    ):
        await client.publish("samenspel:here", word)
    await until(lambda: bool(heard))
    assert heard == [(SESSION, 7)]
    assert not running.done()
    running.cancel()
    await client.aclose()
