"""B5: codes are guessed slowly and in vain; a room behind one address is never in its own way."""

import asyncio
import heapq
import random
import re

import pytest
from django.test import AsyncClient, Client

from samenspel.invitations import codes, tickets
from samenspel.invitations.guessing import LONGEST, PLACES_ADDRESS, PLACES_ALL, PLACES_KEPT, SAME_TIME, Busy, Guard
from samenspel.trajects import closing
from tests.figures import figures, seed, size
from tests.pages.conftest import Scene, ready, scene

__all__ = ["ready", "scene"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
GUESSES = size("GUESSES", 500, 20_000)
ALL_GUESSES = size("ALL_GUESSES", 1_500, 1_000_000)


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


async def test_b5_guesses_on_the_page_open_nothing_and_thirty_right_ones_pass(
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
    for _ in range(GUESSES // len(clients)):
        await asyncio.gather(*map(guess, clients))
    figures("B5 pages", guesses=GUESSES, opened=0, hours=round(clock.now / 3600, 2))
    assert len(pages) == 1
    assert clock.now > (GUESSES - 200) * 0.75 * LONGEST, "guessing was not slowed"
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
    assert most <= PLACES_ALL + PLACES_KEPT


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


class Hours(Clock):
    """Time in which many wait at once: it goes on when everybody does."""

    def __init__(self) -> None:
        super().__init__()
        self.sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.count = 0

    async def wait(self, seconds: float) -> None:
        self.count += 1
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (self.now + seconds, self.count, sleeper))
        await sleeper

    def on(self) -> None:
        """To the next moment at which somebody wakes."""
        self.now, _, sleeper = heapq.heappop(self.sleepers)
        if not sleeper.done():
            sleeper.set_result(None)


async def settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


async def test_b5_guesses_from_a_thousand_addresses_open_nothing_and_keep_no_meeting_out() -> None:
    first = seed()
    print(f"seed {first}")
    dice, clock = random.Random(first), Hours()
    guard = Guard(wait=clock.wait, now=clock)
    live = {"".join(dice.choice(codes.ALPHABET) for _ in range(codes.LENGTH)) for _ in range(20)}
    left, opened, busy = ALL_GUESSES, 0, 0

    async def bot(address: str) -> None:
        nonlocal left, opened, busy
        while left > 0:
            left -= 1
            try:
                async with guard.attempt(address) as attempt:
                    attempt.right = "".join(dice.choice(codes.ALPHABET) for _ in range(codes.LENGTH)) in live
                    opened += attempt.right
            except Busy:
                busy += 1

    bots = [asyncio.create_task(bot(f"198.51.{n // 250}.{n % 250}")) for n in range(min(1_000, ALL_GUESSES // 15))]
    waited: list[float] = []

    async def right(number: int) -> None:
        before = clock.now
        async with guard.attempt(f"203.0.113.{number}") as attempt:
            attempt.right = True
        waited.append(clock.now - before)

    meetings = []
    while not all(each.done() for each in bots):
        await settled()
        if len(meetings) < 200 and clock.now > 14 + 2 * len(meetings):
            meetings.append(asyncio.create_task(right(len(meetings))))
        elif clock.sleepers:
            clock.on()
    while not all(each.done() for each in meetings):
        await settled()
        if clock.sleepers:
            clock.on()
    judged = ALL_GUESSES - busy
    figures("B5 guesses", seed=first, guesses=ALL_GUESSES, judged=judged, opened=opened,
            hours=round(clock.now / 3600, 2), meetings=len(waited), longest_wait=max(waited))  # fmt: skip
    assert opened == 0
    assert judged / clock.now <= (PLACES_ALL + PLACES_KEPT) / SAME_TIME
    assert len(waited) >= 2 and max(waited) <= 0.1, "a right code from an address that did not guess had to wait"


async def test_b5_all_addresses_of_one_connection_count_as_one() -> None:
    clock = Clock()
    guard = Guard(wait=clock.wait, now=clock)
    for number in range(60):
        async with guard.attempt(f"2001:db8:1:2::{number:x}"):
            pass
    assert clock.waits[-1] > clock.waits[0]
    clock.waits.clear()
    async with guard.attempt("2001:db8:1:3::1"):
        pass
    async with guard.attempt("::ffff:192.0.2.1"):
        pass
    assert clock.waits == pytest.approx([SAME_TIME] * 2)


def headers(answer: object) -> dict[str, str]:
    """What stands around the page, but for the random part of a form's token."""
    return {name: value for name, value in answer.headers.items() if name != "Content-Length"}  # type: ignore[attr-defined]


def test_b5_every_wrong_code_and_every_wrong_link_answers_alike_around_the_page_too(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("samenspel.invitations.views.guard", Guard(wait=clock.wait, now=clock))
    answers = [Client().post("/meedoen", {"code": "ZZZZ2222"})]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samenspel.invitations.room_door.MOST_WAITING", 0)
        answers.append(Client().post("/meedoen", {"code": scene.code}))
    link = tickets.issue(scene.session, tickets.WALL, personal=True)
    tickets.revoke_walls(scene.session)
    closing.close(scene.session)
    answers.append(Client().post("/meedoen", {"code": scene.code}))
    assert all(
        headers(one) == headers(answers[0]) and one.cookies.keys() == answers[0].cookies.keys() for one in answers
    )
    links = [Client().post("/binnen", {"token": token}) for token in (link, "x" * 43, "", "\x00", "é" * 90)]
    assert {one.status_code for one in links} == {410} and {page(one) for one in links} == {page(links[0])}
    assert all(headers(one) == headers(links[0]) and not one.cookies.keys() - links[0].cookies.keys() for one in links)
