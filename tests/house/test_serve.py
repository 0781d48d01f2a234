"""The server starts, says where it is, answers, and stops cleanly when asked."""

import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from samenspel.project.management.commands.serve import listen
from tests.serving import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served")) as served:
        yield served


def test_serves_and_stops_cleanly(served: Served) -> None:
    with urllib.request.urlopen(f"{served.url}/health") as answer:
        assert answer.status == 200
        assert "server" not in {name.lower() for name in answer.headers}
    for number in (signal.SIGTERM, signal.SIGINT):
        assert served.stop(number) == 0
        served.start()
    assert f"Samenspel draait op {served.url}" in served.log.read_text()
    assert "Traceback" not in served.log.read_text()


def test_static_files_are_kept_forever_and_compressed(served: Served, root: Path) -> None:
    assets = root / "samenspel/project/static/web/assets"
    script = max(assets.glob("*.js"), key=lambda path: path.stat().st_size)
    request = urllib.request.Request(
        f"{served.url}/static/web/assets/{script.name}", headers={"Accept-Encoding": "br, gzip"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
        assert len(answer.read()) < script.stat().st_size


@pytest.mark.parametrize("path", ["/", "/nergens", "/ws/nergens"])
def test_a_socket_to_nowhere_is_refused(served: Served, path: str) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(f"ws://localhost:{served.port}{path}") as ws:
        ws.recv(timeout=5)
    assert "Traceback" not in served.log.read_text()


def test_a_taken_port_is_said_in_plain_words(served: Served) -> None:
    second = subprocess.run(
        served.command("serve"), env=served.environment, cwd=served.root, capture_output=True, text=True
    )
    assert second.returncode == 1
    assert f"op poort {served.port}" in second.stderr.lower()
    assert "Traceback" not in second.stderr


def test_small_frames_are_not_held_back(settings: Any) -> None:
    settings.SAMENSPEL_HOST, settings.SAMENSPEL_PORT = "127.0.0.1", 0
    with listen() as door:
        assert door.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
