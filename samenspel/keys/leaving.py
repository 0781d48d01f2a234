"""What was deleted or replaced in the database of keys goes from its files as well, as far as it can do that itself."""

from __future__ import annotations

import logging
import time
from typing import Final

from django.db import OperationalError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from samenspel.keys.models import TrajectKey

LOG_TRIES: Final = 20
LOG_WAIT: Final = 0.1
log = logging.getLogger("samenspel.keys")


def database() -> str:
    """The alias of the database of keys."""
    return router.db_for_write(TrajectKey)


def leave_nothing() -> None:
    """Call it when nothing is being written here; inside a transaction it does nothing."""
    connection = connections[database()]
    if connection.in_atomic_block:
        return
    if connection.vendor == "postgresql":
        _write_anew(connection)
    else:
        _empty_log(connection)


def _write_anew(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL keeps deleted rows in place; this writes the table to a new file, without them. Its write-ahead log
    goes by its own rules (docs/operate.md)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(TrajectKey._meta.db_table)}")
    except OperationalError:
        log.warning("the table of keys could not be written anew yet")


def _empty_log(connection: BaseDatabaseWrapper) -> None:
    """SQLite overwrote the deleted row (secure_delete); its write-ahead log still holds the old page. A reader can
    hold that log for a moment."""
    for _ in range(LOG_TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            found = cursor.fetchone()
        if found is None or not found[0]:
            return
        time.sleep(LOG_WAIT)
    log.warning("the log of the key database could not be emptied yet")
