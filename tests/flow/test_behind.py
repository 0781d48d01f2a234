"""Coming in at a process that has not heard yet what another one committed (R3, R8, R9, R10)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room.ledger import as_refused, refused_in
from samenspel.room.protocol import Close
from samenspel.room.room import Asked, Room
from samenspel.store.interface import Effect, Loaded, OpKey, Unreachable
from tests.flow.conftest import BOSS, House
from tests.flow.sim import SESSION, SimClient, op, settle


@pytest_asyncio.fixture
async def elsewhere(house: House) -> AsyncIterator[Room]:
    """A second process with the same session; no doorbell reaches it."""
    await house.person("p1", await house.party("GGZ"))
    room = Room(SESSION, house.store.load(SESSION), house.deps)
    yield room
    await room.stop()


def writes(client: SimClient, house: House, number: int) -> str:
    return client.do(op(number), house.slips, "write", text=f"woorden {number}")


async def writes_and_hears_nothing(client: SimClient, house: House, of: str = "ack") -> None:
    """It is done, and the line breaks before the answer, or before what it changed."""
    client.swallow = lambda frame: frame["t"] in (of, "ack")
    writes(client, house, 1)
    async with asyncio.timeout(5):
        while client.link is not None:
            await asyncio.sleep(0.005)
    client.swallow = lambda frame: False


async def first_frame(client: SimClient) -> dict[str, object]:
    async with asyncio.timeout(5):
        while not client.frames:
            await asyncio.sleep(0.005)
    return client.frames[0]


async def closed(client: SimClient) -> int:
    async with asyncio.timeout(5):
        while client.closed is None:
            await asyncio.sleep(0.005)
    return client.closed


async def test_r10_who_saw_more_than_the_process_it_comes_to_never_sees_less(house: House, elsewhere: Room) -> None:
    client = house.people["p1"]
    writes(client, house, 1)
    await settle(client)
    held = dict(client.mirror)
    await client.drop()
    client.frames.clear()
    await client.connect(elsewhere)
    assert (await first_frame(client))["t"] == "changes", "a snapshot of an older state takes back what was shown"
    assert client.mirror == held == client.fresh()


async def test_r3_an_op_asked_again_at_a_process_that_is_behind_is_done_once(house: House, elsewhere: Room) -> None:
    client = house.people["p1"]
    await writes_and_hears_nothing(client, house)
    clock = house.store.clock(SESSION)
    await client.connect(elsewhere)
    await settle(client)
    assert client.acked == {op(1)}
    assert house.store.clock(SESSION) == clock == elsewhere.clock


async def test_r3_whoever_hears_that_it_was_done_elsewhere_holds_it_already(house: House, elsewhere: Room) -> None:
    """Found by a long trial: a room that let old ops go asks the store, and so knows of what it has not taken over."""
    client = house.people["p1"]
    await writes_and_hears_nothing(client, house, of="changes")
    client.frames.clear()
    elsewhere.ledger.complete = False
    await client.connect(elsewhere)
    await settle(client)
    assert client.acked == {op(1)}
    put = [n for n, frame in enumerate(client.frames) if "woorden 1" in str(frame)]
    told = [n for n, frame in enumerate(client.frames) if frame["t"] == "ack"]
    assert put and put[0] < told[0], "its own words came after the answer, or not at all"
    assert client.mirror == client.fresh()


async def asked_at(room: Room, number: int, within: str, move: str, again: bool = False, **args: str) -> None:
    """p1 asks this of a process, for the first time or `again`; raises what it is refused with."""
    answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    actor = Actor(person="p1", role=Role.PARTICIPANT, party=room.state.get("p1").body.party)
    command = Command(op=op(number), instance=within, move=move, args=args)
    room.ask(Asked(command, actor=actor, answer=answer, again=again))
    await asyncio.wait_for(answer, 5)


async def test_r3_a_process_that_is_behind_does_not_refuse_what_was_done(house: House, elsewhere: Room) -> None:
    """Found by a long trial: done at one process, the answer lost, and refused by the next for what it did not know."""
    await asked_at(house.room, 1, house.slips, "write", text="kort")
    slip = next(record.id for record in house.room.state.of("test_slip"))
    await asked_at(house.room, 2, house.slips, "remove", id=slip)
    await asked_at(elsewhere, 2, house.slips, "remove", id=slip)
    assert elsewhere.clock == house.store.clock(SESSION)


async def test_r8_a_process_that_is_behind_does_not_refuse_what_may_be_done_now(house: House, elsewhere: Room) -> None:
    await asked_at(house.room, 1, house.slips, "write", text="eerste woorden")
    slip = next(record.id for record in house.room.state.of("test_slip"))
    await asked_at(elsewhere, 2, house.slips, "remove", id=slip)
    with pytest.raises(Refused) as refused:
        await asked_at(house.room, 3, house.slips, "remove", id=slip)
    assert refused.value.reason is Reason.NOT_FOUND, "a refusal that is right is told"


async def refused_when_asked_again(house: House, room: Room) -> None:
    """p1 hears of this process that what it asked cannot be done; a moment later it could be."""
    await house.by(BOSS, "set_phase", instance=house.slips, phase="done")
    with pytest.raises(Refused) as refused:
        await asked_at(room, 1, house.slips, "write", again=True, text="woorden")
    assert refused.value.reason is Reason.WRONG_PHASE
    if room is not house.room:
        house.room.look()
    await house.by(BOSS, "set_phase", instance=house.slips, phase="writing")


@pytest.mark.parametrize("here", [True, False], ids=["at the same process", "at another process"])
async def test_r3_what_was_refused_when_asked_again_is_not_done_when_the_first_asking_arrives(
    house: House, elsewhere: Room, here: bool
) -> None:
    """The old line held it back for a while; meanwhile somebody was told that it is not done."""
    await refused_when_asked_again(house, house.room if here else elsewhere)
    with pytest.raises(Refused) as late:
        await asked_at(house.room, 1, house.slips, "write", text="woorden")
    assert late.value.reason is Reason.WRONG_PHASE, "the same answer as the first time"
    assert not house.room.state.of("test_slip")
    await asked_at(house.room, 2, house.slips, "write", text="woorden")
    assert len(house.room.state.of("test_slip")) == 1, "who asks anew is heard"


async def test_r3_a_process_that_stood_still_does_nothing_after_all_for_who_was_refused_elsewhere(house: House) -> None:
    """It had decided already, and stood still before it committed."""
    client = house.people["p1"] = await house.person("p1", await house.party("GGZ"))
    commit = house.store.commit

    def stands_still(session: str, base: int, *given: Any) -> None:
        house.store.commit = commit  # type: ignore[method-assign]
        commit(session, base, [Effect(OpKey("p1", op(1), as_refused(Reason.WRONG_PHASE)), base + 1, ())])
        commit(session, base, *given)

    house.store.commit = stands_still  # type: ignore[method-assign]
    writes(client, house, 1)
    await settle(client)
    assert client.refused[op(1)]["reason"] == Reason.WRONG_PHASE and not client.acked
    assert not house.room.state.of("test_slip")


async def test_r3_a_refusal_leaves_nothing_behind_unless_it_was_asked_before(house: House, elsewhere: Room) -> None:
    await house.by(BOSS, "set_phase", instance=house.slips, phase="done")
    clock = house.store.clock(SESSION)
    with pytest.raises(Refused):
        await asked_at(house.room, 1, house.slips, "write", text="woorden")
    with pytest.raises(Refused) as passes:
        await asked_at(house.room, 2, house.slips, "explode", again=True)
    assert passes.value.reason is Reason.UNAVAILABLE, "which is asked again and may be done then"
    assert house.store.clock(SESSION) == clock


async def test_r3_what_was_done_stays_done_whatever_is_asked_under_its_name(house: House, elsewhere: Room) -> None:
    await asked_at(house.room, 1, house.slips, "write", text="woorden")
    for text, reason in (("andere woorden", Reason.MALFORMED), ("woorden", None)):
        try:
            await asked_at(elsewhere, 1, house.slips, "write", again=True, text=text)
            told = None
        except Refused as refused:
            told = refused.reason
        assert told is reason
    assert refused_in(house.store.load(SESSION).ops[("p1", op(1))][0]) is None


async def test_r3_who_may_not_ask_any_more_hears_that_it_was_done_before(house: House) -> None:
    client = house.people["p1"] = await house.person("p1")
    await writes_and_hears_nothing(client, house)
    await house.by(BOSS, "end_meeting")
    await client.connect(house.room)
    writes(client, house, 2)
    await settle(client)
    assert client.acked == {op(1)}
    assert client.refused[op(2)]["reason"] == Reason.CLOSED


async def test_r8_who_was_let_in_by_another_process_is_not_sent_away(house: House, elsewhere: Room) -> None:
    newcomer = await house.person("p2")
    await newcomer.drop()
    newcomer.frames.clear()
    newcomer.cursor = None
    await newcomer.connect(elsewhere)
    assert (await first_frame(newcomer))["t"] == "snapshot"
    assert newcomer.you["person"] == "p2"
    assert newcomer.closed is None


async def test_r8_who_changed_place_elsewhere_comes_in_as_what_it_is_now(house: House, elsewhere: Room) -> None:
    client = house.people["p1"]
    party = await house.party("School")
    await house.by(BOSS, "change_attendee", id="p1", party=party)
    async with asyncio.timeout(5):
        while client.you.get("party") != party:
            await asyncio.sleep(0.005)
    await client.drop()
    client.frames.clear()
    await client.connect(elsewhere)
    await first_frame(client)
    assert client.you["party"] == party


async def test_r8_what_another_process_removed_is_gone_here_and_stays_gone(house: House, elsewhere: Room) -> None:
    writer = house.people["p1"]
    await house.person("p2")
    await house.person("p3")
    await house.by(BOSS, "reveal", house.slips)
    writes(writer, house, 1)
    await settle(writer)
    away, stays = SimClient("p2"), SimClient("p3")
    for client in (away, stays):
        await client.connect(elsewhere)
        await first_frame(client)
    elsewhere.rung(house.room.clock)
    slip = next(key for key, record in writer.mirror.items() if record["type"] == "test_slip")
    async with asyncio.timeout(5):
        while not (slip in away.mirror and slip in stays.mirror):
            await asyncio.sleep(0.005)
    await away.drop()
    writer.do(op(2), house.slips, "remove", id=slip)
    await settle(writer)
    elsewhere.rung(house.room.clock)
    async with asyncio.timeout(5):
        while elsewhere.clock < house.room.clock:
            await asyncio.sleep(0.005)
    away.frames.clear()
    await away.connect(elsewhere)
    assert (await first_frame(away))["t"] == "changes"
    for client in (away, stays):
        assert slip not in client.mirror
        assert client.mirror == client.fresh()
        await client.drop()


async def test_r9_a_ring_for_one_change_is_heard(house: House, elsewhere: Room) -> None:
    writes(house.people["p1"], house, 1)
    await settle(house.people["p1"])
    assert house.room.clock == elsewhere.clock + 1
    elsewhere.rung(house.room.clock)
    async with asyncio.timeout(5):
        while elsewhere.clock < house.room.clock:
            await asyncio.sleep(0.005)


async def test_r5_a_stranger_is_sent_away_after_looking(house: House, elsewhere: Room) -> None:
    stranger = SimClient("nobody")
    await stranger.connect(elsewhere)
    assert await closed(stranger) == Close.FORBIDDEN


async def test_r8_without_an_answer_of_the_database_who_waits_tries_again_later(
    house: House, elsewhere: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(session: str, clock: int) -> Loaded:
        raise Unreachable(session)

    monkeypatch.setattr("samenspel.room.patience.PATIENCE", 0.0)
    monkeypatch.setattr(house.store, "since", unreachable)
    newcomer = await house.person("p2")
    await newcomer.drop()
    newcomer.cursor = None
    await newcomer.connect(elsewhere)
    assert await closed(newcomer) == Close.RESTART
