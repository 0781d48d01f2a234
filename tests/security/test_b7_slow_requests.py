"""B7: who sends half a request, or reads nothing, is not waited for without end; without a proxy too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from samenspel.project import entrance
from samenspel.project.entrance import HEAD_BYTES, Entrance
from tests.serving import Served

SOON = 0.15
WHOLE = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Opens = Callable[[], Awaitable[Line]]


async def page(scope: Any, receive: Any, send: Any) -> None:
    """Reads all of the body, and answers with how long it was; /large with more than any buffer holds."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"x" * 20_000_000 if scope["path"] == "/large" else b"%d" % size
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Opens, set[Any]]]:
    config = uvicorn.Config(page, http=Entrance, log_config=None)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Entrance(config, state, {}), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield (lambda: asyncio.open_connection("127.0.0.1", port)), state.connections
    finally:
        server.close()


async def all_of(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(10):
        return await reader.read()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "UNREAD_SECONDS"):
        monkeypatch.setattr(entrance, name, SOON)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    "half",
    [
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal",
    ],
    ids=["line", "head", "body"],
)
async def test_b7_half_a_request_is_told_that_it_is_late_and_closed(half: bytes) -> None:
    async with served() as (opens, connections):
        reader, writer = await opens()
        writer.write(half)
        assert (await all_of(reader)).startswith(b"HTTP/1.1 408 ")
        assert not connections


@pytest.mark.usefixtures("soon")
async def test_b7_a_drop_now_and_then_buys_no_time() -> None:
    async with served() as (opens, _):
        reader, writer = await opens()
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n")

        async def drip() -> None:
            while True:
                writer.write(b"X: y\r\n")
                await asyncio.sleep(SOON / 5)

        dripping = asyncio.create_task(drip())
        assert (await all_of(reader)).startswith(b"HTTP/1.1 408 ")
        dripping.cancel()


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("said", [b"", b"\r\n\r\n"], ids=["nothing", "empty lines"])
async def test_b7_who_opens_a_connection_and_asks_nothing_loses_it(said: bytes) -> None:
    async with served() as (opens, connections):
        reader, writer = await opens()
        writer.write(said)
        assert b"200" not in await all_of(reader)
        assert not connections


@pytest.mark.usefixtures("soon")
async def test_b7_who_reads_no_answer_is_cut() -> None:
    async with served() as (opens, connections):
        _, writer = await opens()
        writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        async with asyncio.timeout(10):
            while not connections:
                await asyncio.sleep(0.01)
            while connections:
                await asyncio.sleep(0.01)


async def test_b7_who_reads_slowly_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "UNREAD_SECONDS", 0.5)
    async with served() as (opens, _):
        reader, writer = await opens()
        writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        got = 0
        async with asyncio.timeout(20):
            while part := await reader.read(1_000_000):
                got += len(part)
                await asyncio.sleep(0.01)
        assert got > 20_000_000


async def test_b7_a_head_without_end_is_refused() -> None:
    async with served() as (opens, _):
        reader, writer = await opens()
        head = b"GET / HTTP/1.1\r\nHost: a\r\n"
        writer.write(head + b"X: y\r\n" * ((HEAD_BYTES - len(head)) // 6 + 1))
        assert (await all_of(reader)).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("head", [b"", b"Host: a\r\nHost: b\r\n"], ids=["none", "two"])
async def test_b7_a_request_says_once_for_whom_it_is(head: bytes) -> None:
    async with served() as (opens, _):
        reader, writer = await opens()
        writer.write(b"GET / HTTP/1.1\r\n" + head + b"\r\n")
        assert (await all_of(reader)).startswith(b"HTTP/1.1 400 ")


@pytest.mark.usefixtures("soon")
async def test_b7_one_connection_serves_many_requests_for_longer_than_one_may_take() -> None:
    async with served() as (opens, _):
        reader, writer = await opens()
        for _ in range(6):
            writer.write(WHOLE)
            assert (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n4"), 5)).startswith(b"HTTP/1.1 200 ")
            await asyncio.sleep(SOON / 2)
        writer.close()


async def test_b7_a_body_of_any_size_does_not_count_as_head() -> None:
    async with served() as (opens, _):
        reader, writer = await opens()
        for _ in range(2):
            writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + b"z" * 300_000)
            answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n300000"), 10)
            assert answer.startswith(b"HTTP/1.1 200 ")
        writer.close()


def test_b7_the_server_has_this_entrance(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.start()

    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(b"GET /health HTTP/1.1\r\n\r\n")
        return await all_of(reader)

    try:
        assert asyncio.run(ask()).startswith(b"HTTP/1.1 400 ")
    finally:
        served.stop()
