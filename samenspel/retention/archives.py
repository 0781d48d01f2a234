"""Reservekopie maken: the data and the keys, each in an archive of its own, in folders of their own.

Never in either: the key-encryption key, the secret for cookies, and keys of rounds of ballots.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from django.conf import settings

from samenspel import __version__
from samenspel.keys.once import sync_folder
from samenspel.retention import copying
from samenspel.retention.aside import KEYS_LIVE
from samenspel.trajects import engine
from samenspel.trajects.case_keys import ledger

Kind = Literal["gegevens", "sleutels"]
ALIAS: Final[dict[Kind, str]] = {"gegevens": "default", "sleutels": "keys"}
MANIFEST: Final = "manifest.json"
LEDGER: Final = "ledger.jsonl"
_NAME: Final = re.compile(r"(gegevens|sleutels)-(\d{8}T\d{6}Z)\.tar")


@dataclass(frozen=True)
class Archive:
    """Kopie in een map."""

    path: Path
    kind: Kind
    made: datetime


def back_up(folder: Path) -> tuple[Archive, Archive, int]:
    """Copy everything to this folder; gives both archives, and how many older copies of keys were removed.

    The data first: what comes in between has its keys in the copy, and nothing is in the data without them. Raises
    copying.CannotCopy.
    """
    _keep_out_of_the_way(folder)
    made = datetime.now(UTC).replace(microsecond=0)
    data = _write(folder, "gegevens", made)
    keys = _write(folder, "sleutels", made)
    return data, keys, prune(folder)


def found_in(folder: Path, kind: Kind) -> list[Archive]:
    """The copies of one kind, the newest first."""
    names = ((path, _NAME.fullmatch(path.name)) for path in (folder / kind).glob("*.tar"))
    found = [Archive(path, kind, _moment(match[2])) for path, match in names if match and match[1] == kind]
    return sorted(found, key=lambda each: each.made, reverse=True)


def prune(folder: Path) -> int:
    """Remove copies of keys that are older than they may be; gives how many."""
    old = [each for each in found_in(folder, "sleutels") if datetime.now(UTC) - each.made > KEYS_LIVE]
    for each in old:
        each.path.unlink(missing_ok=True)
    return len(old)


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Take an archive apart into this folder; gives its manifest. Raises CannotCopy for something that is no copy."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar.getmembers():
                if member.name not in (
                    MANIFEST,
                    LEDGER,
                    "samenspel.sqlite3",
                    "samenspel.dump",
                    "keys.sqlite3",
                    "keys.dump",
                ):
                    raise copying.CannotCopy(f"In {archive.name} zit iets dat daar niet hoort. Er is niets veranderd.")
                # Not `extract` with its filter: Python 3.11 has that from 3.11.4 on, and Debian's is older.
                held = tar.extractfile(member) if member.isreg() else None
                if held is None:
                    raise copying.CannotCopy(f"In {archive.name} zit iets dat daar niet hoort. Er is niets veranderd.")
                place = os.open(folder / member.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with held, os.fdopen(place, "wb") as file:
                    shutil.copyfileobj(held, file)
        manifest: dict[str, Any] = msgspec.json.decode((folder / MANIFEST).read_bytes())
    except (OSError, tarfile.TarError, msgspec.DecodeError):
        raise copying.CannotCopy(f"{archive} is geen hele reservekopie van Samenspel. Er is niets veranderd.") from None
    return manifest


def _write(folder: Path, kind: Kind, made: datetime) -> Archive:
    place = folder / kind
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{kind}-{made.strftime('%Y%m%dT%H%M%SZ')}.tar"
    alias = ALIAS[kind]
    with tempfile.TemporaryDirectory(dir=place) as work:
        copied = Path(work) / copying.file_name(alias)
        copying.copy(alias, copied)
        manifest = {
            "kind": kind,
            "version": __version__,
            "made": made.isoformat(),
            "file": copied.name,
            # Says which key-encryption key belongs to it, without saying anything of that key.
            "public_key": engine.cipher().signer().public,
        }
        whole = Path(work) / "whole.tar"
        handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                _add(tar, MANIFEST, msgspec.json.encode(manifest))
                if kind == "gegevens" and ledger().path.exists():
                    _add(tar, LEDGER, ledger().path.read_bytes())
                tar.add(copied, copied.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(whole, path)
    sync_folder(place)
    return Archive(path, kind, made)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _keep_out_of_the_way(folder: Path) -> None:
    ours = (settings.SAMENSPEL_DATA, settings.SAMENSPEL_KEYS, settings.SAMENSPEL_LEDGER, settings.SAMENSPEL_BALLOTS)
    if any(folder.resolve().is_relative_to(Path(each).resolve()) for each in ours):
        raise copying.CannotCopy("Kies een map buiten de mappen van Samenspel zelf, liefst op een andere schijf.")


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
