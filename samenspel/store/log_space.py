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

PATIENCE_MS: Final = 200
"""Whoever reads in the log holds this up, and while it waits nobody can commit: so it does not wait long."""

_left: dict[str, tuple[int, int]] = {}
"""How each log was left: when it was written last and how long it was."""
_laps: dict[str, int] = {}
"""Which time it was that each log began anew, when it was last written over."""


def make_space(alias: str = "default") -> None:
    """Write the log full, unless it is as long as it becomes."""
    _carefully(alias, only_when_short=True)


def write_over(alias: str = "default") -> None:
    """Write over everything that the log holds; when somebody reads in it just now, a next time does it. Costs nothing
    when nothing was written since the last time, and little when that was little."""
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
            page = _ask(cursor, "page_size")[0] + FRAME_HEAD
            if only_when_short and _state(file)[1] >= PAGES * page:
                return
            usual = _ask(cursor, "busy_timeout")[0]
            _ask(cursor, f"busy_timeout = {PATIENCE_MS}")
            try:
                if _anew(cursor, alias, file, page):
                    _left[alias] = _state(file)
            finally:
                _ask(cursor, f"busy_timeout = {usual}")
    except DatabaseError as error:
        # Whatever was set for this alone goes with the connection.
        connection.close()
        log.warning("log_space.waits", extra={"fields": {"error": type(error).__name__}})


def _anew(cursor: CursorWrapper, alias: str, file: Path, page: int) -> bool:
    """Begin the log anew with nothing in it; False when somebody reads in it, or there is no such log."""
    size, lap = _state(file)[1], _lap(file)
    # Somebody who read for long made it longer than it has to be.
    too_long = size > 2 * PAGES * page
    busy, used, _ = _ask(cursor, f"wal_checkpoint({'TRUNCATE' if too_long else 'RESTART'})")
    if busy or used < 0:
        return False
    pages = PAGES if too_long else max(PAGES, size // page)
    if size >= PAGES * page and lap - _laps.get(alias, lap - 2) in (0, 1):
        # It began anew once since it was written over: behind what is used there is nothing.
        pages = used
    _fill(cursor, alias, file, pages)
    return True


def _fill(cursor: CursorWrapper, alias: str, file: Path, pages: int) -> None:
    """So many pages in which nothing stands, and then from the beginning. They need not survive, so they are not waited
    for one by one; that the log began anew is (NORMAL), and nothing is taken over into the database meanwhile."""
    number, usual, certain = (_ask(cursor, name)[0] for name in ("user_version", "wal_autocheckpoint", "synchronous"))
    try:
        _ask(cursor, "wal_autocheckpoint = 0")
        _ask(cursor, "synchronous = NORMAL")
        for turn in range(pages - 1):
            _ask(cursor, f"user_version = {number + 1 - turn % 2}")
            if turn == 0:
                _laps[alias] = _lap(file)
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
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _lap(file: Path) -> int:
    """The first salt in the head of the log, which is one more each time that it begins anew."""
    try:
        with file.open("rb") as log_file:
            return int.from_bytes(log_file.read(20)[16:20], "big")
    except FileNotFoundError:
        return 0
