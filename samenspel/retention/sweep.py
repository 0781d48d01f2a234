"""De veegronde: afterwards, look whether anything is left, in rows, keys and the bytes of the files (B10)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections

from samenspel.keys.ballots import BallotKeys
from samenspel.keys.models import TrajectKey
from samenspel.retention import parts
from samenspel.retention.bytes_of_files import holds
from samenspel.retention.parts import Scope
from samenspel.store.models import StoredBallot, StoredRecord
from samenspel.trajects.models import Session

SAMPLE: Final = 64
"""Of so many sealed things of every kind the bytes are searched for."""
NONCE: Final = slice(1, 13)


class Remains(Exception):
    """Something is still there: no record of deletion is written, and the next round tries again."""


def ballot_keys() -> BallotKeys:
    """The keys of rounds that are open, of this installation."""
    return BallotKeys(Path(settings.SAMENSPEL_BALLOTS))


def needles(scope: Scope, names: tuple[str, ...]) -> list[bytes]:
    """Bytes that lie in the files now and must not afterwards: twelve random bytes from every wrapped key, and from a
    sample of what they sealed."""
    found = [row.wrapped for row in TrajectKey.objects.filter(traject=scope.traject, name__in=names)]
    records = StoredRecord.objects.filter(session__in=scope.sessions)
    if not scope.outcome:
        records = records.exclude(key="outcome")
    found += records.values_list("body", flat=True)[:SAMPLE]
    found += StoredBallot.objects.filter(session__in=scope.sessions).values_list("sealed", flat=True)[:SAMPLE]
    if scope.outcome:
        found += Session.objects.filter(pk__in=scope.sessions).values_list("sealed_title", flat=True)
    return [bytes(each)[NONCE] for each in found if len(each) > NONCE.stop]


def sweep(scope: Scope, names: tuple[str, ...], wanted: list[bytes]) -> dict[str, int]:
    """What is left, as it goes into the record; all numbers are 0 but how much was looked for and looked at.
    Raises Remains."""
    rows = sum(parts.counts(scope).values())
    keys = TrajectKey.objects.filter(traject=scope.traject, name__in=names).count()
    rounds = sum(len(ballot_keys().rounds(session)) for session in scope.sessions)
    files = list(_files())
    left = sum(any(holds(path, each) for path in files) for each in wanted) if wanted else 0
    result = {"rows": rows, "keys": keys, "ballot_keys": rounds, "bytes": left}
    if any(result.values()):
        raise Remains(", ".join(f"{name}={count}" for name, count in result.items() if count))
    return result | {"bytes_looked_for": len(wanted), "files_looked_at": len(files)}


def _files() -> Iterator[Path]:
    """The files of both databases with their logs; of PostgreSQL we cannot read the files (docs/operate.md)."""
    for alias in ("default", "keys"):
        if connections[alias].vendor == "sqlite":
            name = Path(str(connections[alias].settings_dict["NAME"]))
            yield from (path for path in (name, name.with_name(f"{name.name}-wal")) if path.exists())
