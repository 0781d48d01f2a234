"""The databases answer, are up to date, and keep what they say they keep (R2)."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info
from django.db import connections

from samenspel.project.prepare import NewerDatabase, missing

from . import Found, check, reachable

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
STRONGER = {"synchronous_commit": ("on", "remote_apply", "remote_write", "local")}


@check
def databases_are_ready() -> Found:
    """Each is there and has had all migrations."""
    for alias in settings.DATABASES:
        if not reachable(alias):
            yield Error(
                f"Database {alias} is niet te bereiken.",
                hint="Draait hij, en klopt het adres in SAMENSPEL_DATABASE_URL en SAMENSPEL_KEYS_DATABASE_URL?",
                id="samenspel.B002",
            )
            continue
        try:
            wanting = missing(alias)
        except NewerDatabase as error:
            yield Error(str(error), id="samenspel.B001")
            continue
        if wanting:
            yield Info(
                f"Database {alias} is nog niet bijgewerkt ({len(wanting)} stappen).",
                hint="De volgende start van `samenspel serve` doet dat.",
                id="samenspel.B003",
            )


@check
def saved_means_on_disk() -> Found:
    """What is acknowledged survives a power cut."""
    for alias in filter(reachable, settings.DATABASES):
        yield from _sqlite(alias) if connections[alias].vendor == "sqlite" else _postgresql(alias)


def _postgresql(alias: str) -> Iterator[CheckMessage]:
    with connections[alias].cursor() as cursor:
        for name, wanted in DURABLE.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if value not in STRONGER.get(name, (wanted,)):
                yield Error(
                    f"PostgreSQL ({alias}) heeft {name}={value}: wat bewaard heet, kan dan na stroomuitval weg zijn.",
                    hint=f"Zet {name} = {wanted} in postgresql.conf en herlaad PostgreSQL.",
                    id="samenspel.B004",
                )
        cursor.execute("SHOW server_encoding")
        if cursor.fetchone()[0] != "UTF8":
            yield Error(
                f"PostgreSQL ({alias}) bewaart tekst niet als UTF8.",
                hint="Maak de database opnieuw met ENCODING 'UTF8'.",
                id="samenspel.B005",
            )


def _sqlite(alias: str) -> Iterator[CheckMessage]:
    with connections[alias].cursor() as cursor:
        for name, wanted in {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                yield Error(
                    f"SQLite ({alias}) heeft {name}={found}.",
                    hint="Zet de database op een schijf van deze machine zelf, niet op een netwerkschijf.",
                    id="samenspel.B006",
                )
