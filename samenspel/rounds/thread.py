"""The thread that does the rounds in a server: every minute, and at once when something was put down to be done."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import Final

from django.db import connections

from samenspel.rounds import runner
from samenspel.rounds.waking import bell

log = logging.getLogger("samenspel.rounds")

SECONDS: Final = 60.0
STOP_SECONDS: Final = 4.0


class Rounds:
    """Rondes van één proces: `start` and `stop`. Any number of processes may have them."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Nothing runs before `start`."""
        self._seconds = seconds
        self._stop = Event()
        self._thread = Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> Rounds:
        """Begin; the first round comes at once, because the last server may have left something."""
        bell.set()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Let the step that is going on end, for a few seconds at most."""
        self._stop.set()
        bell.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while True:
            bell.wait(self._seconds)
            bell.clear()
            if self._stop.is_set():
                return
            try:
                runner.once(self._stop.is_set)
            except Exception as error:
                # Without a database there is no turn to take; the next minute there may be.
                log.error("round.failed", exc_info=error, extra={"fields": {"job": "turn"}})
            finally:
                connections.close_all()
