"""R2, R7: while the disk writes, what everybody will get is made already; nobody gets it before it is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from samenspel.room.fanout import FanOut
from samenspel.store.interface import Behind, Effect
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
