"""R4: who comes back learns nothing of what happened out of sight."""

from __future__ import annotations

import asyncio
import base64

from samenspel.room.cursor import Cursors
from tests.flow.conftest import BOSS, House
from tests.flow.sim import op, settle


async def test_r4_coming_back_does_not_tell_that_a_hidden_part_changed(house: House) -> None:
    anna, wall = await house.person("anna"), await house.wall()
    anna.do(op(1), house.slips, "write", text="eerste")
    await settle(anna)

    async def told() -> list[object]:
        await wall.drop()
        wall.frames.clear()
        await wall.connect(house.room)
        await asyncio.sleep(0.05)
        assert wall.frames[0]["t"] == "changes"
        return [wall.frames[0].get("put"), wall.frames[0].get("gone")]

    nothing_happened = await told()
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    anna.do(op(2), house.slips, "rewrite", base=slip["v"], id=slip["id"], text="veel langere tweede tekst")
    await settle(anna)
    assert await told() == nothing_happened
    await house.by(BOSS, "reveal", house.slips)
    assert await told() != nothing_happened
    assert wall.mirror == wall.fresh()


async def test_r6_who_comes_back_after_a_reveal_gets_what_lay_inside(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    anna.do(op(1), house.slips, "write", text="lag er al")
    await settle(anna)
    await bert.drop()
    bert.frames.clear()
    await bert.connect(house.room)
    await asyncio.sleep(0.05)
    await bert.drop()
    await house.by(BOSS, "reveal", house.slips)
    bert.frames.clear()
    await bert.connect(house.room)
    await asyncio.sleep(0.05)
    assert bert.frames[0]["t"] == "changes"
    assert "lag er al" in "".join(bert.bytes_seen)
    assert bert.mirror == bert.fresh()


async def test_r4_coming_back_does_not_tell_that_something_unseen_was_removed(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    await asyncio.sleep(0.05)
    await bert.drop()
    bert.frames.clear()
    anna.do(op(1), house.slips, "write", text="komt en gaat")
    await settle(anna)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    anna.do(op(2), house.slips, "remove", id=slip["id"])
    await settle(anna)
    await bert.connect(house.room)
    await asyncio.sleep(0.05)
    assert bert.frames[0]["t"] == "changes"
    assert slip["id"] not in "".join(bert.bytes_seen)


def test_r4_a_cursor_tells_nothing_of_the_clock() -> None:
    cursors = Cursors(b"s" * 32, "5e55105e55105e55")
    sealed = [base64.urlsafe_b64decode(cursors.seal(clock, "wall") + "==") for clock in (7, 7, 8, 2**60) * 50]
    assert len({len(each) for each in sealed}) == 1, "its length tells nothing"
    for place in range(len(sealed[0])):
        assert len({each[place] for each in sealed}) > 20, f"byte {place} is not chance"
