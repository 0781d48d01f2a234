"""Opruimen in de bestanden: what a database still holds of rows that were removed."""

from __future__ import annotations

import logging
import time
from typing import Final

from django.db import OperationalError, connections

from samenspel.store import log_space
from samenspel.store.models import SessionClock, StoredBallot, StoredOp, StoredRecord, StoredTombstone

TABLES: Final = (StoredRecord, StoredBallot, StoredTombstone, StoredOp, SessionClock)
TRIES: Final = 20
WAIT: Final = 0.1
log = logging.getLogger("samenspel.retention")


def compact() -> None:
    """SQLite: write the file of the data anew without what was removed, and empty its log and that of the keys.
    PostgreSQL: leave the room of removed rows to others; the bytes are noise, since their key is gone."""
    for alias in ("default", "keys"):
        connection = connections[alias]
        if connection.in_atomic_block:
            continue
        try:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    for model in TABLES if alias == "default" else ():
                        cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
                elif alias == "default":
                    cursor.execute("VACUUM")
        except OperationalError as error:
            log.warning("vacuum.waits", extra={"fields": {"error": type(error).__name__}})
        if connection.vendor == "sqlite":
            _empty_log(alias)


def empty_logs() -> None:
    """Empty the logs of SQLite when nobody holds them just now; the next round tries again. That of the rooms stays as
    long as it is: a log that grows keeps people waiting."""
    log_space.write_over()
    connection = connections["keys"]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _empty_log("keys", tries=1)


def _empty_log(alias: str, tries: int = TRIES) -> None:
    """A reader may hold the log for a moment; the search afterwards tells when it could not be emptied."""
    for turn in range(tries):
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            found = cursor.fetchone()
        if found is None or not found[0]:
            return
        if turn + 1 < tries:
            time.sleep(WAIT)
    if tries > 1:
        log.warning("log.stays", extra={"fields": {"database": alias}})
