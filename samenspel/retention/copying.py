"""Een database kopiëren en terugzetten: a whole and consistent file of SQLite, or a dump of PostgreSQL."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections

SECONDS: Final = 3600
ELSEWHERE: Final = "/usr/lib/postgresql/*/bin"
ENDINGS: Final = ("-wal", "-shm", "-journal")


class CannotCopy(Exception):
    """The copy could not be made or put back; the message is Dutch."""


def is_sqlite(alias: str) -> bool:
    """Whether a database is a file of ours."""
    return connections[alias].vendor == "sqlite"


def file_name(alias: str) -> str:
    """What the copy of a database is called inside an archive."""
    name = {"default": "samenspel", "keys": "keys"}[alias]
    return f"{name}.sqlite3" if is_sqlite(alias) else f"{name}.dump"


def copy(alias: str, target: Path) -> None:
    """A copy of a database that others may be using meanwhile: whole, and without what was removed. Raises
    CannotCopy."""
    if is_sqlite(alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        target.chmod(0o600)
        return
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(handle)
    _run("pg_dump", alias, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def put_back(alias: str, source: Path) -> None:
    """Replace a database by a copy, whole or not at all. Nobody else may be connected. Raises CannotCopy."""
    if is_sqlite(alias):
        connections[alias].close()
        place = sqlite_file(alias)
        for ending in ENDINGS:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        os.replace(source, place)
        place.chmod(0o600)
        return
    connections[alias].close()
    connections[alias].close_pool()  # type: ignore[attr-defined]
    _run(
        "pg_restore", alias, "--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error",
        "--single-transaction", str(source),
    )  # fmt: skip


def sqlite_file(alias: str) -> Path:
    """Where the file of a database is."""
    return Path(str(connections[alias].settings_dict["NAME"]))


def _run(program: str, alias: str, *arguments: str) -> None:
    given = settings.DATABASES[alias]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # The password goes by the environment: a list of processes would show it.
    environment |= {"PGPASSWORD": str(given["PASSWORD"] or "")}
    environment |= {f"PG{name.upper()}": str(value) for name, value in _secured(given).items()}
    where = [
        f"--{option}={given[name]}"
        for option, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER"))
        if given[name]
    ]
    command = [
        _found(program),
        *where,
        "--no-password",
        f"--dbname={connections[alias].settings_dict['NAME']}",
        *arguments,
    ]
    # A fixed program, and arguments from our own settings.
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or [f"{program} stopte met code {done.returncode}"]
        raise CannotCopy(f"{program} lukte niet: {last[0]}")


def _secured(given: dict[str, Any]) -> dict[str, Any]:
    """What the address says of TLS holds for these programs as well."""
    options = given.get("OPTIONS", {})
    return {name: options[name] for name in ("sslmode", "sslrootcert", "sslcert", "sslkey") if name in options}


def _found(program: str) -> str:
    places = os.pathsep.join(sorted(glob.glob(ELSEWHERE), reverse=True))
    found = shutil.which(program) or shutil.which(program, path=places)
    if found is None:
        raise CannotCopy(f"Het programma {program} is er niet. Installeer het pakket postgresql-client.")
    return found
