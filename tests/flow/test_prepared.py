"""R2, R7: while the disk writes, what everybody will get is made already; nobody gets it before it is written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from samenspel.room.fanout import FanOut
from samenspel.store.interface import Behind, Effect, Unreachable
from tests.flow.conftest import House
from tests.flow.sim import op, settle


class Disk:
    """The disk of a house: `while_it_writes` runs in the loop, after everything that was asked of the loop before;
    `first` is how many times somebody else was first."""

    def __init__(
        self, house: House, while_it_writes: Callable[[], Coroutine[Any, Any, None]], *, first: int = 0
    ) -> None:
        self.commit, self.loop = house.store.commit, asyncio.get_running_loop()
        self.while_it_writes, self.first = while_it_writes, first
        self.writes = False
        house.store.commit = self._commit  # type: ignore[method-assign]

    def _commit(self, session: str, base: int, effects: Sequence[Effect], nearly: Callable[[], None]) -> None:
        def here() -> None:
            self.writes = True
            nearly()
            asyncio.run_coroutine_threadsafe(self.while_it_writes(), self.loop).result(10)
            self.writes = False

        if self.first:
            self.first -= 1
            here()
            raise Behind(session)
        self.commit(session, base, effects, here)


@pytest.mark.parametrize("first", [0, 2])
async def test_r2_nothing_of_it_is_sent_before_it_is_written(house: House, first: int) -> None:
    anna, bert, boss = await house.person("anna"), await house.person("bert"), house.people["boss"]
    anna.do(op(1), house.slips, "write", text="pas als het vaststaat")
    await settle(anna, bert)
    before = {client.name: len(client.frames) for client in (anna, bert)}
    seen: list[int] = []

    async def look() -> None:
        # Whatever was sent arrives meanwhile.
        await asyncio.sleep(0.02)
        seen.extend(len(client.frames) - before[client.name] for client in (anna, bert))

    Disk(house, look, first=first)
    boss.do(op(2), house.slips, "reveal")
    await settle(boss)
    assert seen == [0, 0] * (first + 1)
    assert [frame["t"] for frame in bert.frames[before["bert"] :]] == ["changes"], "told once, whoever was first"
    assert boss.acked == {op(2)}
    for client in (anna, bert, boss):
        assert client.mirror == client.fresh()


async def test_r7_what_everybody_gets_is_made_while_the_disk_writes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    await house.wall()
    await settle(anna, bert)
    made: list[bool] = []
    framed = FanOut._framed

    def spied(self: FanOut, *given: Any) -> Any:
        made.append(disk.writes)
        return framed(self, *given)

    async def nothing() -> None:
        pass

    monkeypatch.setattr(FanOut, "_framed", spied)
    disk = Disk(house, nothing)
    anna.do(op(1), house.slips, "write", text="alvast gemaakt")
    await settle(anna, bert)
    assert made and all(made)
    assert bert.mirror == bert.fresh()


async def test_r4_who_comes_in_while_the_disk_writes_misses_nothing(house: House) -> None:
    anna = await house.person("anna")
    await settle(anna)

    async def come_in() -> None:
        if "wall" not in house.people:
            await house.wall()

    Disk(house, come_in)
    anna.do(op(1), house.slips, "write", text="net binnen")
    await settle(anna)
    wall = house.people["wall"]
    await settle(wall)
    assert wall.mirror == wall.fresh()
    assert [frame["t"] for frame in wall.frames][:2] == ["snapshot", "changes"]


async def test_r2_what_was_never_written_does_not_stay_in_memory(house: House) -> None:
    anna = await house.person("anna")
    await settle(anna)

    async def fail() -> None:
        raise Unreachable

    commit = house.store.commit
    disk = Disk(house, fail)

    def broken(*given: Any) -> None:
        if disk.first:
            disk.first -= 1
            disk._commit(*given)
        commit(*given)

    disk.first = 3
    house.store.commit = broken  # type: ignore[method-assign]
    anna.do(op(1), house.slips, "write", text="drie keer mislukt")
    await settle(anna)
    assert anna.acked == {op(1)} and disk.first == 0
    assert set(house.room.panes.pieces._kept) <= {record.id for record in house.room.state}


async def test_r7_what_the_loop_made_meanwhile_counts_as_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest after a tick is in proportion to what it cost the processor, also when that was beside the disk."""
    anna = await house.person("anna")
    await settle(anna)
    framed = FanOut._framed

    def slow(self: FanOut, *given: Any) -> Any:
        time.sleep(0.03)
        return framed(self, *given)

    monkeypatch.setattr(FanOut, "_framed", slow)
    rests: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float, *rest: Any) -> None:
        if asyncio.current_task() is house.room._task:
            rests.append(seconds)
        await sleep(seconds, *rest)

    monkeypatch.setattr("samenspel.room.room.asyncio.sleep", noted)
    for number in (1, 2):
        anna.do(op(number), house.slips, "write", text=f"keer {number}")
        while op(number) not in anna.acked:
            await sleep(0)
    assert rests and max(rests) > 0.005
