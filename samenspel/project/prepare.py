"""Bringing the databases up to date: `serve` does it by itself, so that an update is a new package and a restart.

Processes and hosts may start at the same moment: a lock lets one do the work, the others wait and find it done.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

LOCK: Final = 0x53616D656E
"""The advisory lock in PostgreSQL; any fixed number that nobody else uses."""


class NewerDatabase(Exception):
    """A database was brought up to date by a later release; the message is Dutch and says what to do."""


def missing(alias: str) -> list[str]:
    """Migrations of this release that a database has not had. Raises NewerDatabase."""
    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    ours = {config.label for config in apps.get_app_configs()}
    later = [
        key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations
        and not any(key in one.replaces for one in loader.disk_migrations.values())
    ]  # fmt: skip
    if later:
        raise NewerDatabase(
            f"Database {alias} is al bijgewerkt door een nieuwere versie van Samenspel. Installeer die versie, of zet "
            "de reservekopie van voor het bijwerken terug. Er is niets veranderd."
        )
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(_leaves(executor))]


def bring_up_to_date() -> list[str]:
    """Apply what is missing in every database; gives the aliases that were changed. Raises NewerDatabase."""
    behind = [alias for alias in settings.DATABASES if missing(alias)]
    if not behind:
        return []
    with _alone():
        for alias in behind:
            if missing(alias):
                call_command("migrate", database=alias, verbosity=0, interactive=False)
    return behind


def _leaves(executor: MigrationExecutor) -> list[tuple[str, str]]:
    return executor.loader.graph.leaf_nodes()  # type: ignore[no-any-return]


def _taken(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@contextmanager
def _alone() -> Iterator[None]:
    connection = connections["default"]
    if connection.vendor == "postgresql":
        # Asked again and again instead of waited for: our connections give up waiting for a lock after seconds.
        while not _taken(connection):
            time.sleep(0.5)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    with (settings.SAMENSPEL_DATA / "bijwerken.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
