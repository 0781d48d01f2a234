"""B14: the queue at the door of a room that fills up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from samenspel.invitations import door_queue, tickets
from samenspel.invitations.door_queue import AT_ONCE, DoorQueue, Shown


class Desk:
    """A desk that knows everybody, and remembers how many it was asked about at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.questions: list[int] = []
        monkeypatch.setattr(door_queue, "look_up", self._look_up)
        self.queue = DoorQueue(self._in_thread)

    def _look_up(self, hashes: list[str]) -> dict[str, Shown]:
        self.questions.append(len(hashes))
        return {one: Shown(1, "s1", "deelnemer", one) for one in hashes}

    async def _in_thread(self, work: Callable[[], dict[str, Shown]]) -> dict[str, Shown]:
        await asyncio.sleep(0)
        return work()


def token(number: int) -> str:
    return f"token-{number:030d}"


async def test_b14_the_first_is_looked_up_at_once_and_who_follows_soon_goes_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_queue, "GATHER_SECONDS", 3_600.0)
    desk = Desk(monkeypatch)
    first = await asyncio.wait_for(desk.queue.ask(token(0)), 5)
    assert first is not None and first.attendee == tickets.hashed(token(0)) and desk.questions == [1]
    monkeypatch.setattr(door_queue, "GATHER_SECONDS", 0.5)
    rest = []
    for number in range(1, 6):
        rest.append(asyncio.create_task(desk.queue.ask(token(number))))
        for _ in range(3):
            await asyncio.sleep(0)
    found = await asyncio.wait_for(asyncio.gather(*rest), 5)
    assert [one and one.attendee for one in found] == [tickets.hashed(token(number)) for number in range(1, 6)]
    assert desk.questions == [1, 5]


async def test_b14_a_crowd_that_does_not_fit_in_one_question_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_queue, "GATHER_SECONDS", 3_600.0)
    desk = Desk(monkeypatch)
    await desk.queue.ask(token(0))
    crowd = [desk.queue.ask(token(number)) for number in range(1, 2 * AT_ONCE + 1)]
    assert all(await asyncio.wait_for(asyncio.gather(*crowd), 5))
    assert desk.questions == [1, AT_ONCE, AT_ONCE]


async def test_b14_who_waited_for_a_task_that_was_cancelled_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_queue, "GATHER_SECONDS", 3_600.0)
    desk = Desk(monkeypatch)
    await desk.queue.ask(token(0))
    left = asyncio.create_task(desk.queue.ask(token(1)))
    await asyncio.sleep(0)
    assert desk.queue._task is not None
    desk.queue._task.cancel()
    await asyncio.sleep(0)
    monkeypatch.setattr(door_queue, "GATHER_SECONDS", 0.0)
    assert await asyncio.wait_for(desk.queue.ask(token(2)), 5)
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(left, 5)
