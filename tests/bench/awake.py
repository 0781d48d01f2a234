"""Cores that stay awake while something is measured.

A machine that is shared lets a core sleep between two changes, and puts what is left on fewer cores. To wake up then
takes anything from a tenth of a millisecond to ten, for every system that is measured and by chance, and that is more
than what the systems themselves do. So on each core a process turns that only runs when nobody else wants to.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

TURN: Final = """
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
parent = os.getppid()
while os.getppid() == parent:
    for _ in range(1_000_000):
        pass
"""


def wanted() -> bool:
    """Whether cores are kept awake: where the system can, unless AWAKE=0."""
    return os.environ.get("AWAKE", "1") != "0" and hasattr(os, "SCHED_IDLE")


@contextmanager
def awake() -> Iterator[int]:
    """Keep all cores awake meanwhile; gives how many processes do so."""
    cores = sorted(os.sched_getaffinity(0)) if wanted() else []
    turning = [subprocess.Popen([sys.executable, "-c", TURN, str(core)]) for core in cores]
    try:
        yield len(turning)
    finally:
        for process in turning:
            process.kill()
            process.wait()
