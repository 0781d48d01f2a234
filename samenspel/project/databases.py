"""Databases: SQLite in a folder of one's own, or PostgreSQL at an address (R8). Keys are always apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import dj_database_url

from . import places
from .options import OptionError

Settings = dict[str, Any]

POSTGRESQL: Final = "django.db.backends.postgresql"
SCHEMES: Final = ("postgres", "postgresql")
CONNECTIONS: Final = {"default": 14, "keys": 8}
"""The most connections of one process. Every thread that writes for rooms keeps one of each; pages take one while they
are made; everybody may scan the code at once, and then the rest waits for its turn."""
WAIT: Final = 2.0
"""Seconds to wait for a connection. A pool that found nobody tries again when it is next asked, so this is also how
soon a PostgreSQL that came back is noticed."""
SERVER: Final = (
    # What is called saved is on disk, whatever the server's own default (R2).
    "synchronous_commit=on",
    # A process that hangs in the middle of a commit may not hold up the room for the others (R8).
    "idle_in_transaction_session_timeout=10s",
    "lock_timeout=10s",
)


def both(default: str, keys: str, data: Path, keys_folder: Path) -> dict[str, Settings]:
    """Django's DATABASES from the two addresses; an empty one means SQLite in its folder.

    Raises OptionError for an address that is no PostgreSQL, or when both lead to one database.
    """
    found = {
        "default": _postgresql("DATABASE_URL", default, CONNECTIONS["default"])
        if default
        else _sqlite(data / "samenspel.sqlite3"),
        "keys": _postgresql("KEYS_DATABASE_URL", keys, CONNECTIONS["keys"])
        if keys
        else _sqlite(keys_folder / "keys.sqlite3"),
    }
    # Tests may ask for the keys alone; to Django every database needs the first, unless it says not to.
    found["keys"].setdefault("TEST", {})["DEPENDENCIES"] = []
    if _place(found["default"]) == _place(found["keys"]):
        raise OptionError("SAMENSPEL_DATABASE_URL en SAMENSPEL_KEYS_DATABASE_URL mogen niet dezelfde database zijn.")
    return found


def _sqlite(path: Path) -> Settings:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": places.private_folder(path.parent) / path.name,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
            ),
        },
        # A file, not memory: rooms write from their own thread, and tests should too.
        "TEST": {"NAME": path.with_name(f"test-{path.name}")},
    }


def _postgresql(name: str, url: str, most: int) -> Settings:
    wrong = OptionError(f"SAMENSPEL_{name} moet een adres zijn zoals postgresql://naam:wachtwoord@machine/database.")
    if url.partition("://")[0] not in SCHEMES:
        raise wrong
    try:
        found: Settings = dict(dj_database_url.parse(url))
    except ValueError:
        raise wrong from None
    if found["ENGINE"] != POSTGRESQL or not found["NAME"]:
        raise wrong
    given = found.get("OPTIONS", {})
    server = " ".join([given.pop("options", ""), *(f"-c {each}" for each in SERVER)]).strip()
    return found | {
        "CONN_MAX_AGE": 0,
        # A connection is asked for a sign of life before it is used, so that a PostgreSQL that was started again heals.
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            **given,
            "options": server,
            "pool": {"min_size": 1, "max_size": most, "timeout": WAIT, "reconnect_timeout": WAIT / 2},
        },
    }


def _place(settings: Settings) -> tuple[str, ...]:
    port = str(settings.get("PORT") or "5432")
    return str(settings["ENGINE"]), str(settings.get("HOST", "")), port, str(settings["NAME"])
