"""B5: codes are guessed slowly and in vain; a room behind one address is never in its own way."""

import asyncio
import random
import re

import pytest
from django.test import AsyncClient, Client

from samenspel.invitations import codes
from samenspel.invitations.guessing import LONGEST, PLACES_ADDRESS, PLACES_ALL, SAME_TIME, Busy, Guard
from samenspel.trajects import closing
from tests.pages.conftest import Scene, ready, scene

__all__ = ["ready", "scene"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def page(answer: object) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())  # type: ignore[attr-defined]


async def test_two_thousand_guesses_open_nothing_and_thirty_right_ones_pass(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    guard = Guard(wait=clock.wait, now=clock)
    monkeypatch.setattr("samenspel.invitations.views.guard", guard)
    dice = random.Random(5)
    pages = set()

    async def guess(client: AsyncClient) -> None:
        typed = "".join(dice.choice(codes.ALPHABET) for _ in range(codes.LENGTH))
        answer = await client.post("/meedoen", {"code": typed})
        assert answer.status_code == 422
        pages.add(page(answer))

    clients = [AsyncClient() for _ in range(10)]
    for _ in range(2_000 // len(clients)):
        await asyncio.gather(*map(guess, clients))
    assert len(pages) == 1
    assert clock.now > 1_500 * LONGEST, "guessing was not slowed"
    before = clock.now
    for _ in range(30):
        right = await AsyncClient().post("/meedoen", {"code": scene.code})
        assert right.headers["Location"] == "/meedoen/wie"
    assert clock.now == before, "a right code waited"


def test_unknown_closed_and_full_answer_alike(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("samenspel.invitations.views.guard", Guard(wait=clock.wait, now=clock))
    unknown = Client().post("/meedoen", {"code": "ZZZZ2222"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samenspel.invitations.room_door.MOST_WAITING", 0)
        full = Client().post("/meedoen", {"code": scene.code})
    closing.close(scene.session)
    closed = Client().post("/meedoen", {"code": scene.code})
    odd = Client().post("/meedoen", {"code": "\x00" * 5_000})
    empty = Client().post("/meedoen", {})
    assert {page(each) for each in (unknown, full, closed, odd, empty)} == {page(unknown)}
    assert {each.status_code for each in (unknown, full, closed, odd, empty)} == {422}
    assert clock.waits == pytest.approx([SAME_TIME] * 5)


async def test_guessing_in_parallel_does_not_get_round_the_wait() -> None:
    clock = Clock()
    guard = Guard(wait=clock.wait, now=clock)
    inside = most = 0

    async def guess(address: str) -> None:
        nonlocal inside, most
        try:
            async with guard.attempt(address):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1
        except Busy:
            pass

    await asyncio.gather(*(guess("one") for _ in range(200)))
    assert most <= PLACES_ADDRESS
    most = 0
    await asyncio.gather(*(guess(f"address {n}") for n in range(400)))
    assert most <= PLACES_ALL


async def test_thirty_at_once_behind_one_address_never_wait() -> None:
    clock = Clock()
    guard = Guard(wait=clock.wait, now=clock)

    async def right() -> None:
        async with guard.attempt("one room") as attempt:
            attempt.right = True

    await asyncio.gather(*(right() for _ in range(30)))
    assert not clock.waits


def test_codes_are_of_the_kind_people_can_read(scene: Scene) -> None:
    assert len(codes.ALPHABET) == 31 and not set(codes.ALPHABET) & set("01ILO")
    assert len(scene.code) == 8 and set(scene.code) <= set(codes.ALPHABET)
    assert codes.shown(scene.code) == f"{scene.code[:4]} {scene.code[4:]}"
    from samenspel.invitations.models import JoinCode

    row = JoinCode.objects.get()
    assert scene.code.encode() not in bytes(row.code) + bytes(row.code_hash)
