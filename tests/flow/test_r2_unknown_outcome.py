"""A commit of which nobody knows whether it landed: first found out, then answered (R2, R3, R8)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from samenspel.kernel.command import Command
from samenspel.kernel.refusal import Reason, Refused
from samenspel.room import patience
from samenspel.room.protocol import Close
from samenspel.room.room import Asked
from samenspel.store.interface import Unreachable
from tests.flow.conftest import BOSS, House
from tests.flow.sim import SimClient, op, settle


class Line:
    """The line to the store of a house: `lands` says whether a commit arrives before the line breaks, `breaks` how
    many commits break, `silent` how many questions after that get no answer."""

    def __init__(self, house: House, *, lands: bool, breaks: int = 1, silent: int = 0) -> None:
        self.commit, self.since = house.store.commit, house.store.since
        self.lands, self.breaks, self.silent = lands, breaks, silent
        house.store.commit, house.store.since = self._commit, self._since  # type: ignore[method-assign]

    def _commit(self, *args: Any) -> None:
        if self.breaks < 1:
            return self.commit(*args)
        self.breaks -= 1
        if self.lands:
            self.commit(*args)
        raise Unreachable

    def _since(self, *args: Any) -> Any:
        if self.silent < 1:
            return self.since(*args)
        self.silent -= 1
        raise Unreachable


def words(house: House) -> list[str]:
    return [record.body.text for record in house.store.load(house.room.session).records if record.type == "test_slip"]


@pytest.mark.parametrize("lands", [True, False])
@pytest.mark.parametrize("silent", [0, 3])
async def test_r2_it_is_saved_once_whether_it_landed_or_not(house: House, lands: bool, silent: int) -> None:
    anna, bert = await house.person("anna"), await house.person("bert")
    Line(house, lands=lands, silent=silent)
    anna.do(op(1), house.slips, "write", text="net op tijd")
    bert.do(op(2), house.slips, "write", text="ook")
    await settle(anna, bert)
    assert anna.acked == {op(1)} and bert.acked == {op(2)}
    assert not anna.refused and not bert.refused
    assert sorted(words(house)) == ["net op tijd", "ook"]
    for client in (anna, bert):
        assert client.mirror == client.fresh()


async def test_r2_as_long_as_nobody_knows_nothing_is_said_and_asking_again_is_safe(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    anna = await house.person("anna")
    line = Line(house, lands=True, silent=10**6)
    anna.do(op(1), house.slips, "write", text="wie weet")
    await asyncio.sleep(0.6)
    assert anna.closed == Close.RESTART
    assert not anna.acked and not anna.refused, "neither saved nor not saved"
    line.silent = 0
    await anna.connect(house.room)
    await settle(anna)
    assert anna.acked == {op(1)}
    assert words(house) == ["wie weet"]


async def test_r2_what_cannot_be_written_is_refused_and_what_landed_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    anna = await house.person("anna")
    Line(house, lands=False, breaks=10**6)
    anna.do(op(1), house.slips, "write", text="schijf vol")
    await settle(anna)
    assert anna.refused[op(1)]["reason"] == Reason.UNAVAILABLE
    assert words(house) == []
    assert anna.closed is None


async def test_r2_who_asks_without_a_connection_hears_that_it_did_not_work_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.1)
    line = Line(house, lands=True, silent=10**6)
    answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    write = Command(op=op(9), instance=house.slips, move="write", args={"text": "via een pagina"})
    house.room.ask(Asked(write, actor=BOSS, answer=answer))
    with pytest.raises(Refused):
        await asyncio.wait_for(answer, 5)
    line.silent = 0
    again: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    house.room.ask(Asked(write, actor=BOSS, answer=again))
    await asyncio.wait_for(again, 5)
    assert words(house) == ["via een pagina"]


async def test_r8_what_landed_unheard_is_followed_by_whoever_follows_commits(house: House) -> None:
    followed: list[str] = []
    house.deps.after_commit.append(lambda session, batch: followed.extend(c.record.type for c in batch.changes))
    Line(house, lands=True)
    await house.by(BOSS, "write", house.slips, text="gehoord")
    assert followed == ["test_slip"]


async def test_r8_a_stopping_room_does_not_wait_for_a_silent_store(house: House) -> None:
    anna = SimClient("anna")
    await house.by(BOSS, "add_attendee", name="anna", id="anna")
    await anna.connect(house.room)
    line = Line(house, lands=True, silent=10**6)
    anna.do(op(1), house.slips, "write", text="onderweg")
    await asyncio.sleep(0.05)
    await asyncio.wait_for(house.room.stop(), 4)
    assert not anna.refused
    line.silent = 0
