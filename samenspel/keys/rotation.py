"""Nieuwe hoofdsleutel: every key of a traject is wrapped anew, so that the old key-encryption key opens none (B10).

At every moment each wrapped key opens with a key in a file: the new key is on disk before the first one is wrapped
with it, and the old key stays on disk until somebody throws it away. What was cut off is completed by doing it again
(docs/adr/0017).
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction

from samenspel.keys import kek
from samenspel.keys.cipher import fingerprint
from samenspel.keys.leaving import database, leave_nothing
from samenspel.keys.models import TrajectKey
from samenspel.keys.once import sync_folder, write_once
from samenspel.keys.signing import Signer
from samenspel.keys.wrapping import unwrap, wrap


@dataclass(frozen=True)
class Changed:
    """Vervangen: how many keys of trajects were wrapped anew, and in which file the old key is."""

    wrapped: int
    aside: Path


def change(path: Path, succeed: Callable[[Signer, Signer], object]) -> Changed:
    """A new key-encryption key in the place of the one in this file, or the completion of what was cut off.

    `succeed` is called with the old and the new signer before the old key leaves its place. Nobody else may be
    serving. Raises KekError when a key does not open: then nothing has changed. Raises OSError or DatabaseError: then
    nothing is lost, and doing it again completes it.
    """
    old = kek.read(path)
    if old is None:
        raise kek.KekError(f"Er is geen hoofdsleutel in {path}: er is niets te vervangen.")
    begun = kek.pending(path).exists()
    try:
        new = _pending(path)
        others = [old, *_former(path)]
        count = wrap_anew(others, new)
    except kek.KekError:
        if not begun:
            kek.pending(path).unlink(missing_ok=True)
        raise
    aside = kek.aside(path, Signer(old).public)
    write_once(aside, kek.written(old))
    _as_readable_as(path, aside)
    succeed(Signer(old), Signer(new))
    os.replace(kek.pending(path), path)
    sync_folder(path.parent)
    # Some other command may have made a traject meanwhile, with the key that was still there.
    count += wrap_anew(others, new)
    leave_nothing()
    # Halves of files that somebody was writing when the power went.
    for each in kek.halves(path):
        _overwrite(each)
    return Changed(count, aside)


def wrap_anew(others: list[bytes], new: bytes) -> int:
    """Wrap with `new` what one of the others opens, all or none; gives how many. Raises KekError when there is a key
    that none of them opens."""
    count = 0
    with transaction.atomic(using=database()):
        _nobody_else_writes()
        for row in TrajectKey.objects.order_by("pk"):
            wrapped = bytes(row.wrapped)
            if unwrap(new, row.traject, row.name, wrapped) is not None:
                continue
            opened = (unwrap(each, row.traject, row.name, wrapped) for each in others)
            key = next((each for each in opened if each is not None), None)
            if key is None or fingerprint(key) != row.fingerprint:
                raise kek.KekError(
                    "De hoofdsleutel hoort niet bij deze sleuteldatabase: er is een sleutel die er niet mee opengaat. "
                    "Zet het juiste bestand terug uit je reservekopie. Er is niets veranderd."
                )
            row.wrapped = wrap(new, row.traject, row.name, key)
            row.save(update_fields=["wrapped"])
            count += 1
    return count


def all_open(path: Path) -> bool:
    """Whether the key in this file opens every key of a traject."""
    own = kek.read(path)
    rows = TrajectKey.objects.all()
    return own is not None and all(unwrap(own, row.traject, row.name, bytes(row.wrapped)) for row in rows)


def throw_away(path: Path) -> int:
    """Overwrite and remove the former keys; how many. Raises KekError as long as one of them may be needed."""
    found = kek.former(path)
    if found and not all_open(path):
        raise kek.KekError(
            "Niet alle sleutels gaan open met de hoofdsleutel van nu. Draai eerst: samenspel rekey. Er is niets "
            "weggegooid."
        )
    for each in found:
        _overwrite(each)
    sync_folder(path.parent)
    return len(found)


def _overwrite(path: Path) -> None:
    # A second name of a file that is in use only loses that name.
    if path.stat().st_nlink == 1:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    path.unlink()


def _pending(path: Path) -> bytes:
    place = kek.pending(path)
    new = kek.make(place)
    _as_readable_as(path, place)
    return new


def _as_readable_as(path: Path, place: Path) -> None:
    """Whoever can read the one can read the other, and nobody else."""
    model, made = path.stat(), place.stat()
    if (model.st_uid, model.st_gid) != (made.st_uid, made.st_gid):
        os.chown(place, model.st_uid, model.st_gid)
    os.chmod(place, model.st_mode & 0o777)


def _former(path: Path) -> list[bytes]:
    found = []
    for each in kek.former(path):
        with contextlib.suppress(kek.KekError):
            found += [key] if (key := kek.read(each)) else []
    return found


def _nobody_else_writes() -> None:
    """SQLite holds others off by itself; PostgreSQL is asked to, after those who were writing are done."""
    connection = connections[database()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"LOCK TABLE {connection.ops.quote_name(TrajectKey._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE"
            )
