"""Supervisor: keeps N workers on the same sockets, replaces one that died or hangs, and stops them all.

SIGHUP replaces the workers one by one: the next one listens before the last one stops, so nobody is ever refused;
who was connected gets close code 1012 and comes back by itself (docs/room.md). Workers are new programs, not copies
of this one: after an update SIGHUP runs the new release.
"""

import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import samenspel
from samenspel.project.shared_cells import SharedCells

log = logging.getLogger("samenspel.serve")

READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 8.0
HANGS_SECONDS: Final = 30.0
SHORTEST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
LIVED_SECONDS: Final = 20.0
"""A worker that lived this long did not die of its start: the next one comes after the shortest pause."""

Command = Callable[[str], list[str]]


def worker_command(given: str) -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-P", "-m", "samenspel.project.worker", given]


class Child:
    """One worker, from start to end."""

    def __init__(self, number: int, doors: Sequence[socket.socket], cells: str, command: Command) -> None:
        """Start it."""
        self.number = number
        self.begun = self.heard = time.monotonic()
        self.ready = False
        self._alive, alive = os.pipe()
        parent, self._hold = os.pipe()
        os.set_blocking(self._alive, False)
        fds = [door.fileno() for door in doors]
        given = json.dumps({"number": number, "doors": fds, "cells": cells, "alive": alive, "parent": parent})
        home = str(Path(samenspel.__file__).resolve().parent.parent)
        self.process = subprocess.Popen(  # noqa: S603
            command(given),
            pass_fds=[*fds, alive, parent],
            # Ctrl-C reaches the parent only, which then stops them all.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))},
        )
        os.close(alive)
        os.close(parent)

    def listen(self) -> None:
        """Hear whether it lives."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self._alive, 4096):
                self.ready, self.heard = True, time.monotonic()

    def ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to stop."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def bury(self) -> None:
        """End it, whatever it does."""
        if not self.ended():
            self.process.kill()
        self.process.wait()
        for pipe in (self._alive, self._hold):
            os.close(pipe)


class Supervisor:
    """Toezicht op de processen. `own` holds one more socket for each worker, or nothing."""

    def __init__(
        self,
        workers: int,
        shared: socket.socket,
        own: Sequence[socket.socket] = (),
        command: Command = worker_command,
        hangs: float = HANGS_SECONDS,
    ) -> None:
        """Nothing runs before `run`."""
        self._doors = {n: [shared, *own[n - 1 : n]] for n in range(1, workers + 1)}
        self._command, self._hangs = command, hangs
        self._children: dict[int, Child] = {}
        self._again: dict[int, float] = {}
        self._pause = dict.fromkeys(self._doors, SHORTEST_PAUSE)
        self._signals: list[int] = []
        self._served = False
        self._bell, self._ring = os.pipe()

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; gives the exit code."""
        os.set_blocking(self._ring, False)
        signal.set_wakeup_fd(self._ring, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda got, _: self._signals.append(got))
        with tempfile.TemporaryDirectory(prefix="samenspel-cells-") as folder:
            self._folder, self._cells = folder, SharedCells(Path(folder))
            try:
                return self._serve()
            finally:
                self._stop_all()

    def _serve(self) -> int:
        for number in self._doors:
            self._children[number] = self._start(number)
        while not self._asked_to_stop():
            self._look()
            if not self._served and self._all_ready():
                self._served = True
                notify("READY=1")
                log.info("serve.ready", extra={"fields": {"workers": len(self._doors)}})
            if not self._served and not self._children:
                log.error("serve.failed", extra={"fields": {"workers": len(self._doors)}})
                return 1
            if signal.SIGHUP in self._signals:
                self._signals = [one for one in self._signals if one != signal.SIGHUP]
                self._replace_all()
            self._wait(0.25)
        return 0

    def _start(self, number: int) -> Child:
        child = Child(number, self._doors[number], self._folder, self._command)
        log.info("worker.started", extra={"fields": {"worker": number, "pid": child.process.pid}})
        return child

    def _all_ready(self) -> bool:
        return len(self._children) == len(self._doors) and all(child.ready for child in self._children.values())

    def _asked_to_stop(self) -> bool:
        return signal.SIGTERM in self._signals or signal.SIGINT in self._signals

    def _look(self) -> None:
        now = time.monotonic()
        for number, child in list(self._children.items()):
            child.listen()
            silent = now - child.heard > (self._hangs if child.ready else max(READY_SECONDS, self._hangs))
            if not child.ended() and not silent:
                continue
            self._bury(child)
            del self._children[number]
            lived = child.ready and now - child.begun > LIVED_SECONDS
            pause = SHORTEST_PAUSE if lived else self._pause[number]
            self._pause[number] = SHORTEST_PAUSE if lived else min(pause * 2, LONGEST_PAUSE)
            self._again[number] = now + pause
            fields = {"worker": number, "code": child.process.returncode, "hung": silent}
            log.error("worker.ended", extra={"fields": fields})
        for number, moment in list(self._again.items()):
            if self._served and now >= moment:
                del self._again[number]
                self._children[number] = self._start(number)

    def _replace_all(self) -> None:
        """One by one; when a new one does not come up, the old ones stay."""
        log.info("serve.restarting", extra={"fields": {"workers": len(self._children)}})
        for number, old in list(self._children.items()):
            new = self._start(number)
            if not self._until(partial(_came_or_went, new), READY_SECONDS) or new.ended():
                self._bury(new)
                if not self._asked_to_stop():
                    log.error("serve.restart_failed", extra={"fields": {"worker": number}})
                return
            self._children[number] = new
            old.stop()
            self._until(old.ended, STOP_SECONDS)
            self._bury(old)
        log.info("serve.restarted", extra={"fields": {"workers": len(self._children)}})

    def _until(self, holds: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end or self._asked_to_stop():
                return False
            self._wait(0.05)
        return True

    def _stop_all(self) -> None:
        notify("STOPPING=1")
        for child in self._children.values():
            child.stop()
        end = time.monotonic() + STOP_SECONDS
        while time.monotonic() < end and not all(child.ended() for child in self._children.values()):
            self._wait(0.05)
        for child in self._children.values():
            self._bury(child)
        log.info("serve.stopped", extra={"fields": {"workers": len(self._children)}})

    def _bury(self, child: Child) -> None:
        child.bury()
        self._cells.left(child.number, child.process.pid)

    def _wait(self, seconds: float) -> None:
        if select.select([self._bell], [], [], seconds)[0]:
            os.read(self._bell, 4096)


def _came_or_went(child: Child) -> bool:
    child.listen()
    return child.ready or child.ended()


def notify(text: str) -> None:
    """Tell systemd how it goes (sd_notify), when systemd asked for that."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.connect("\0" + address[1:] if address[0] == "@" else address)
        line.send(text.encode())
