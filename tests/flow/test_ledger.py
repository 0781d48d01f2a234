"""R3, R10: a room keeps the latest of its past in memory, and what it let go makes no difference to anyone."""

from __future__ import annotations

import asyncio

from samenspel.kernel.refusal import Reason
from samenspel.room.ledger import SPARE, Ledger, Stones
from samenspel.store.interface import Tombstone
from tests.flow.conftest import House
from tests.flow.sim import op, settle


def test_r3_the_oldest_ops_are_let_go_and_asked_for() -> None:
    ledger = Ledger({}, kept=10)
    for number in range(10 + SPARE):
        ledger.add({("p1", op(number)): (b"", number)})
    assert ledger.complete
    assert not ledger.unknown([("p1", "never seen")])
    ledger.add({("p1", op(9_999)): (b"", 9_999)})
    assert len(ledger.ops) == 10
    assert ("p1", op(9_999)) in ledger.ops
    assert ledger.unknown([("p1", op(0)), ("p1", op(9_999))]) == [("p1", op(0))]


def test_r10_tombstones_are_let_go_by_whole_clocks() -> None:
    stones = Stones([Tombstone(f"r{n}", n // 3, frozenset({"wall"})) for n in range(SPARE + 40)], kept=9)
    assert stones.since > 0
    assert all(stone.clock > stones.since for stone in stones.kept)
    assert {stone.clock for stone in stones.kept} == set(range(stones.since + 1, (SPARE + 39) // 3 + 1))


async def test_r3_an_op_that_the_room_let_go_still_has_one_effect(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    house.room.ledger.ops.clear()
    house.room.ledger.complete = False
    anna.do(op(1), house.slips, "write", text="een keer")
    anna.do(op(2), house.slips, "write", text="iets anders")
    await settle(anna)
    assert house.room.state.count("test_slip") == 2
    assert {op(1), op(2)} <= anna.acked
    house.room.ledger.ops.clear()
    anna.do(op(2), house.slips, "write", text="heel iets anders")
    await settle(anna)
    assert anna.refused[op(2)]["reason"] == Reason.MALFORMED


async def test_r3_what_was_done_is_not_refused_because_it_cannot_be_done_again(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="een keer")
    await settle(anna)
    slip = next(one["id"] for one in anna.mirror.values() if one["type"] == "test_slip")
    anna.do(op(2), house.slips, "remove", id=slip)
    await settle(anna)
    assert op(2) in anna.acked
    anna.acked.clear()
    house.room.ledger.ops.clear()
    house.room.ledger.complete = False
    anna.do(op(2), house.slips, "remove", id=slip)
    await settle(anna)
    assert op(2) in anna.acked


async def test_r10_who_was_away_longer_than_the_tombstones_go_back_gets_a_snapshot(house: House) -> None:
    anna, bob = await house.person("anna"), await house.person("bob")
    anna.do(op(1), house.slips, "write", text="even")
    await settle(anna)
    slip = next(one["id"] for one in anna.mirror.values() if one["type"] == "test_slip")
    await bob.drop()
    bob.frames.clear()
    anna.do(op(2), house.slips, "remove", id=slip)
    await settle(anna)
    house.room.stones.kept.clear()
    house.room.stones.since = house.room.clock
    await bob.connect(house.room)
    await asyncio.sleep(0.05)
    assert bob.frames[0]["t"] == "snapshot"
    assert bob.mirror == bob.fresh()
