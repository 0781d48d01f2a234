"""Beurt nemen: one process of all does the rounds, on SQLite and PostgreSQL alike.

One UPDATE takes it, so two that try at once cannot both have it. Whoever has it says so again every few seconds from
a thread of its own; whoever was killed says nothing any more, and after `SECONDS` another one takes it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Final

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now

from samenspel.rounds.models import Lease

log = logging.getLogger("samenspel.rounds")

NAME: Final = "rounds"
SECONDS: Final = 60.0
"""A turn ends this long after its holder last said that it lives."""


class Held:
    """A turn that was taken; `lost` says whether it is over before it was given back."""

    def __init__(self, holder: str, seconds: float) -> None:
        self.holder, self.seconds = holder, seconds
        self._lost, self._done = Event(), Event()
        self._thread = Thread(target=self._say_again, name="lease", daemon=True)

    def lost(self) -> bool:
        """Whether somebody else may have it by now."""
        return self._lost.is_set()

    def _say_again(self) -> None:
        try:
            while not self._done.wait(self.seconds / 4):
                try:
                    close_old_connections()
                    if not _take(self.holder, self.seconds, only_own=True):
                        self._lost.set()
                        return
                except DatabaseError as error:
                    # The database may be back in time; when it is not, the next to ask finds the turn free.
                    log.warning("lease.unsure", extra={"fields": {"error": type(error).__name__}})
        finally:
            connections.close_all()

    def __enter__(self) -> Held:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        Lease.objects.filter(name=NAME, holder=self.holder).update(until=Now(), holder="")


@contextmanager
def turn(seconds: float = SECONDS) -> Iterator[Held | None]:
    """The turn for as long as the block lasts, or None when another process has it."""
    holder = secrets.token_hex(16)
    if not _take(holder, seconds):
        yield None
        return
    with Held(holder, seconds) as held:
        yield held


def _take(holder: str, seconds: float, only_own: bool = False) -> bool:
    until = ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=DateTimeField())
    allowed = Q(holder=holder) if only_own else Q(holder=holder) | Q(until__lte=Now())
    rows = Lease.objects.filter(allowed, name=NAME)
    if rows.update(holder=holder, until=until):
        return True
    if only_own or Lease.objects.filter(name=NAME).exists():
        return False
    # The very first turn: the row is not there yet. Of two that make it, one is ignored, and both ask once more.
    Lease.objects.bulk_create([Lease(name=NAME, until=Now())], ignore_conflicts=True)
    return bool(rows.update(holder=holder, until=until))
