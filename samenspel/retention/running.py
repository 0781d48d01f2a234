"""Draait er een server? A server holds a lock for as long as it lives; a restore needs it for itself."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
from django.conf import settings
from django.db import connections

from samenspel.keys.once import give_to_the_owner

FILE: Final = "draait.lock"


class ServerRuns(Exception):
    """Somebody serves this data; the message is Dutch."""


def hold() -> int:
    """Called by a server that starts; the lock goes with the process. Gives the handle, to be kept."""
    handle = _open()
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


@contextmanager
def alone() -> Iterator[None]:
    """No server runs on this data, and none starts meanwhile. Raises ServerRuns."""
    handle = _open()
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerRuns("Samenspel draait nog. Stop het eerst. Er is niets veranderd.") from None
        for alias in ("default", "keys"):
            others = others_connected(alias)
            if others:
                raise ServerRuns(
                    f"Er zijn nog {others} verbindingen met de database {alias}. Stop Samenspel op alle machines. "
                    "Er is niets veranderd."
                )
        yield
    finally:
        os.close(handle)


def others_connected(alias: str) -> int:
    """How many connections others have with a PostgreSQL; 0 for SQLite, where the lock says it."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return 0
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    given = settings.DATABASES[alias]
    with psycopg.connect(
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname=connection.settings_dict["NAME"],
    ) as line:
        row = line.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        ).fetchone()
    return int(row[0]) if row else 0


def _open() -> int:
    path = Path(settings.SAMENSPEL_DATA) / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    give_to_the_owner(handle, path.parent)
    return handle
