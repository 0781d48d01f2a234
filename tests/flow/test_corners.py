"""Corners of the rules of the room that `test_rules.py` does not come to (docs/room.md)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from samenspel.kernel.audience import ALL_ROLES, CONTROL, PARTICIPANTS
from samenspel.kernel.definition import Fleeting
from samenspel.room.client import Client
from samenspel.room.limits import QUEUE_BYTES, SOCKETS_A_PERSON
from samenspel.room.protocol import Close, Pong, Tell, write
from samenspel.vocabulary.fields import Nothing
from tests.flow.conftest import BOSS, House
from tests.flow.sim import INSTRUMENTS, SimClient, op, settle
from tests.flow.slips import SLIPS


async def test_r3_two_people_may_happen_on_one_op_id(house: House) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    anna.do(op(1), house.slips, "write", text="van anna")
    bert.do(op(1), house.slips, "write", text="van bert")
    await settle(anna, bert)
    assert anna.acked == bert.acked == {op(1)}
    assert {body.text for body in (r.body for r in house.room.state.of("test_slip"))} == {"van anna", "van bert"}


async def test_r5_who_sends_fleeting_state_is_told_to_control_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_all = Fleeting("writing", Nothing, ALL_ROLES, frozenset({CONTROL, PARTICIPANTS}))
    monkeypatch.setitem(INSTRUMENTS, "slips", replace(SLIPS, fleeting=(for_all,)))
    anna, bert, boss = await house.person("anna"), await house.person("bert"), house.people["boss"]
    house.room.doorway.tell(anna.link, Tell(instance=house.slips, name="writing"))
    await asyncio.sleep(0.2)
    heard = {client.name: [f for f in client.frames if f["t"] == "fleeting"] for client in (anna, bert, boss)}
    assert [frame.get("from") for frame in heard["boss"]] == ["anna"]
    assert [frame.get("from", "nobody") for frame in heard["bert"]] == ["nobody"]
    assert heard["anna"] == [], "not to who sent it"


async def test_r5_what_was_hidden_again_is_not_given_to_who_comes_in(house: House) -> None:
    anna = await house.person("anna")
    anna.do(op(1), house.slips, "write", text="even te zien")
    await settle(anna)
    await house.by(BOSS, "reveal", house.slips)
    early = await house.person("early")
    await asyncio.sleep(0.05)
    assert "even te zien" in "".join(early.bytes_seen)
    await house.by(BOSS, "hide", house.slips)
    late = await house.person("late")
    await asyncio.sleep(0.05)
    assert late.mirror == late.fresh() != {}
    assert "even te zien" not in "".join(late.bytes_seen)


async def test_r7_of_two_changes_in_one_tick_everybody_gets_the_last(house: House) -> None:
    anna, bert, boss = await house.person("anna"), await house.person("bert"), house.people["boss"]
    await house.by(BOSS, "reveal", house.slips)
    anna.do(op(1), house.slips, "write", text="eerste")
    await settle(anna)
    slip = next(r for r in anna.mirror.values() if r["type"] == "test_slip")
    for number, text in enumerate(("tweede", "derde")):
        anna.do(op(2 + number), house.slips, "rewrite", base=slip["v"] + number, id=slip["id"], text=text)
    await settle(anna)
    for client in (anna, bert, boss):
        assert client.mirror[slip["id"]]["body"]["text"] == "derde"
        assert client.mirror == client.fresh()


async def test_r9_a_doorbell_that_fails_costs_no_answer(house: House) -> None:
    async def broken(session: str, clock: int) -> None:
        raise OSError("geen verbinding")

    object.__setattr__(house.deps, "ring", broken)
    anna = await house.person("anna")
    for number in range(3):
        anna.do(op(number), house.slips, "write", text=f"regel {number}")
        await settle(anna)
    assert [frame["op"] for frame in anna.frames if frame["t"] == "ack"] == [op(0), op(1), op(2)]
    assert not anna.refused and anna.closed is None
    assert anna.mirror == anna.fresh()


async def test_r12_one_person_holds_no_more_than_eight_connections(house: House) -> None:
    await house.person("anna")
    more = [SimClient("anna") for _ in range(SOCKETS_A_PERSON)]
    for client in more:
        await client.connect(house.room)
    await asyncio.sleep(0.05)
    assert [client.closed for client in more] == [None] * (SOCKETS_A_PERSON - 1) + [Close.FLOOD]
    for client in more:
        await client.drop()


async def test_r12_a_line_that_cannot_keep_up_is_closed() -> None:
    class Slow:
        """A line that takes everything and lets nothing out."""

        held = 0
        behind = True

        def write_frame(self, wire: bytes) -> None:
            self.held += len(wire)

        def backlog(self) -> int:
            return self.held

        def end_soon(self) -> None:
            pass

    codes: list[int] = []

    async def close(code: int) -> None:
        codes.append(code)

    async def never(text: str) -> None:
        raise AssertionError("what has a line does not send by itself")

    line = Slow()
    client = Client("deelnemer", "anna", never, close, 0.0, line=line)
    packet = write(Pong(10**2000))
    for _ in range(2 * QUEUE_BYTES // len(packet)):
        client.push(packet)
    await asyncio.sleep(0)
    assert codes == [Close.SLOW]
    assert line.held <= QUEUE_BYTES + 2 * len(packet)
