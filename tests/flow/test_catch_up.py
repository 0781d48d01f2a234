"""R4: who comes back learns nothing of what happened out of sight."""

from __future__ import annotations

import asyncio

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
