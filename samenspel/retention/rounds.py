"""What retention asks of the rounds: what was cut off is completed, and what is due goes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from samenspel import clock, rounds
from samenspel.retention import aside, destroying, housekeeping, records, sweep, telling, terms
from samenspel.trajects.models import Traject

TOLD_WITHIN: Final = timedelta(days=14)
"""A record older than this is no news: a letter is not written after all this time."""
PATIENCE: Final = timedelta(days=2)
"""How long destroying by date waits for what has to be made before (picture, report); then it goes ahead."""
log = logging.getLogger("samenspel.retention")


@rounds.job("retention.resume", order=10)
def resume(now: datetime) -> None:
    """Complete what a process that ended left half-way; keys that were put aside do not outlive their day."""
    destroying.resume()
    aside.clear()


@rounds.job("retention.due", order=80)
def due(now: datetime) -> None:
    """Destroy on the agreed day: the case, and later the outcome."""
    today = clock.today()
    for traject in Traject.objects.filter(outcome_until__lt=today):
        _carefully(traject, outcome=True)
    for traject in Traject.objects.filter(case_until__lt=today):
        if not terms.follow_meetings(traject) and destroying.has_something(traject):
            _carefully(traject, outcome=False)


@rounds.job("retention.tell", order=85)
def tell(now: datetime) -> None:
    """Everybody hears that it is gone, and where that can be checked; also who has no access any more."""
    since = clock.today() - TOLD_WITHIN
    for record in records.all_records():
        if record.day >= since and not record.outcome and record.content["what"] == "case":
            telling.tell(record)


@rounds.job("retention.logs", order=90)
def empty_logs(now: datetime) -> None:
    """Words that somebody took back do not lie in the log of SQLite for longer than about a minute."""
    housekeeping.empty_logs()


def _carefully(traject: Traject, *, outcome: bool) -> None:
    """One that fails holds up no other, and is tried again in the next round."""
    try:
        if outcome:
            destroying.destroy_outcome(traject)
        else:
            late = clock.today() - traject.case_until > PATIENCE
            destroying.destroy(traject, "date", "rounds", even_if_unprepared=late)
    except sweep.Remains as error:
        log.error("destroying.waits", extra={"fields": {"error": type(error).__name__}})
    except Exception as error:
        log.error("destroying.failed", exc_info=error, extra={"fields": {"error": type(error).__name__}})
