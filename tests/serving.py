"""A real server in a process of its own, on a free port and databases of its own."""

import copy
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PREPARE = "import django; django.setup(); from samenspel.project.prepare import bring_up_to_date as go; go()"
PREPARED = "PREPARED_DATABASES"
"""Names the folder, in the environment, in which a run keeps databases that are up to date (tests/conftest.py)."""
LOOKED_AT = {"begeleider", "demo", "destroy", "rounds"}
ELSEWHERE = {"DATABASE_URL", "KEYS_DATABASE_URL", "DATA", "KEYS"}


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """Server for a test: `start`, `stop` (SIGTERM, returns the exit code), `kill`, and commands beside it.

    `options` are settings without their prefix, such as `DATABASE_URL`. The databases stay in `folder` between a stop
    and the next start, so that restarts can be tested.
    """

    def __init__(self, folder: Path, **options: str) -> None:
        self.root = ROOT
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("SAMENSPEL_", "DJANGO_ALLOW"))
        }
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "samenspel.project.settings",
            "SAMENSPEL_DATA": str(folder / "data"),
            "SAMENSPEL_PORT": str(self.port),
            **{f"SAMENSPEL_{name}": value for name, value in options.items()},
        }
        if not (folder / "data").exists():
            self._prepare(folder, ELSEWHERE.isdisjoint(options))

    def _prepare(self, folder: Path, as_usual: bool) -> None:
        """Empty databases. Those in their usual place are made once in a run and copied: they hold no key yet."""
        if not (as_usual and PREPARED in os.environ):
            self.call([sys.executable, "-c", PREPARE])
            return
        made = Path(os.environ[PREPARED])
        with (made / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (made / "done").exists():
                plain = {name: value for name, value in self.environment.items() if not name.startswith("SAMENSPEL_")}
                self.call([sys.executable, "-c", PREPARE], plain | {"SAMENSPEL_DATA": str(made / "data")})
                (made / "done").touch()
        for name in ("data", "data-keys"):
            shutil.copytree(made / name, folder / name)

    def another(self) -> "Served":
        """One more process on the same databases and keys, on a port of its own; not started yet."""
        other = copy.copy(self)
        other.port, other.process = free_port(), None
        other.url = f"http://localhost:{other.port}"
        other.log = self.log.with_name(f"server-{other.port}.log")
        other.environment = self.environment | {"SAMENSPEL_PORT": str(other.port)}
        return other

    def command(self, *arguments: str) -> list[str]:
        """The command line of `samenspel …`."""
        return [sys.executable, "-c", "from samenspel.project.cli import main; main()", *arguments]

    def run(self, *arguments: str) -> str:
        """Run `samenspel …` on the same data and return what it printed; raises when it fails.

        Django looks at the whole program before each of these commands; for tests, `check` and `serve` do that enough.
        """
        quick = ("--skip-checks",) if arguments[0] in LOOKED_AT else ()
        return self.call(self.command(*arguments, *quick))

    def call(self, command: list[str], environment: dict[str, str] | None = None) -> str:
        """Run a command in the same surroundings, or in other ones; raises when it fails."""
        around = environment or self.environment
        done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def demo(self) -> dict[str, Any]:
        """A fresh demo session: its code and its addresses."""
        return dict(json.loads(self.run("demo", "--json").strip().splitlines()[-1]))

    def start(self, *arguments: str, seconds: float = 120) -> "Served":
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command("serve", *arguments), env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=5).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"no answer within {seconds} s: {self.log.read_text()}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop and return its exit code."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> "Served":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process and self.process.poll() is None:
            self.kill()
