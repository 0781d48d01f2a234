"""Ballots in a room (R13): what it commits of them, and what it remembers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from samenspel.instruments.quick_poll.definition import INSTRUMENT
from samenspel.instruments.quick_poll.records import Poll, PollBallot, PollRound
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Reason
from samenspel.room.room import Room
from samenspel.store.interface import Effect
from tests.flow.conftest import BOSS, House
from tests.flow.sim import INSTRUMENTS, SESSION, SimClient, op, settle


@pytest.fixture
def committed(house: House, monkeypatch: pytest.MonkeyPatch) -> list[Effect]:
    """Every effect that reaches the store, in a house where a quick poll may be held."""
    monkeypatch.setitem(INSTRUMENTS, "quick_poll", INSTRUMENT)
    commit, found = house.store.commit, []

    def noted(session: str, base: int, effects: Any, nearly: Any = None) -> None:
        commit(session, base, effects, nearly)
        found.extend(effects)

    monkeypatch.setattr(house.store, "commit", noted)
    return found


async def opened(house: House) -> tuple[str, str, list[SimClient]]:
    """A round that is open, and three people who may vote in it: instance, round, people."""
    people = [await house.person(name) for name in ("anna", "bert", "cees")]
    await house.by(BOSS, "add_instance", instrument="quick_poll", title="Peiling")
    where = next(r.id for r in house.room.state.of(Instance) if r.body.instrument == "quick_poll")
    await house.by(BOSS, "set_question", where, kind="choice", question="Wie?", options=["Een", "Twee"], choose=1)
    await house.by(BOSS, "open_round", where, poll=house.room.state.of(Poll)[0].id)
    return where, house.room.state.of(PollRound)[0].id, people


async def vote(where: str, box: str, people: list[SimClient]) -> None:
    for number, client in enumerate(people):
        client.do(op(100 + number), where, "cast", round=box, picks=[number % 2])
        await settle(client)
        assert op(100 + number) in client.acked


async def test_r13_what_is_committed_of_a_ballot_names_nobody_outside_it(house: House, committed: list[Effect]) -> None:
    where, box, people = await opened(house)
    committed.clear()
    await vote(where, box, people)
    assert [effect.key for effect in committed] == [None] * 3
    assert {effect.cast.person for effect in committed if effect.cast} == {"anna", "bert", "cees"}
    assert not house.store.load(house.room.session).ops.keys() & {(c.name, op(100 + n)) for n, c in enumerate(people)}
    committed.clear()
    await house.by(BOSS, "close_round", where, round=box, sure=True)
    (effect,) = committed
    assert effect.closed == (box,)
    assert len(effect.lost) >= 3
    assert not [tag for _, tags in effect.lost for tag in tags if tag.startswith("person:")]


async def test_r13_a_ballot_that_is_refused_leaves_nothing_either(house: House, committed: list[Effect]) -> None:
    """Not even when it was asked again, of which the ledger otherwise keeps that it was refused (R3)."""
    where, box, (anna, *others) = await opened(house)
    await vote(where, box, others)
    await house.by(BOSS, "close_round", where, round=box, sure=True)
    await anna.drop()
    committed.clear()
    anna.do(op(200), where, "cast", round=box, picks=[0])
    anna.sent.add(op(200))
    await anna.connect(house.room)
    await settle(anna)
    assert anna.refused[op(200)]["reason"] == Reason.WRONG_PHASE
    assert not committed
    assert not house.store.load(house.room.session).ops.keys() & {("anna", op(200))}


async def test_r13_a_room_forgets_who_voted_when_the_round_closes(house: House, committed: list[Effect]) -> None:
    where, box, people = await opened(house)
    await vote(where, box, people)
    clock = house.room.clock
    anna = people[0]
    anna.do(op(100), where, "cast", round=box, picks=[0])
    await settle(anna)
    assert house.room.clock == clock, "sent again it is the same ballot (R3)"
    assert len(house.room.state.of(PollBallot)) == 3
    assert {person for person, _ in house.room._known()} >= {"anna", "bert", "cees"}
    await house.by(BOSS, "close_round", where, round=box, sure=True)
    await asyncio.sleep(0.05)
    assert house.room.cast == {}
    assert not {person for person, _ in house.room._known()} & {"anna", "bert", "cees"}
    assert house.room.state.of(PollBallot) == []
    for client in people:
        assert client.mirror == client.fresh()


async def test_r13_a_ballot_given_here_and_sent_again_elsewhere_is_one_ballot(
    house: House, committed: list[Effect]
) -> None:
    where, box, people = await opened(house)
    other = Room(SESSION, house.store.load(SESSION), house.deps)
    await vote(where, box, people)
    anna = people[0]
    await anna.drop()
    committed.clear()
    await anna.connect(other)
    anna.do(op(100), where, "cast", round=box, picks=[0])
    anna.do(op(100), where, "cast", round=box, picks=[0])
    await settle(anna)
    assert not anna.refused and committed == []
    assert len(other.state.of(PollBallot)) == 3
    await anna.drop()
    await other.stop()


async def test_r10_regie_that_was_away_at_the_close_loses_the_paper_ballots_it_typed_in(
    house: House, committed: list[Effect]
) -> None:
    where, box, people = await opened(house)
    boss = house.people["boss"]
    boss.do(op(90), where, "cast_paper", round=box, picks=[0])
    await settle(boss)
    typed = [one["id"] for one in boss.mirror.values() if one["type"] == PollBallot.TYPE]
    assert len(typed) == 1, "who typed it in sees it, to take back what was typed in wrong"
    await vote(where, box, people)
    await boss.drop()
    await house.by(BOSS, "close_round", where, round=box, sure=True)
    boss.frames.clear()
    await boss.connect(house.room)
    await settle(boss)
    assert [frame["t"] for frame in boss.frames if frame["t"] in ("snapshot", "changes")] == ["changes"]
    assert typed[0] not in boss.mirror and boss.mirror == boss.fresh()
