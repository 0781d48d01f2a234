"""Space in SQLite's write-ahead log: made before anybody waits for it, and written over when its words must go (R2,
X-5, B13).

A commit is on disk when the log is. While the log still grows, the file system has to write down each time that it
did, and now and then keeps the commit waiting for milliseconds; a log that is as long as it becomes only changes. So it
is written full once with nothing, and starts again at its beginning. To write it over later does away with what was in
it and leaves it as long as it is.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper

log = logging.getLogger("samenspel.store")

PAGES: Final = 1000
"""How long the log becomes: after so many pages SQLite itself takes it over into the database."""
FRAME_HEAD: Final = 24
"""Bytes before each page in the log."""

_left: dict[str, tuple[int, int]] = {}
"""How each log was left: when it was written last and how long it was."""


def make_space(alias: str = "default") -> None:
    """Write the log full, unless it is as long as it becomes."""
    _carefully(alias, only_when_short=True)


def write_over(alias: str = "default") -> None:
    """Write over everything that the log holds; when somebody reads in it just now, a next time does it. Costs nothing
    when nothing was written since the last time."""
    _carefully(alias, only_when_short=False)


def _carefully(alias: str, *, only_when_short: bool) -> None:
    connection = connections[alias]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    file = Path(f"{connection.settings_dict['NAME']}-wal")
    if not only_when_short and _state(file) == _left.get(alias):
        return
    try:
        with connection.cursor() as cursor:
            short = max(0, PAGES - _state(file)[1] // (_ask(cursor, "page_size")[0] + FRAME_HEAD))
            if short or not only_when_short:
                busy, used, _ = _ask(cursor, "wal_checkpoint(RESTART)")
                if busy:
                    return
                _fill(cursor, PAGES if short else used)
                _left[alias] = _state(file)
    except DatabaseError as error:
        log.warning("log_space.waits", extra={"fields": {"error": type(error).__name__}})


def _fill(cursor: CursorWrapper, pages: int) -> None:
    """So many pages in which nothing stands, and then from the beginning. What is written here need not survive; but
    nothing may be taken over into the database unless it is certain, so this does not do that meanwhile."""
    number, usual, certain = (_ask(cursor, name)[0] for name in ("user_version", "wal_autocheckpoint", "synchronous"))
    try:
        _ask(cursor, "wal_autocheckpoint = 0")
        _ask(cursor, "synchronous = OFF")
        for turn in range(pages):
            _ask(cursor, f"user_version = {number + 1 - turn % 2}")
    finally:
        # These two wait for nobody, so whatever went wrong: the next commit is as certain as ever.
        _ask(cursor, f"synchronous = {certain}")
        _ask(cursor, f"wal_autocheckpoint = {usual}")
    _ask(cursor, f"user_version = {number}")
    _ask(cursor, "wal_checkpoint(RESTART)")


def _ask(cursor: CursorWrapper, what: str) -> tuple[int, ...]:
    cursor.execute(f"PRAGMA {what}")
    return tuple(cursor.fetchone() or ())


def _state(file: Path) -> tuple[int, int]:
    if not file.exists():
        return 0, 0
    found = file.stat()
    return found.st_mtime_ns, found.st_size
