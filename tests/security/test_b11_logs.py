"""B11: the log of a full run, errors forced, holds no names, codes, tokens, addresses or content."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.typing import Origin

from samenspel.demo.case import load
from samenspel.demo.doors import Browser, NotIn
from samenspel.demo.driver import SUBPROTOCOL, Refusal, Seat
from samenspel.demo.play import Evening, play
from samenspel.project.log_line import LogLine
from tests.figures import figures
from tests.security.ears import Ear
from tests.serving import Served

TEXT_FIELDS = (
    "text", "name", "short", "title", "note", "why", "what", "who", "question", "left", "right", "left_text",
    "right_text", "reason", "function", "action", "effect", "understood", "assumption", "happened", "step",
    "message", "lead", "materials", "help_from", "other_side", "organiser",
)  # fmt: skip
LEVEL = "INFO"
ANNOUNCED = ("Samenspel draait op ", "Eerste keer? ", "  http://", "Let op: dit gaat over gewone http")


def words_of(records: Iterator[dict[str, Any]]) -> set[str]:
    """Everything that people typed."""
    found = set()
    for record in records:
        for name in TEXT_FIELDS:
            value = record["body"].get(name)
            if isinstance(value, str) and len(value) > 3:
                found.add(value)
    return found


async def full_run(served: Served, made: dict[str, Any]) -> set[str]:
    """A whole meeting with simulated people, and somebody at Regie who hears every word."""
    host = await Seat(await asyncio.to_thread(Browser(served.url).enter, made["control_url"])).open()
    wall = Browser(served.url)
    await asyncio.to_thread(wall.enter, made["wall_url"])
    try:
        await play(Evening(served.url, made["join_code"], 5, 80.0, 3, lambda _: None, made["control_url"], moments=2))
        return words_of(iter(host.mirror.records.values())) | set(wall.cookies.values())
    finally:
        await host.close()


async def mischief(served: Served, made: dict[str, Any], canary: str) -> set[str]:
    """Wrong codes and links, odd paths, broken frames, refused words."""
    browser = Browser(served.url)
    for attempt in ("ABCDEFGH", canary):
        with suppress(NotIn):
            await asyncio.to_thread(browser.join, attempt, canary, canary)
    with_token = f"{served.url}/binnen#{canary}"
    with suppress(NotIn):
        await asyncio.to_thread(browser.enter, with_token)
    nobody = Ear("nobody", Browser(served.url))
    for path in (f"/{canary}", f"/s/{canary}/regie", f"/meedoen?code={canary}", f"/inloggen?next=/{canary}"):
        await asyncio.to_thread(nobody.get, path)
    login = Browser(served.url)
    login._ask("GET", "/inloggen")
    login._ask("POST", "/inloggen", {"login": canary, "password": canary})
    host = Browser(served.url)
    place = await asyncio.to_thread(host.enter, made["control_url"])
    async with connect(
        place.socket_url, origin=Origin(place.base), subprotocols=[SUBPROTOCOL],
        additional_headers={"Cookie": place.cookies}, proxy=None,
    ) as socket:  # fmt: skip
        for frame in (f'{{"t":"{canary}"}}', canary, json.dumps({"t": "do", "op": canary, "in": canary})):
            try:
                await socket.send(frame)
            except Exception:
                break
    seat = await Seat(place).open()
    for move, args in (("park", {"text": canary * 60}), (canary, {}), ("admit", {"id": canary})):
        with suppress(Refusal):
            await seat.do(seat.mirror.phase("meeting")[0], move, args)
    await seat.close()
    return {*host.cookies.values(), *browser.cookies.values(), *login.cookies.values()}


async def drive_mad(served: Served, made: dict[str, Any], canary: str) -> int:
    """Requests and frames of every odd kind; how many answers there were."""
    odd = [
        f"/{canary}%00",
        f"/s/{canary[:16]}/wand",
        f"/teksten/{canary}",
        f"/s/{made['session']}/uit/{canary}/{canary}.csv",
        f"/.well-known/{canary}",
        f"/static/{canary}.js",
        f"/binnen?token={canary}",
        f"/s/{made['session']}/koppeling",
    ]
    methods = ("GET", "POST", "PUT", "TRACE", canary[:8].upper())
    count = 0
    for path in odd:
        for method in methods:
            reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
            body = f"code={canary}&token={canary}".encode()
            lines = [
                f"{method} {path} HTTP/1.1",
                f"Host: localhost:{served.port}",
                f"Cookie: samenspel={canary}; x={canary}",
                f"User-Agent: {canary}",
                f"X-Forwarded-For: {canary}",
                f"Referer: http://{canary}/",
                "Connection: close",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                "",
                "",
            ]
            writer.write("\r\n".join(lines).encode() + body)
            with suppress(OSError):
                await writer.drain()
                count += bool(await reader.read(200))
            writer.close()
    for raw in (
        f"GET /{canary} HTTP/9\r\n\r\n",
        f"{canary}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: {canary}.example\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(raw.encode())
        with suppress(OSError, TimeoutError):
            count += bool(await asyncio.wait_for(reader.read(200), 5))
        writer.close()
    return count


async def broken(served: Served, made: dict[str, Any], canary: str, data: Path) -> None:
    """Tables away while people work: pages answer 500, commands are not kept."""
    place = await asyncio.to_thread(Browser(served.url).enter, made["control_url"])
    seat = await Seat(place).open()
    joining = Browser(served.url)
    joining._ask("GET", "/meedoen")
    with closing(sqlite3.connect(data, timeout=20)) as database:
        for table in ("store_storedrecord", "invitations_joincode"):
            database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        database.commit()
    asked = asyncio.create_task(seat.do(seat.mirror.phase("meeting")[0], "park", {"text": canary}))
    status, _, page = await asyncio.to_thread(joining._ask, "POST", "/meedoen", {"code": made["join_code"]})
    assert status == 500 and "Er ging iets mis" in page, status
    assert canary not in page and "Traceback" not in page and "sqlite" not in page.lower()
    await asyncio.wait([asked], timeout=2)
    with closing(sqlite3.connect(data, timeout=20)) as database:
        for table in ("store_storedrecord", "invitations_joincode"):
            database.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
        database.commit()
    asked.cancel()
    await seat.close()


def test_b11_the_log_of_a_full_run_tells_nothing_of_people(tmp_path: Path) -> None:
    canary = f"kanarie{secrets.token_hex(8)}"
    with Served(tmp_path) as served:
        made, other = served.demo(), served.demo()
        private = asyncio.run(full_run(served, made))
        private |= asyncio.run(mischief(served, other, canary))
        answers = asyncio.run(drive_mad(served, other, canary))
        data = next((tmp_path / "data").glob("*.sqlite3"), None) or next((tmp_path / "data").glob("*.db"))
        asyncio.run(broken(served, other, canary, data))
        assert served.stop() == 0
    lines = [line for line in served.log.read_text().splitlines() if not line.startswith(ANNOUNCED)]
    case = load()
    private |= {person.name for person in case.person if len(person.name) > 3}
    private |= {moment.text for moment in case.moment} | {canary, "127.0.0.1", "::1"}
    private |= {link.split("#")[1] for one in (made, other) for key, link in one.items() if key.endswith("_url")}
    private |= {made["join_code"], other["join_code"], made["session"], other["session"]}
    private |= {text[:24] for text in private if len(text) > 24}
    log = "\n".join(lines)
    private |= {canary[:8].upper(), canary[:16]}
    figures("B11", lines=len(lines), private=len(private), odd_requests=answers, level=LEVEL)
    assert any("status=500" in line for line in lines), "no error was forced"
    assert len(lines) > 40 and len(private) > 80
    assert not sorted(text for text in private if text in log)
    assert not re.search(r"Traceback|SELECT |INSERT |UPDATE ", log)


def test_b11_an_error_in_a_rule_a_view_or_a_download_is_logged_by_its_kind_and_place_only() -> None:
    canary = f"kanarie{secrets.token_hex(8)}"

    def deeper(words: str) -> None:
        raise ValueError(f"{words} 192.0.2.7 {{'name': '{words}'}}")

    def wrapped(words: str) -> None:
        try:
            deeper(words)
        except ValueError as error:
            raise RuntimeError(words) from error

    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(LogLine().format(record))  # type: ignore[method-assign]
    ours = ("samenspel.room", "samenspel.request", "root")
    others = ("django.request", "django.security.csrf", "django.db.backends", "uvicorn.error", "uvicorn.access")
    names = (*ours, *others, "asyncio", "asgiref", "channels", "allauth", "websockets.server")
    for name in names:
        log = logging.getLogger(name)
        log.addHandler(handler)
        try:
            for error in (wrapped, deeper):
                try:
                    error(canary)
                except Exception:
                    level = logging.ERROR
                    words = "failed" if name.startswith("samenspel") else f"{canary} %s"
                    args = () if name.startswith("samenspel") else (canary,)
                    log.log(
                        level, words, *args, exc_info=True, stack_info=True, extra={"request": canary, "status": 500}
                    )
        finally:
            log.removeHandler(handler)
    assert len(told) >= 2 * len(names)
    assert not [line for line in told if canary in line or "192.0.2.7" in line]
    assert all("Error[" in line and "@test_b11_logs.py:" in line for line in told), "where it went wrong is told"
