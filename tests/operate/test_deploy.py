"""The examples for systemd and nginx work as they stand: TLS, sockets, a killed process, a restart (R8, R9, B1)."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from samenspel.demo.doors import Browser
from samenspel.demo.driver import Seat
from tests.operate.deployed import DEPLOY, Nginx, Service, unit
from tests.operate.workers import TOKEN, run_of_ports, signal_all, until
from tests.services import Postgres, Redis
from tests.serving import free_port

CARGO = "zo'n woord dat nergens anders staat"


def status(url: str, **headers: str) -> int:
    """How a page answers, redirects not followed; 0 for not at all."""
    opener = urllib.request.build_opener(_Stay())
    try:
        return int(opener.open(urllib.request.Request(url, headers=headers), timeout=20).status)
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def started(log: Path) -> list[int]:
    """The process ids of all workers that ever started."""
    return [int(pid) for pid in re.findall(r"worker\.started worker=\d+ pid=(\d+)", log.read_text())]


async def write(seat: Seat, text: str) -> None:
    """Park a note; returns when it is saved."""
    await seat.do(seat.mirror.of("meeting")[0]["in"], "park", {"text": text})


async def meeting(base: str, made: dict[str, Any], service: Service) -> None:
    """Three people and Regie in one room, while its process is killed and all processes are replaced."""
    enter = [Browser(base).enter] * 2
    control = await Seat(await asyncio.to_thread(enter[0], made["control_url"])).open()
    wall = await Seat(await asyncio.to_thread(enter[1], made["wall_url"])).open()
    people = []
    for turn in range(3):
        join = partial(Browser(base).join, made["join_code"], f"Gast {turn}", "", turn=turn)
        place = await asyncio.to_thread(join)
        people.append(await Seat(place).open())
    instance = control.mirror.of("meeting")[0]["in"]
    await control.do(instance, "admit_all")
    for seat in people:
        await seat.when(lambda seat=seat: bool(seat.mirror.of("meeting")), 20)
    mine = {seat.mirror.you["person"] for seat in people}
    # All of this room is in one process: Regie sees everybody who is there (R14).
    await control.when(lambda: mine <= set(control.mirror.present), 20)
    await asyncio.gather(*(write(seat, f"{CARGO} {number}") for number, seat in enumerate(people)))
    everybody = [control, wall, *people]
    before = [seat.reconnects for seat in everybody]
    for pid in started(service.log):
        signal_all(signal.SIGKILL, pid)
        await asyncio.gather(*(write(seat, f"na {pid} {number}") for number, seat in enumerate(people)))
    service.reload()
    await asyncio.gather(*(write(seat, f"herstart {number}") for number, seat in enumerate(people)))
    await asyncio.to_thread(until, lambda: "serve.restarted" in service.log.read_text())
    await asyncio.gather(*(write(seat, f"daarna {number}") for number, seat in enumerate(people)))
    for seat in everybody:
        await seat.when(lambda seat=seat: len(seat.mirror.of("parking")) == 15 or seat is wall, 20)
    assert all(seat.reconnects > count for seat, count in zip(everybody, before, strict=True))
    texts = [record["body"]["text"] for record in control.mirror.of("parking")]
    assert len(set(texts)) == 15
    for seat in everybody:
        await seat.close()


def test_r8_r9_the_examples_for_systemd_and_nginx_carry_a_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, http, https = run_of_ports(3), free_port(), free_port()
    base = f"https://localhost:{https}"
    with Postgres() as postgres, Redis() as redis:
        postgres.create("samenspel", "sleutels")
        addresses = {
            "DATABASE_URL": postgres.url("samenspel"),
            "KEYS_DATABASE_URL": postgres.url("sleutels"),
            "REDIS_URL": redis.url,
            "PUBLIC_URL": base,
            "METRICS_TOKEN": TOKEN,
        }
        with (
            Service(tmp_path, port, **addresses) as service,
            Nginx(tmp_path, http, https, (port + 1, port + 2)) as nginx,
        ):
            monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
            until(lambda: status(f"http://localhost:{http}/") == 301)
            with urllib.request.urlopen(f"{base}/meedoen", timeout=20) as answer:
                assert answer.headers["Strict-Transport-Security"]
                assert "__Host-" in str(answer.headers["Set-Cookie"])
            shown = {"Authorization": f"Bearer {TOKEN}"}
            assert status(f"{base}/metrics", **shown) == 404
            assert status(f"http://127.0.0.1:{port}/metrics", **shown) == 200
            assert status(f"{base}/", Host="elders.nl") in (400, 404)
            made = json.loads(service.run("demo", "--json").splitlines()[-1])
            asyncio.run(meeting(base, made, service))
            assert service.stop() == 0
        said = service.log.read_text() + "".join(path.read_text() for path in nginx.folder.glob("*.log"))
    for secret in (made["join_code"], made["session"], CARGO, "127.0.0.1", made["control_url"].split("#")[1]):
        assert secret not in said, secret
    assert "Traceback" not in said
    assert re.search(r"^\S+ POST 302 ", (nginx.folder / "samenspel.log").read_text(), re.M)


def test_the_unit_is_understood_by_systemd_and_shuts_the_service_in(tmp_path: Path) -> None:
    settings = unit((DEPLOY / "samenspel.service").read_text())
    assert settings["Type"] == ["notify"]
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert settings[name] == ["yes"], name
    assert settings["ProtectSystem"] == ["strict"]
    assert settings["CapabilityBoundingSet"] == [""]
    # What must stay apart stands in folders apart (B10).
    assert len(set(settings["StateDirectory"][0].split())) == 4
    if shutil.which("systemd-analyze") is None:
        return
    text = (DEPLOY / "samenspel.service").read_text()
    program = tmp_path / "samenspel"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    file = tmp_path / "samenspel.service"
    file.write_text(text.replace("/opt/samenspel/bin/samenspel", str(program)))
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True)
    ours = [line for line in verified.stderr.splitlines() if "samenspel.service" in line]
    assert verified.returncode == 0, verified.stderr
    assert ours == []
