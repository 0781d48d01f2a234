"""Several processes on one PostgreSQL and one Redis serve one room, any participant on any of them (R8, R9).

SEED in the environment runs it again.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from samenspel.demo.doors import Browser, Place
from samenspel.demo.driver import Refusal, Seat
from samenspel.project import databases
from tests.conftest import ROOT
from tests.services import Postgres, Redis
from tests.serving import Served

SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**6)
PEOPLE = 6
SOON = 20.0

BOOKS = """
import json, sys, django
django.setup()
from samenspel.store.models import SessionClock, StoredOp
from samenspel.trajects import engine
session = sys.argv[1]
parked = [[r.id, r.body.text, r.version] for r in engine.store().load(session).records if r.type == "parking"]
ops = [[o.person, o.op, o.clock] for o in StoredOp.objects.filter(session=session)]
print(json.dumps({"clock": SessionClock.objects.get(pk=session).clock, "parked": parked, "ops": ops}))
"""


@dataclass
class Town:
    """Two servers, one PostgreSQL, one Redis."""

    postgres: Postgres
    redis: Redis
    servers: list[Served]
    made: dict[str, Any]

    def places(self) -> list[Place]:
        """Control, the wall and some people, in turn on either server."""
        made = self.made
        links = [made["control_url"], made["wall_url"], *list(made["people"].values())[:PEOPLE]]
        found = [Browser(self.servers[0].url).enter(link) for link in links]
        return [self.at(place, number % 2) for number, place in enumerate(found)]

    def at(self, place: Place, number: int) -> Place:
        """The same place on one of the servers."""
        return replace(place, base=self.servers[number].url)

    def clock(self) -> int:
        """The clock of the session as the database has it."""
        return int(
            self.postgres.sql(
                f"SELECT clock FROM store_sessionclock WHERE session = '{self.made['session']}'", "samenspel"
            )
        )

    def books(self) -> dict[str, Any]:
        """What the database holds, read by a process of its own."""
        done = subprocess.run(
            [sys.executable, "-c", BOOKS, self.made["session"]],
            env=self.servers[0].environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    print("\nseed", SEED)
    with Postgres(durable=True) as postgres, Redis() as redis:
        options = postgres.installation("samenspel") | {"REDIS_URL": redis.url}
        first = Served(tmp_path_factory.mktemp("town"), **options)
        made = json.loads(first.run("demo", "--until", "timeline", "--moments", "4", "--json").splitlines()[-1])
        with first, first.another() as second:
            yield Town(postgres, redis, [first, second], made)
            for server in (first, second):
                assert "Traceback" not in server.log.read_text()


@dataclass
class Writers:
    """People who each park one thing and go on changing its words, and the books that they keep of it."""

    seats: list[Seat]
    wall: Seat
    chance: random.Random
    own: dict[Seat, str]
    words: dict[str, str]
    times: Counter[str]

    @property
    def saved(self) -> int:
        """How often anybody heard that something was saved."""
        return self.times.total()

    async def write(self, each: int, pace: float = 0.0) -> None:
        """Everybody so many times, all at the same time."""
        await asyncio.gather(*(self._write(seat, each, pace) for seat in self.seats))

    async def _write(self, seat: Seat, each: int, pace: float) -> None:
        instance = seat.mirror.phase("meeting")[0]
        for _ in range(each):
            text = f"parkeer {secrets.token_hex(8)}"
            key = self.own.get(seat)
            if key is None:
                await seat.do(instance, "park", {"text": text})
                key = self.own[seat] = next(o["id"] for o in seat.mirror.of("parking") if o["body"]["text"] == text)
            else:
                seen = seat.mirror.records[key]["v"]
                await seat.do(instance, "change_parking", {"id": key, "text": text}, seen)
            self.words[key] = text
            self.times[key] += 1
            await asyncio.sleep(self.chance.uniform(0, 2 * pace))

    def equal(self) -> bool:
        """Whether everybody sees everything that was saved."""
        everybody = (seat.mirror.records for seat in self.seats)
        return all(k in seen and seen[k]["body"]["text"] == t for seen in everybody for k, t in self.words.items())

    async def until_equal(self, seconds: float = SOON) -> None:
        """Wait for that."""
        async with asyncio.timeout(seconds):
            while not self.equal():
                await asyncio.sleep(0.02)

    def check(self, books: dict[str, Any], before: int) -> None:
        """Everything saved was done once, and the clock has no gaps."""
        clocks = sorted(clock for _, _, clock in books["ops"] if clock > before)
        assert clocks == list(range(before + 1, books["clock"] + 1)), "gaps or doubles in the clock (R4, R8)"
        assert len(clocks) == self.saved
        kept = {key: (text, version) for key, text, version in books["parked"]}
        assert {key: kept[key] for key in self.words} == {k: (t, self.times[k]) for k, t in self.words.items()}


@asynccontextmanager
async def writers(town: Town) -> AsyncIterator[Writers]:
    control, wall, *people = [Seat(place) for place in town.places()]
    everybody = [control, wall, *people]
    await asyncio.gather(*(seat.open() for seat in everybody))
    yield Writers([control, *people], wall, random.Random(SEED), {}, {}, Counter())
    for seat in everybody:
        fresh = await Seat(seat.place).open()
        await seat.when(lambda s=seat, f=fresh: s.mirror.records == f.mirror.records, SOON)
        await fresh.close()
    await asyncio.gather(*(seat.close() for seat in everybody))


async def test_r8_commits_from_both_at_once_are_all_there_once_without_a_gap(town: Town) -> None:
    before = town.clock()
    async with writers(town) as people:
        await people.write(each=12)
        await people.until_equal()
        assert not any(seat.reconnects for seat in people.seats)
    people.check(town.books(), before)


async def test_r8_who_is_second_on_the_same_words_gets_both_texts(town: Town) -> None:
    control, _, *people = town.places()
    first, second = Seat(control), Seat(town.at(people[0], 1))
    await asyncio.gather(first.open(), second.open())
    meeting = first.mirror.phase("meeting")[0]
    await second.do(meeting, "park", {"text": "zoals het was"})

    def mine(seat: Seat) -> Any:
        return next((one for one in seat.mirror.of("parking") if one["body"]["text"] == "zoals het was"), None)

    await first.when(lambda: mine(first) is not None, SOON)
    parked = mine(first)
    outcomes = await asyncio.gather(
        first.do(meeting, "change_parking", {"id": parked["id"], "text": "van links"}, parked["v"]),
        second.do(meeting, "change_parking", {"id": parked["id"], "text": "van rechts"}, mine(second)["v"]),
        return_exceptions=True,
    )
    lost = [one for one in outcomes if one is not None]
    assert len(lost) == 1 and isinstance(lost[0], Refusal) and lost[0].reason == "conflict", outcomes
    assert lost[0].theirs is not None and lost[0].theirs["body"]["text"] in ("van links", "van rechts")
    await asyncio.gather(first.close(), second.close())


async def test_r8_a_killed_process_costs_a_reconnect_and_nothing_else(town: Town) -> None:
    before = town.clock()
    async with writers(town) as people:
        writing = asyncio.create_task(people.write(each=15, pace=0.05))
        while people.saved < 20:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(town.servers[1].kill)
        for seat in [*people.seats, people.wall]:
            seat.place = town.at(seat.place, 0)
        await writing
        await people.until_equal()
        assert any(seat.reconnects for seat in people.seats)
    people.check(town.books(), before)
    await asyncio.to_thread(town.servers[1].start)


async def test_r9_without_redis_nobody_misses_anything(town: Town) -> None:
    before = town.clock()
    async with writers(town) as people:
        await people.write(each=2)
        await asyncio.to_thread(town.redis.kill)
        await people.write(each=3, pace=0.1)
        await people.until_equal()
        await asyncio.to_thread(town.redis.start)
        await people.write(each=3, pace=0.1)
        await people.until_equal()
        assert not any(seat.reconnects for seat in people.seats)
    people.check(town.books(), before)


async def test_r8_a_postgresql_that_crashes_and_comes_back_loses_nothing_that_was_called_saved(town: Town) -> None:
    before = town.clock()
    async with writers(town) as people:
        writing = asyncio.create_task(people.write(each=25, pace=0.1))
        for crash in (20, 60, 100):
            while people.saved < crash:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(town.postgres.crash)
            await asyncio.sleep(people.chance.uniform(0, 1.0))
            await asyncio.to_thread(town.postgres.start)
        await writing
        await people.until_equal()
    people.check(town.books(), before)


async def test_r9_nothing_but_a_session_and_its_clock_passes_through_redis(town: Town) -> None:
    with Overhearing(town.redis) as ear:
        async with writers(town) as people:
            await people.write(each=3)
            await people.until_equal()
    commands = [line.split(" ", 3)[-1] if "lua" in line else line.split("] ", 1)[1] for line in ear.lines()]
    told = [command for command in commands if command.upper().startswith('"PUBLISH"')]
    assert len(told) >= 3
    for command in told:
        assert re.fullmatch(r'"PUBLISH" "samenspel:[0-9a-f]{24}" "[0-9a-f]{16} [0-9]+"', command), command
    others = {command.split(" ")[0].strip('"').upper() for command in commands} - {"PUBLISH"}
    assert others <= {"SUBSCRIBE", "UNSUBSCRIBE", "PING", "CLIENT", "HELLO", "SELECT"}, others


async def test_r2_committed_is_on_disk_whatever_the_database_says_by_itself(town: Town) -> None:
    town.postgres.sql("ALTER DATABASE samenspel SET synchronous_commit = off")
    assert town.postgres.sql("SHOW synchronous_commit", "samenspel") == "off"
    found = databases.both(town.postgres.url("samenspel"), "", Path("/nowhere"), town.postgres.folder)["default"]
    line = psycopg.connect(town.postgres.url("samenspel"), options=found["OPTIONS"]["options"])
    with line, line.cursor() as cursor:
        assert cursor.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert cursor.execute("SHOW fsync").fetchone() == ("on",)


async def test_r8_everybody_opens_a_page_at_once_and_nobody_is_turned_away(town: Town) -> None:
    """A page takes a connection of its own; PostgreSQL allows a hundred in all."""

    def ask(number: int) -> int:
        with urllib.request.urlopen(f"{town.servers[number % 2].url}/health", timeout=60) as answer:
            return int(answer.status)

    with ThreadPoolExecutor(120) as everybody:
        assert set(everybody.map(ask, range(240))) == {200}
    count = "SELECT count(*) FROM pg_stat_activity WHERE application_name <> 'psql' AND datname LIKE 'samenspel%'"
    assert int(town.postgres.sql(count)) <= 2 * sum(databases.CONNECTIONS.values())


class Overhearing:
    """Everything that anybody says to a Redis, by its MONITOR."""

    def __init__(self, redis: Redis) -> None:
        self._line = socket.create_connection(("127.0.0.1", redis.port), 10)
        self._heard = b""
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        while part := self._line.recv(65536):
            self._heard += part

    def lines(self) -> list[str]:
        """One a command, in the words of MONITOR, without its own answer."""
        return [line[1:] for line in self._heard.decode().split("\r\n")[1:] if line]

    def __enter__(self) -> Overhearing:
        self._line.sendall(b"MONITOR\r\n")
        self._line.settimeout(None)
        self._thread.start()
        end = time.monotonic() + 10
        while not self._heard.startswith(b"+OK") and time.monotonic() < end:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._line.close()
