"""Een ronde: every job once, in order, while the turn is ours."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, close_old_connections, connections

from samenspel import clock
from samenspel.rounds import lease
from samenspel.rounds.registry import jobs
from samenspel.rounds.stop import ends_when, stopping

log = logging.getLogger("samenspel.rounds")

WAIT: Final = 0.5


def never() -> bool:
    """Nobody asks this round to stop."""
    return False


def once(stop: Callable[[], bool] = never, patience: float = 0.0) -> list[str] | None:
    """Do one round; gives the names of the jobs that failed, or None when another process has the turn for longer
    than `patience` seconds."""
    end = time.monotonic() + patience
    while True:
        with lease.turn() as held:
            if held is not None:
                with ends_when(stop, held.lost):
                    return _all()
        if time.monotonic() >= end or stop():
            return None
        time.sleep(WAIT)


def _all() -> list[str]:
    failed = []
    for job in jobs():
        if stopping():
            break
        close_old_connections()
        try:
            job.work(clock.now())
        except Exception as error:
            # One that fails does not stop the next; it is tried again in the next round.
            failed.append(job.name)
            log.error("round.failed", exc_info=error, extra={"fields": {"job": job.name}})
            if isinstance(error, DatabaseError):
                connections.close_all()
    return failed
