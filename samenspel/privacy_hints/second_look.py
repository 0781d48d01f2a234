"""Tweede blik: names found by the program `deduce`, where an organisation installed it (CR-5). Off by default.

It runs as a program of its own, started with nothing but a path, so that neither its size nor its faults are ours. It
gets a text over a pipe and never writes one down. Whatever goes wrong or takes long, the answer is: nothing found.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Lock
from typing import Final

from samenspel.privacy_hints.finding import Finding, Kind

SECONDS: Final = 2.0
"""How long a page waits for a second look; a hint is not worth more."""
STARTING_SECONDS: Final = 60.0
"""How long the program may take before it is ready; until then there is no second look."""
KINDS: Final[dict[str, Kind]] = {
    "persoon": "name", "patient": "name", "telefoonnummer": "phone", "emailadres": "email", "bsn": "bsn",
}  # fmt: skip
COMMAND: Final = (sys.executable, "-m", "samenspel.privacy_hints.deduce_reader")


class SecondLook:
    """One program, started when it is first asked, and again when it ended or hung; safe for threads."""

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        """Nothing starts before the first `find`."""
        self._command, self._seconds = list(command), seconds
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._started = 0.0

    def find(self, text: str) -> list[Finding]:
        """What the program sees in a text, within the time there is."""
        if not text.strip() or not self._lock.acquire(timeout=self._seconds):
            return []
        try:
            return self._ask(text)
        except (OSError, ValueError, KeyError, TypeError):
            self.stop()
            return []
        finally:
            self._lock.release()

    def stop(self) -> None:
        """End the program; the next question starts another one."""
        process, self._process, self._ready = self._process, None, False
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _ask(self, text: str) -> list[Finding]:
        process = self._running()
        if not self._ready:
            self._ready = self._line(process, self._seconds) == b"ready\n"
            if not self._ready:
                if time.monotonic() - self._started > STARTING_SECONDS or process.poll() is not None:
                    self.stop()
                return []
        assert process.stdin is not None  # noqa: S101
        process.stdin.write(json.dumps(text).encode() + b"\n")
        process.stdin.flush()
        line = self._line(process, self._seconds)
        if line is None:
            # It may answer later, to a question that nobody asks any more: better a new one.
            self.stop()
            return []
        return [
            Finding(KINDS[tag], int(start), int(end))
            for tag, start, end in json.loads(line)
            if tag in KINDS and 0 <= int(start) < int(end) <= len(text)
        ]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            surroundings = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=surroundings,
                bufsize=0,
            )
            self._started = time.monotonic()
        return self._process

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """One line, or None when it does not come in time."""
        assert process.stdout is not None  # noqa: S101
        end, got = time.monotonic() + seconds, b""
        while not got.endswith(b"\n"):
            left = end - time.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                return None
            piece = os.read(process.stdout.fileno(), 65_536)
            if not piece:
                raise OSError("ended")
            got += piece
        return got


def with_second_look(found: list[Finding], more: list[Finding]) -> list[Finding]:
    """Both, where they do not lie over each other; ours are the surer ones."""
    fresh = [one for one in more if all(one.end <= other.start or one.start >= other.end for other in found)]
    return sorted([*found, *fresh], key=lambda one: one.start)


second_look = SecondLook()
