"""Reservekopie terugzetten: what was there goes aside, the copy comes in its place, and what was destroyed since is
destroyed again before anything is served (B10)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections

from samenspel.keys import kek
from samenspel.keys.models import TrajectKey
from samenspel.keys.signing import Signer
from samenspel.retention import archives, copying, rekeying, running
from samenspel.retention.archives import ALIAS, LEDGER, Kind
from samenspel.retention.aside import ASIDE
from samenspel.trajects import engine
from samenspel.trajects.case_keys import ledger

KINDS: Final[tuple[Kind, ...]] = ("gegevens", "sleutels")


@dataclass(frozen=True)
class Restored:
    """Teruggezet: where the old files are, and of how many trajects something was destroyed again."""

    data: Path
    keys: Path | None
    aside: list[Path]
    destroyed_again: int


def restore(
    data: Path, keys: Path | None, bring_up_to_date: Callable[[], object], replay: Callable[[], int]
) -> Restored:
    """Put these archives back; without `keys` the keys stay that are there. Raises running.ServerRuns, CannotCopy or
    LedgerFault before anything has changed, as far as SQLite is concerned and for a PostgreSQL per database."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    former: Path | None = None
    with running.alone(), ExitStack() as stack:
        parts: dict[Kind, Path] = {}
        parts["gegevens"], public = _taken_apart("gegevens", data, stamp, stack)
        _former_key("gegevens", data, public)
        if keys is not None:
            parts["sleutels"], public = _taken_apart("sleutels", keys, stamp, stack)
            former = _former_key("sleutels", keys, public)
        elif not _keys_are_there():
            raise copying.CannotCopy(
                "Er is geen kopie van de sleutels en er zijn hier geen sleutels: niets is te openen."
            )
        taken = parts["gegevens"].with_name(LEDGER)
        if taken.exists():
            ledger().take_over(taken)
        places = [_put_aside(kind, stamp) for kind in KINDS if kind in parts]
        for kind in KINDS:
            if kind in parts:
                copying.put_back(ALIAS[kind], parts[kind])
        engine.cipher().drop_all()
        bring_up_to_date()
        if former is not None:
            rekeying.take_in(former)
        engine.cipher().check()
        return Restored(data, keys, [each for each in places if each], replay())


def _taken_apart(kind: Kind, archive: Path, stamp: str, stack: ExitStack) -> tuple[Path, str]:
    """In the folder where it has to go, so that it can take its place at once; keys never lie among the data. With it
    the public key of the key-encryption key that it was made under."""
    folder = _home(kind) / f"{ASIDE}{stamp}" / "terug"
    folder.mkdir(mode=0o700, parents=True)
    stack.callback(_no_longer, folder)
    manifest: dict[str, Any] = archives.unpack(archive, folder)
    wanted = copying.file_name(ALIAS[kind])
    if manifest.get("kind") != kind or manifest.get("file") != wanted:
        raise copying.CannotCopy(
            f"{archive.name} past hier niet: er zit {manifest.get('file')} in, en hier hoort {wanted}. "
            "Er is niets veranderd."
        )
    return folder / wanted, str(manifest.get("public_key"))


def _former_key(kind: Kind, archive: Path, public: str) -> Path | None:
    """The file with the key-encryption key of this copy, when it has to be taken in. What is in a copy of the data
    stays the same when another key-encryption key comes; what is in a copy of keys is wrapped with the one of then."""
    if public == engine.cipher().signer().public:
        return None
    former = kek.aside(rekeying.path(), public)
    key = kek.read(former)
    if key is not None and Signer(key).public == public:
        return former
    if public not in rekeying.publics():
        raise copying.CannotCopy(
            f"De hoofdsleutel hier hoort niet bij {archive.name}. Zet eerst het juiste bestand terug "
            f"({settings.SAMENSPEL_KEK_FILE}). Er is niets veranderd."
        )
    if kind == "sleutels":
        raise copying.CannotCopy(
            f"{archive.name} is van voor de nieuwe hoofdsleutel. Zet de oude terug in {former}, of laat met "
            "--present-keys de sleutels staan die er nu zijn. Er is niets veranderd."
        )
    return None


def _keys_are_there() -> bool:
    try:
        return TrajectKey.objects.exists()
    except Exception:
        return False


def _put_aside(kind: Kind, stamp: str) -> Path | None:
    """What is there now, in a folder beside it; of the keys for a day at most."""
    alias = ALIAS[kind]
    place = _home(kind) / f"{ASIDE}{stamp}"
    if copying.is_sqlite(alias):
        old = copying.sqlite_file(alias)
        connections[alias].close()
        if not old.exists():
            return None
        for ending in ("", *copying.ENDINGS):
            each = old.with_name(old.name + ending)
            if each.exists():
                shutil.copy2(each, place / each.name)
        return place
    copying.copy(alias, place / copying.file_name(alias))
    return place


def _home(kind: Kind) -> Path:
    return Path(settings.SAMENSPEL_DATA if kind == "gegevens" else settings.SAMENSPEL_KEYS)


def _no_longer(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()
