"""How a room, a ticket or a session ends while people are connected (R1, R2, R5)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from samenspel.kernel.command import Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room import hub as hub_module
from samenspel.room.client import Client
from samenspel.room.hub import Hub
from samenspel.room.limits import BURST
from samenspel.room.protocol import Close
from samenspel.room.room import Asked
from samenspel.store.interface import Gone, Unreachable
from tests.flow.conftest import BOSS, House
from tests.flow.sim import SESSION, SimClient, op, settle


@pytest_asyncio.fixture
async def street(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """A hub that polls often, on the store and the dependencies of the house."""
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 0.05)
    hub = Hub()
    hub.configure(lambda: house.deps, lambda *_: None)
    yield hub
    await hub.stop()


async def test_r2_a_room_that_stops_during_a_commit_tells_its_outcome(house: House) -> None:
    anna = await house.person("anna")
    gate, entered = threading.Event(), threading.Event()
    commit = house.store.commit

    def slow(*args):
        entered.set()
        assert gate.wait(5)
        commit(*args)

    house.store.commit = slow
    answer = asyncio.get_running_loop().create_future()
    anna.do(op(1), house.slips, "write", text="tijdens het stoppen")
    write = Command(op=op(2), instance=house.slips, move="write", args={"text": "ook"})
    house.room.ask(Asked(write, actor=BOSS, answer=answer))
    await asyncio.to_thread(entered.wait, 5)
    stopping = asyncio.create_task(house.room.stop())
    await asyncio.sleep(0.02)
    gate.set()
    await asyncio.wait_for(stopping, 5)
    await asyncio.wait_for(answer, 1)
    await settle(anna)
    assert op(1) in anna.acked
    late = asyncio.get_running_loop().create_future()
    house.room.ask(Asked(write, actor=BOSS, answer=late))
    with pytest.raises(Refused) as refused:
        await asyncio.wait_for(late, 1)
    assert refused.value.reason is Reason.UNAVAILABLE


async def test_a_removed_session_puts_everybody_out_and_leaves_nothing_in_memory(house: House, street: Hub) -> None:
    anna = SimClient("anna")
    await house.by(BOSS, "add_attendee", name="anna", id="anna")
    room = await street.room(SESSION)
    await anna.connect(room)
    house.store.destroy(SESSION)
    await asyncio.sleep(0.3)
    assert anna.closed == Close.REMOVED
    assert room._task.done(), "no task is left behind"
    with pytest.raises(Gone):
        await street.room(SESSION)
    assert not street._opening and not street._empty_since


async def test_a_removed_session_is_forgotten_when_nobody_is_connected_too(house: House, street: Hub) -> None:
    await street.room(SESSION)
    house.store.destroy(SESSION)
    await asyncio.sleep(0.2)
    assert not street._rooms


async def test_b15_a_room_without_connections_leaves_memory_and_one_with_stays(
    house: House, street: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "EMPTY_SECONDS", 0.1)
    await house.by(BOSS, "add_attendee", name="anna", id="anna")
    anna = SimClient("anna")
    await anna.connect(await street.room(SESSION))
    await asyncio.sleep(0.5)
    assert list(street._rooms) == [SESSION] and anna.closed is None
    await anna.drop()
    async with asyncio.timeout(10):
        while street._rooms:
            await asyncio.sleep(0.02)


async def test_r9_the_poll_goes_on_and_survives_a_failure(house: House, street: Hub) -> None:
    room = await street.room(SESSION)
    clocks, asked = house.store.clocks, []

    def failing_at_first(sessions):
        asked.append(len(sessions))
        if len(asked) == 1:
            raise Unreachable
        return clocks(sessions)

    house.store.clocks = failing_at_first
    async with asyncio.timeout(10):
        while len(asked) < 3:
            await asyncio.sleep(0.01)
        await house.by(BOSS, "reveal", house.slips)
        while room.clock < house.room.clock:
            await asyncio.sleep(0.01)


async def test_r10_two_who_come_at_once_come_into_one_room(house: House, street: Hub) -> None:
    load, loads = house.store.load, []
    house.store.load = lambda session: loads.append(session) or load(session)
    first = asyncio.create_task(street.room(SESSION))
    await asyncio.sleep(0)
    rest = asyncio.gather(*(street.room(SESSION) for _ in range(5)))
    first.cancel()
    rooms = await rest
    assert len({id(room) for room in rooms}) == 1
    assert len(loads) == 1


async def test_r1_a_revoked_ticket_loses_its_open_connection(house: House, street: Hub) -> None:
    revoked = {"t1"}
    object.__setattr__(house.deps, "revoked", lambda keys: keys & revoked)
    await house.by(BOSS, "add_attendee", name="anna", id="anna")
    room = await street.room(SESSION)
    closed: dict[str, int] = {}
    clients = []
    for ticket in ("t1", "t2"):

        async def close(code: int, ticket: str = ticket) -> None:
            closed[ticket] = code

        async def send(text: str) -> None:
            pass

        client = Client("deelnemer", "anna", send, close, 0.0, ticket)
        clients.append((client, asyncio.create_task(client.write())))
        room.doorway.enter(client, None)
    await asyncio.sleep(0.3)
    assert closed == {"t1": Close.NO_TICKET}
    for client, writer in clients:
        room.doorway.leave(client)
        writer.cancel()


async def test_r5_who_loses_a_role_gets_nothing_of_that_batch_in_it(house: House) -> None:
    note = await house.person("note", role="note_taker")
    anna = await house.person("anna")
    await asyncio.sleep(0.1)
    loop = asyncio.get_running_loop()
    answers = [loop.create_future() for _ in range(2)]
    demote = Command(
        op=op(1), instance=house.meeting, move="change_attendee", args={"id": "note", "role": "participant"}
    )
    write = Command(op=op(2), instance=house.slips, move="write", args={"text": "geheim-na-het-afscheid"})
    house.room.ask(Asked(demote, actor=BOSS, answer=answers[0]))
    house.room.ask(Asked(write, actor=BOSS, answer=answers[1]))
    before = len(note.bytes_seen)
    await asyncio.gather(*answers)
    await asyncio.sleep(0.1)
    assert note.closed == Close.FORBIDDEN
    assert note.bytes_seen[before:] == []
    assert anna.closed is None


async def test_r12_more_connections_do_not_give_more_commands(house: House) -> None:
    anna = await house.person("anna")
    second = SimClient("anna")
    await second.connect(house.room)
    now = asyncio.get_running_loop().time()
    assert sum(anna.link.bucket.take(now) for _ in range(100)) == int(BURST)
    assert not second.link.bucket.take(now)
    await second.drop()


async def test_r4_who_cannot_be_told_comes_back_for_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await house.person("anna")

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("samenspel.room.room.fan_out", broken)
    await house.by(BOSS, "reveal", house.slips)
    await asyncio.sleep(0.05)
    assert anna.closed == Close.RESTART
