"""A server of several workers, seen from outside."""

from __future__ import annotations

import os
import re
import socket
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.serving import Served

TOKEN = "figures-please"


def run_of_ports(count: int) -> int:
    """The first of so many ports in a row that nobody listens on."""
    while True:
        with ExitStack() as stack:
            first = stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
            try:
                for more in range(1, count):
                    stack.enter_context(socket.create_server(("127.0.0.1", first + more)))
            except OSError:
                continue
            return int(first)


def serving(folder: Path, workers: int = 2, **options: str) -> Served:
    """A server that is still to be started with `--workers N --own-ports`."""
    port = run_of_ports(workers + 1)
    # With a folder there, nobody but `serve` itself prepares the databases.
    (folder / "data").mkdir(mode=0o700)
    served = Served(folder, METRICS_TOKEN=TOKEN, **{"PORT": str(port), **options})
    served.port, served.url = port, f"http://localhost:{port}"
    return served


def pids(served: Served) -> dict[int, int]:
    """The process that last started for each worker, as the log tells."""
    found = re.findall(r"worker\.started worker=(\d+) pid=(\d+)", served.log.read_text())
    return {int(number): int(pid) for number, pid in found}


def alive(pid: int) -> bool:
    """Whether there is such a process, zombies left out."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def figures(served: Served, beyond: int = 0) -> dict[str, float]:
    """What `/metrics` says, asked on the port of one worker."""
    request = urllib.request.Request(
        f"http://localhost:{served.port + beyond}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something holds; AssertionError when it does not come to that."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


def signal_all(number: int, *processes: int) -> None:
    """Send a signal to each."""
    for pid in processes:
        os.kill(pid, number)
