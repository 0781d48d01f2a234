"""B7: malformed frames cause no unhandled error and no change of state, and a flood does not slow the others."""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter

from samenspel.kernel.command import Command
from samenspel.kernel.refusal import Refused
from samenspel.room import socket as socket_module
from samenspel.room.hub import Hub
from samenspel.room.protocol import DEEPEST, FRAME_BYTES, SUBPROTOCOL, Close, Do, read
from samenspel.room.routing import websocket_urlpatterns
from samenspel.room.socket import Holder, Socket
from samenspel.store.memory import MemoryStore
from tests.flow.conftest import BOSS
from tests.flow.sim import SESSION, Ids, begin, deps, op

FRAMES = int(os.environ.get("FRAMES", "5000"))
GOOD = [
    '{"t":"hello","cursor":null}',
    '{"t":"do","op":"k3JZ0m1YQyWc5XvJt0a2bA","in":"i","move":"write","args":{"text":"x"},"base":null}',
    '{"t":"fleeting","in":"i","name":"writing","args":{}}',
    '{"t":"ping"}',
]
ODD = ["null", "[]", "{}", '"hello"', "1e999", "NaN", '{"t":1}', '{"t":"snapshot"}', "\x00", "[" * 5000, '{"t":"do"}']


def mutated(chance: random.Random) -> str:
    """A good frame with something wrong in it, or something else altogether."""
    if chance.random() < 0.2:
        return chance.choice(ODD)
    text = chance.choice(GOOD)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(text) + 1)
        what = chance.choice(["cut", "insert", "swap", "type"])
        if what == "cut":
            text = text[:place] + text[place + chance.randint(1, 6) :]
        elif what == "insert":
            text = text[:place] + chance.choice(['"', "{", "}", ",", "\\u0000", "\ud800", "9" * 40, "é"]) + text[place:]
        elif what == "swap":
            text = text[:place][::-1] + text[place:]
        else:
            text = text.replace(
                chance.choice(["null", '"i"', "{}", '"write"']), chance.choice(["[]", "-1", "true", '""'])
            )
    return text


def test_b7_no_frame_makes_the_reader_fail_in_any_way_but_a_refusal() -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(FRAMES):
        try:
            read(mutated(chance))
        except Refused:
            continue


def test_b7_arguments_nested_too_deep_are_refused() -> None:
    def nested(levels: int) -> str:
        return GOOD[1].replace('"x"', "[" * levels + "]" * levels)

    assert isinstance(read(nested(DEEPEST - 1)), Do)
    with pytest.raises(Refused):
        read(nested(DEEPEST))


@pytest_asyncio.fixture
async def street(monkeypatch) -> AsyncIterator[Hub]:
    """Sockets on a hub of our own."""
    store, ids = MemoryStore(), Ids(3)
    meeting, _ = begin(store, ids)
    made = deps(store, ids)
    hub = Hub()
    hub.configure(lambda: made, lambda *_: None)
    monkeypatch.setattr(socket_module, "hub", hub)
    monkeypatch.setattr(socket_module, "origin_allowed", lambda scope: True)

    async def tickets(scope, session, surface):
        who = dict(scope["headers"]).get(b"x-who", b"").decode()
        return Holder(who or None) if who else None

    monkeypatch.setattr(Socket, "tickets", staticmethod(tickets))
    room = await hub.room(SESSION)
    for name in ("anna", "bert"):
        answer = asyncio.get_running_loop().create_future()
        from samenspel.room.room import Asked

        add = Command(op=f"add-{name:>16}", instance=meeting, move="add_attendee", args={"name": name, "id": name})
        room.ask(Asked(add, actor=BOSS, answer=answer))
        await answer
    yield hub
    await hub.stop()
    made.writer.shutdown()


class Line(ApplicationCommunicator):
    """One connection, as the server program would offer it."""

    async def send_to(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(2)


async def _connect(who: str, surface: str = "deelnemer") -> Line:
    line = Line(
        URLRouter(websocket_urlpatterns),
        {
            "type": "websocket",
            "path": f"/s/{SESSION}/{surface}/socket",
            "headers": [(b"x-who", who.encode())],
            "subprotocols": [SUBPROTOCOL],
        },
    )
    await line.send_input({"type": "websocket.connect"})
    assert (await line.receive_output(timeout=3))["type"] == "websocket.accept"
    return line


async def _until(line: Line, kind: str) -> dict[str, object]:
    while True:
        event = await line.receive_output(timeout=3)
        if event["type"] == "websocket.close":
            return event
        frame = json.loads(event["text"])
        if frame["t"] == kind:
            return frame


async def test_b7_one_mistake_is_answered_and_a_second_closes_the_connection(street: Hub) -> None:
    line = await _connect("anna")
    await line.send_to(text='{"t":"hello"}')
    assert (await _until(line, "snapshot"))["you"]["person"] == "anna"
    await line.send_to(text="geen json")
    refused = await _until(line, "refused")
    assert refused["reason"] == "malformed" and refused["op"] is None
    await line.send_to(text="[]")
    assert (await _until(line, "never"))["code"] == Close.MALFORMED
    await line.disconnect()


@pytest.mark.parametrize("frame", [{"bytes": b"\x00\x01"}, {"text": "x" * (FRAME_BYTES + 1)}, {"text": '{"t":"ping"}'}])
async def test_b7_binary_oversized_and_too_early_frames_are_refused(street: Hub, frame: dict) -> None:
    line = await _connect("anna")
    await line.send_input({"type": "websocket.receive", **frame})
    assert (await _until(line, "refused"))["reason"] == "malformed"
    await line.disconnect()


async def test_r12_a_sound_frame_that_is_one_byte_too_long_is_refused(street: Hub) -> None:
    line = await _connect("anna")
    await line.send_to(text='{"t":"hello"}')
    await _until(line, "snapshot")
    ping = '{"t":"ping"}'
    await line.send_to(text=ping.ljust(FRAME_BYTES))
    await _until(line, "pong")
    await line.send_to(text=ping.ljust(FRAME_BYTES + 1))
    assert (await _until(line, "refused"))["reason"] == "malformed"
    await line.disconnect()


async def test_b7_malformed_frames_on_many_sockets_change_no_state(street: Hub) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    room = await street.room(SESSION)
    clock = room.clock
    for _ in range(60):
        line = await _connect(chance.choice(["anna", "bert", "nobody"]))
        await line.send_to(text=chance.choice([GOOD[0], mutated(chance)]))
        for _ in range(4):
            await line.send_to(text=mutated(chance).replace("write", "wrote"))
        await asyncio.sleep(0)
        await line.disconnect()
    assert room.clock == clock


async def test_b7_a_flood_of_one_is_refused_and_another_is_served(street: Hub) -> None:
    flood, other = await _connect("anna"), await _connect("bert")
    for line in (flood, other):
        await line.send_to(text='{"t":"hello"}')
        await _until(line, "snapshot")
    for number in range(120):
        frame = {"t": "do", "op": op(number), "in": "slips-instance", "move": "write", "args": {"text": "x"}}
        await flood.send_to(text=json.dumps(frame))
    frame = {"t": "do", "op": op(1), "in": "slips-instance", "move": "write", "args": {"text": "rustig"}}
    await other.send_to(text=json.dumps(frame))
    assert (await _until(other, "ack"))["op"] == op(1)
    assert (await _until(flood, "refused"))["reason"] == "too_fast"
    room = await street.room(SESSION)
    assert room.state.count("test_slip") <= 60
    await flood.disconnect()
    await other.disconnect()


@pytest.mark.parametrize("frame", [GOOD[2], GOOD[3]], ids=["fleeting", "ping"])
async def test_r12_every_kind_of_frame_draws_from_the_same_bucket(street: Hub, frame: str) -> None:
    line = await _connect("anna")
    await line.send_to(text='{"t":"hello"}')
    await _until(line, "snapshot")
    for _ in range(100):
        await line.send_to(text=frame)
    await line.send_to(text=GOOD[1].replace('"i"', '"slips-instance"'))
    assert (await _until(line, "refused"))["reason"] == "too_fast"
    await line.disconnect()


async def test_b7_who_says_nothing_is_shut(street: Hub, monkeypatch) -> None:
    monkeypatch.setattr(socket_module, "HELLO_SECONDS", 0.05)
    line = await _connect("anna")
    assert (await line.receive_output(timeout=3))["code"] == Close.MALFORMED
    await line.disconnect()


async def test_b7_who_talks_on_while_the_room_opens_is_shut_in_time(street: Hub, monkeypatch) -> None:
    opened, opening = asyncio.Event(), street.room

    async def slow(session):
        await opened.wait()
        return await opening(session)

    monkeypatch.setattr(street, "room", slow)
    line = await _connect("anna")
    await line.send_to(text=GOOD[0])
    for _ in range(2 * socket_module.EARLY_FRAMES):
        await line.send_to(text=GOOD[3])
    await asyncio.sleep(0.1)
    opened.set()
    assert (await _until(line, "never"))["code"] == Close.MALFORMED
    await line.disconnect()


async def test_b6_a_socket_of_another_page_is_never_accepted(street: Hub, monkeypatch) -> None:
    monkeypatch.setattr(socket_module, "origin_allowed", lambda scope: False)
    with pytest.raises(AssertionError, match=r"websocket\.close"):
        await _connect("anna")


async def test_a_connection_without_a_ticket_or_for_another_role_is_shut(street: Hub) -> None:
    stranger = await _connect("")
    assert (await stranger.receive_output(timeout=3))["code"] == Close.NO_TICKET
    await stranger.disconnect()
    pretender = await _connect("anna", "regie")
    await pretender.send_to(text='{"t":"hello"}')
    assert (await _until(pretender, "snapshot"))["code"] == Close.FORBIDDEN
    await pretender.disconnect()


def test_b7_deeply_nested_arguments_are_refused_before_anything_walks_through_them() -> None:
    good = '{{"t":"do","op":"k3JZ0m1YQyWc5XvJt0a2bA","in":"i","move":"m","args":{{"a":{}}},"base":null}}'
    assert read(good.format("[" * 10 + "]" * 10))
    for depth in (16, 400, 950):
        for frame in (good.format("[" * depth + "]" * depth), good.format('{"a":' * depth + "1" + "}" * depth)):
            with pytest.raises(Refused):
                read(frame)
            with pytest.raises(Refused):
                read(frame.replace('"t":"do"', '"t":"fleeting"').replace('"move"', '"name"'))
