"""The parent alone, with workers that misbehave."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.operate.workers import until

PARENT = """
import logging, socket, sys
from samenspel.project.supervisor import Supervisor
logging.basicConfig(level="INFO", format="%(message)s %(fields)s")
door = socket.create_server(("127.0.0.1", 0))
sys.exit(Supervisor(2, door, command=lambda given: [sys.executable, "-c", sys.argv[1], given], hangs=2.0).run())
"""
GOOD = """
import json, os, sys, time
while True:
    os.write(json.loads(sys.argv[1])["alive"], b".")
    time.sleep(0.2)
"""
SILENT = "import json, os, sys, time; os.write(json.loads(sys.argv[1])['alive'], b'.'); time.sleep(60)"
BROKEN = "raise SystemExit(3)"


def parent(log: Path, worker: str, **environment: str) -> subprocess.Popen[bytes]:
    """A parent with workers that do this."""
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-c", PARENT, worker], cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **environment}
        )


def test_workers_that_cannot_start_end_the_parent(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert parent(log, BROKEN).wait(20) == 1
    assert log.read_text().count("worker.ended") == 2
    assert "serve.failed" in log.read_text()


def test_a_worker_whose_loop_stands_still_is_replaced(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = parent(log, SILENT)
    until(lambda: log.read_text().count("worker.started") > 2)
    assert "'hung': True" in log.read_text()
    process.terminate()
    assert process.wait(20) == 0


def test_a_restart_that_fails_leaves_the_old_workers(tmp_path: Path) -> None:
    log, once = tmp_path / "log", tmp_path / "once"
    worker = f"import os, sys\nif os.path.exists({str(once)!r}): sys.exit(3)\n{GOOD}"
    process = parent(log, worker)
    until(lambda: "serve.ready" in log.read_text())
    once.touch()
    process.send_signal(signal.SIGHUP)
    until(lambda: "serve.restart_failed" in log.read_text())
    assert "worker.ended" not in log.read_text()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def test_systemd_hears_when_everybody_is_ready(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(20)
        process = parent(tmp_path / "log", GOOD, NOTIFY_SOCKET=str(tmp_path / "notify"))
        assert line.recv(100) == b"READY=1"
        process.terminate()
        assert line.recv(100) == b"STOPPING=1"
        assert process.wait(20) == 0


def test_a_worker_is_told_its_number_and_its_sockets(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = parent(log, f"import sys; print(sys.argv[1], flush=True)\n{GOOD}")
    until(lambda: "serve.ready" in log.read_text())
    process.terminate()
    assert process.wait(20) == 0
    told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert sorted(one["number"] for one in told) == [1, 2]
    assert all(len(one["doors"]) == 1 for one in told)
