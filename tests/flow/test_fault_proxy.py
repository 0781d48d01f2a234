"""The proxy that hurts does what it says: otherwise B1 proves less than it seems to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidMessage

from tests.flow.fault_proxy import AT_FRAME, Fault, FaultProxy
from tests.serving import free_port

BIG = "x" * 70_000


class Echo:
    """A server that says everything back and remembers what it heard."""

    def __init__(self) -> None:
        self.port = free_port()
        self.heard: list[str] = []

    async def answer(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                self.heard.append(str(text))
                await socket.send(text)


@pytest_asyncio.fixture
async def world() -> AsyncIterator[tuple[Echo, FaultProxy]]:
    """A server, and a proxy before it that also knows a server that is dead."""
    echo = Echo()
    proxy = FaultProxy(7, free_port(), echo.port)
    async with serve(echo.answer, "127.0.0.1", echo.port, ping_interval=None):
        await proxy.start()
        yield echo, proxy
        await proxy.stop()


def knock(proxy: FaultProxy) -> connect:
    url = f"ws://127.0.0.1:{proxy.port}/"
    return connect(url, compression=None, ping_interval=None, close_timeout=0.2, max_size=None, proxy=None)


async def said(client: ClientConnection, text: str) -> str:
    await client.send(text)
    return str(await asyncio.wait_for(client.recv(), 10))


async def test_without_faults_every_frame_passes_also_a_big_one_and_past_a_dead_server(
    world: tuple[Echo, FaultProxy],
) -> None:
    _, proxy = world
    for _ in range(6):
        async with knock(proxy) as client:
            for text in ("kort", "m" * 300, BIG, ""):
                assert await said(client, text) == text


@pytest.mark.parametrize("fault", [Fault.RST, Fault.FIN, Fault.TORN])
async def test_a_cut_ends_the_connection(world: tuple[Echo, FaultProxy], fault: Fault) -> None:
    _, proxy = world
    async with knock(proxy) as client:
        await said(client, "eerst")
        assert proxy.hurt(fault)
        with pytest.raises(ConnectionClosed):
            await said(client, BIG)


@pytest.mark.parametrize("fault", list(AT_FRAME))
async def test_from_the_chosen_frame_on_nothing_passes_and_then_it_ends(
    world: tuple[Echo, FaultProxy], fault: Fault
) -> None:
    echo, proxy = world
    direction, mark = AT_FRAME[fault]
    async with knock(proxy) as client:
        await said(client, "eerst")
        assert proxy.hurt(fault)
        assert await said(client, "nog niet") == "nog niet"
        await client.send(mark.decode())
        await client.send("daarna")
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            assert await asyncio.wait_for(client.recv(), 1) is None, "passed in the dark"
        assert (mark.decode() in echo.heard) == (direction == "down")


async def test_half_open_is_silence_both_ways_without_an_end(world: tuple[Echo, FaultProxy]) -> None:
    echo, proxy = world
    async with knock(proxy) as client:
        await said(client, "eerst")
        assert proxy.hurt(Fault.HALF_OPEN)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(said(client, "hoor je me"), 1)
        assert echo.heard == ["eerst"]
        client.transport.abort()


@pytest.mark.parametrize("fault", [Fault.DELAY, Fault.DRIP])
async def test_slowness_loses_nothing(world: tuple[Echo, FaultProxy], fault: Fault) -> None:
    _, proxy = world
    async with knock(proxy) as client:
        await said(client, "eerst")
        assert proxy.hurt(fault)
        assert [await said(client, text) for text in ("een", BIG, "drie")] == ["een", BIG, "drie"]


async def test_who_is_cut_while_coming_in_was_never_let_in(world: tuple[Echo, FaultProxy]) -> None:
    _, proxy = world
    async with knock(proxy) as client:
        await said(client, "eerst")
        assert proxy.hurt(Fault.HANDSHAKE)
        with pytest.raises((OSError, EOFError, InvalidMessage)):
            async with knock(proxy):
                pass
        async with knock(proxy) as again:
            assert await said(again, "nu wel") == "nu wel"
