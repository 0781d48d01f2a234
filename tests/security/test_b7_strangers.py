"""B7: frames and requests of strangers, built by hypothesis from what the room and the pages take."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from samenspel.instruments import catalogue
from samenspel.room.protocol import FRAME_BYTES
from tests.figures import figures, size
from tests.figures import seed as chosen_seed
from tests.flow.test_b7_frames import Line, _connect, street
from tests.pages.conftest import Scene, ready, scene
from tests.security.addresses import House

__all__ = ["ready", "scene", "street"]
LINES, REQUESTS = size("LINES", 150, 30_000), size("REQUESTS", 150, 30_000)
SEED = chosen_seed()
LOOSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just("x" * 700),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    sorted({move.name for i in catalogue.load().values() for move in i.moves} | {"write", "reveal"})
)
places = st.sampled_from(["slips-instance", "slips-instance", "meeting-instance", "nowhere"])
args = st.fixed_dictionaries({"text": st.text(min_size=1, max_size=20)}) | st.dictionaries(
    st.sampled_from(["id", "text"]), odd
)
ops = st.integers(0, 10**15).map(lambda number: f"op-{number:016d}")
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "hello": {"cursor": st.none() | st.text(max_size=80)},
    "do": {"op": ops, "in": places, "move": names, "args": args},
    "fleeting": {"in": places, "name": st.just("writing"), "args": st.just({})},
    "ping": {},
}


@st.composite
def frames(draw: st.DrawFn) -> str:
    """A frame as a client makes it, whole (half of them) or with something wrong in it."""
    kind = draw(st.sampled_from(["do", "do", "do", *sorted(KINDS)]))
    frame = {"t": kind, **{name: draw(value) for name, value in KINDS[kind].items()}}
    wrong = draw(st.sampled_from([*["nothing"] * 6, "value", "missing", "extra", "cut", "text", "large"]))
    if wrong == "value":
        frame[draw(st.sampled_from(sorted(frame)))] = draw(odd)
    elif wrong == "missing":
        frame.pop(draw(st.sampled_from(sorted(frame))))
    elif wrong == "extra":
        frame[draw(st.text(max_size=5))] = draw(odd)
    try:
        text = msgspec.json.encode(frame).decode()
    except (UnicodeError, OverflowError):
        return draw(st.text())
    if wrong == "cut":
        return text[: draw(st.integers(0, len(text)))]
    if wrong == "large":
        return text + " " * FRAME_BYTES
    return draw(st.text(max_size=40)) if wrong == "text" else text


async def _say(street: Any, who: str, hello: bool, said: list[str]) -> tuple[int, int]:
    """How far the clock went, and how many commands were answered as done."""
    room = await street.room("5e55105e55105e55")
    before = room.clock
    line: Line = await _connect(who)
    if hello:
        await line.send_to('{"t":"hello"}')
    for text in said:
        await line.send_to(text)
    done = set()
    while not await line.receive_nothing(0.02, 0.004):
        text = (await line.receive_output(timeout=3)).get("text") or ""
        if '"t":"ack"' in text:
            done.add(msgspec.json.decode(text)["op"])
    await line.disconnect()
    return room.clock - before, len(done)


async def test_b7_only_a_command_that_is_answered_as_done_changes_anything(street, caplog) -> None:
    print(f"seed {SEED}")
    loop, count = asyncio.get_running_loop(), [0, 0]

    @seed(SEED)
    @settings(max_examples=LINES, deadline=None, database=None, suppress_health_check=LOOSE)
    @given(st.sampled_from(["anna", "bert", "nobody"]), st.booleans(), st.lists(frames(), min_size=1, max_size=8))
    def talk(who: str, hello: bool, said: list[str]) -> None:
        went, done = asyncio.run_coroutine_threadsafe(_say(street, who, hello, said), loop).result(20)
        assert went == done, f"{went} changes for {done} answers to {said}"
        count[0] += len(said)
        count[1] += done

    with caplog.at_level(logging.WARNING):
        await asyncio.to_thread(talk)
    wrong = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not wrong, [record.__dict__ for record in wrong]
    assert count[1], "no command at all was carried out"
    figures("B7 frames on sockets", seed=SEED, lines=LINES, frames=count[0], done=count[1])


def _rows() -> dict[str, int]:
    """How many rows every table holds, but those that every visit may write."""
    found = {}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                if table not in ("django_session", "invitations_ticket", "accounts_count"):
                    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
                    found[table] = cursor.fetchone()[0]
    return found


paths = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
junk = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
methods = st.sampled_from(["get", "post", "head", "put", "delete", "options", "patch", "trace"])
types = st.sampled_from(["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x",
                         "multipart/form-data", "text/plain; charset=nergens", "", "a/b"])  # fmt: skip


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_b7_no_request_of_a_stranger_breaks_a_page_or_changes_anything(scene: Scene, caplog) -> None:
    print(f"seed {SEED}")
    known = sorted(House(scene).addresses())
    before, statuses = _rows(), {}

    @seed(SEED)
    @settings(max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=LOOSE)
    @given(methods, st.sampled_from(known), paths, junk, st.binary(max_size=200), types, junk)
    def ask(method: str, path: str, more: str, query: str, body: bytes, kind: str, cookie: str) -> None:
        client = Client(enforce_csrf_checks=len(cookie) % 2 == 0, raise_request_exception=False)
        names = [f"samenspel_regie_{scene.id}", "samenspel_meedoen", "samenspel", "samenspel-csrf"]
        headers = {"cookie": "; ".join(f"{name}={cookie}" for name in names), "accept-language": query}
        address = path + (f"/{quote(more)}" if len(more) % 3 == 0 else "")
        answer = client.generic(method.upper(), address, body, content_type=kind, QUERY_STRING=query, headers=headers)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, f"{method} {address}?{query} {kind} {body!r}: {answer.status_code}"

    with caplog.at_level(logging.ERROR):
        ask()
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert _rows() == before, "a stranger's request changed something"
    figures("B7 requests", seed=SEED, requests=REQUESTS, statuses={str(k): v for k, v in sorted(statuses.items())})
