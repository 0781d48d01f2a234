"""`samenspel play`: a room full of people over HTTP and the real socket, against a real server."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel.demo.doors import Browser, NotIn
from samenspel.demo.driver import Refusal, Seat
from samenspel.demo.play import Evening, play
from tests.serving import Served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("play")) as served:
        yield served


async def test_eleven_people_and_a_facilitator_go_through_all_four_parts(server: Served) -> None:
    demo = server.demo()
    said: list[str] = []
    wall = await Seat(await asyncio.to_thread(Browser(server.url).enter, demo["wall_url"])).open()
    done = await play(Evening(server.url, demo["join_code"], 11, 60.0, 7, said.append, demo["control_url"], moments=3))
    await wall.when(lambda: bool(wall.mirror.one("meeting")["body"]["ended"]), 10)
    seen = wall.mirror
    assert done > 60
    assert len(seen.of("defining_moment")) == 3
    assert len(seen.of("stance")) == 21
    assert len(seen.of("red_thread")) == 4 and len(seen.of("lesson")) == 5
    assert {record["body"]["status"] for record in seen.of("attendee")} == {"admitted"}
    assert len(seen.of("level_answer")) == 33 and len(seen.of("placing")) == 22
    assert "De bijeenkomst is afgesloten." in said
    await wall.close()


async def test_a_driver_comes_back_and_asks_again(server: Served) -> None:
    demo = server.demo()
    host = await Seat(await asyncio.to_thread(Browser(server.url).enter, demo["control_url"])).open()
    meeting = host.mirror.phase("meeting")[0]
    away = asyncio.create_task(host.lose(0.3))
    await asyncio.sleep(0.05)
    await host.do(meeting, "park", {"text": "Onderweg gezegd"})
    await away
    assert host.reconnects == 1
    await host.when(lambda: len(host.mirror.of("parking")) == 1, 5)
    with pytest.raises(Refusal) as no:
        await host.do(meeting, "start_block", {"id": "bestaat-niet"})
    assert no.value.reason == "not_found" and no.value.text
    await host.close()


async def test_a_wrong_code_opens_nothing(server: Served) -> None:
    with pytest.raises(NotIn):
        await asyncio.to_thread(Browser(server.url).join, "ABCDEFGH", "Sam", "GGZ")


def test_ctrl_c_ends_it_calmly(server: Served, tmp_path: Path) -> None:
    demo = server.demo()
    out = tmp_path / "out"
    with out.open("w") as file:
        process = subprocess.Popen(
            server.command("play", demo["join_code"], "--participants", "2", "--pace", "20"),
            env=server.environment,
            stdout=file,
            stderr=file,
        )
        asyncio.run(_until(lambda: "wacht bij de deur" in out.read_text()))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0
    assert "Traceback" not in out.read_text() and out.read_text().rstrip().endswith("Gestopt.")


async def _until(test: object) -> None:
    async with asyncio.timeout(30):
        while not test():  # type: ignore[operator]
            await asyncio.sleep(0.1)
