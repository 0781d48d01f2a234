"""Klok: what time it is for everything that happens on a day: reminders, terms, destruction.

It runs with the machine, unless SAMENSPEL_CLOCK_FILE names a file with a number of seconds by which it is ahead: so
that a test, or somebody who practises, sees half a year go by. Leases and limits use the machine's own time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

MOST_AHEAD = timedelta(days=3650)

_back: ContextVar[timedelta] = ContextVar("back", default=timedelta())


def now() -> datetime:
    """The moment, with its time zone."""
    return timezone.now() + ahead() - _back.get()


def today() -> date:
    """The day in this country."""
    return timezone.localtime(now()).date()


def ahead() -> timedelta:
    """How far the clock is ahead of the machine's; nothing when no file says otherwise."""
    path = settings.SAMENSPEL_CLOCK_FILE
    if not path:
        return timedelta()
    try:
        seconds = float(Path(path).read_text("ascii").strip() or 0)
    except (OSError, ValueError):
        return timedelta()
    # What is no number comes second in `max`, and so counts as nothing.
    return timedelta(seconds=min(max(0.0, seconds), MOST_AHEAD.total_seconds()))


@contextmanager
def ago(back: timedelta) -> Iterator[None]:
    """What happens inside, in this thread, happened so long ago: for the demo, which tells how something went."""
    token = _back.set(_back.get() + back)
    try:
        yield
    finally:
        _back.reset(token)
