"""B7: frames of strangers on real sockets, built by hypothesis from what the room takes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from samenspel.instruments import catalogue
from samenspel.kernel.refusal import Refused
from samenspel.room.protocol import FRAME_BYTES, Do, read
from tests.figures import figures, size
from tests.figures import seed as chosen_seed
from tests.flow.sim import SESSION
from tests.flow.test_b7_frames import Line, _connect, street

__all__ = ["street"]
LARGE = "~" * 9
"""Stands for so many spaces that the frame is too large."""
LINES = size("LINES", 150, 30_000)
SEED = chosen_seed()
LOOSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just("x" * 700),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
names = st.just("write") | st.sampled_from(sorted({move.name for i in catalogue.load().values() for move in i.moves}))
places = st.just("slips-instance") | st.sampled_from(["meeting-instance", "nowhere"])
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
    kind = draw(st.just("do") | st.sampled_from(sorted(KINDS)))
    frame = {"t": kind, **{name: draw(value) for name, value in KINDS[kind].items()}}
    wrong = draw(st.just("nothing") | st.sampled_from(["value", "missing", "extra", "cut", "text", "large"]))
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
        return text + LARGE
    return draw(st.text(max_size=40)) if wrong == "text" else text


async def _say(who: str, hello: bool, said: list[str]) -> set[tuple[str, str]]:
    """The commands of whom that were answered as done."""
    line: Line = await _connect(who)
    if hello:
        await line.send_to('{"t":"hello"}')
    for text in said:
        await line.send_to(text)
    done = set()
    while not await line.receive_nothing(0.02, 0.004):
        text = (await line.receive_output(timeout=3)).get("text") or ""
        if '"t":"ack"' in text:
            done.add((who, msgspec.json.decode(text)["op"]))
    await line.disconnect()
    return done


def _commands(who: str, said: list[str]) -> set[tuple[str, str]]:
    """What of this the room may take for a command."""
    found = set()
    for text in said:
        with contextlib.suppress(Refused):
            frame = read(text)
            if isinstance(frame, Do):
                found.add((who, frame.op))
    return found


async def test_b7_only_commands_change_anything_and_each_of_them_once(street, caplog) -> None:
    print(f"seed {SEED}")
    loop, room = asyncio.get_running_loop(), await street.room(SESSION)
    clock, ops, frames_said = room.clock, set(room.ledger.ops), 0
    asked: set[tuple[str, str]] = set()
    done: set[tuple[str, str]] = set()

    @seed(SEED)
    @settings(max_examples=LINES, deadline=None, database=None, suppress_health_check=LOOSE)
    @given(st.sampled_from(["anna", "bert", "nobody"]), st.booleans(), st.lists(frames(), min_size=1, max_size=8))
    def talk(who: str, hello: bool, said: list[str]) -> None:
        nonlocal frames_said
        frames_said += len(said)
        sound = {"t": "do", "op": f"sound-{frames_said:012d}", "in": "slips-instance", "move": "write"}
        said = [msgspec.json.encode({**sound, "args": {"text": "x"}}).decode(), *said]
        said = [text.replace(LARGE, " " * FRAME_BYTES) for text in said]
        asked.update(_commands(who, said))
        done.update(asyncio.run_coroutine_threadsafe(_say(who, hello, said), loop).result(20))

    with caplog.at_level(logging.WARNING):
        await asyncio.to_thread(talk)
        # What was asked just before a connection closed is carried out too.
        await asyncio.sleep(0.3)
    wrong = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not wrong, [record.__dict__ for record in wrong]
    fresh = set(room.ledger.ops) - ops
    assert room.clock - clock == len(fresh), "something changed that nobody asked (R3, R4)"
    assert done <= fresh <= asked, sorted((done - fresh) | (fresh - asked))
    assert done, "no command at all was carried out"
    figures("B7 frames on sockets", seed=SEED, lines=LINES, frames=frames_said, done=len(fresh))
