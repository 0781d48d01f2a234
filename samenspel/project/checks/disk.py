"""There is room to save, and Samenspel may use it."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Warning

from . import Found, check

MEGABYTE = 1024 * 1024
LITTLE = 1024 * MEGABYTE
TOO_LITTLE = 200 * MEGABYTE


@check
def there_is_room() -> Found:
    """Every folder that is written to can be written to, and does not fill up soon."""
    for folder in _folders():
        try:
            _write(folder)
        except OSError as error:
            yield Error(
                f"In {folder} kan Samenspel niet schrijven ({error.strerror}).",
                hint="Geef de gebruiker waaronder Samenspel draait de map, of maak ruimte.",
                id="samenspel.D001",
            )
            continue
        free = shutil.disk_usage(folder).free
        if free < LITTLE:
            kind = Error if free < TOO_LITTLE else Warning
            yield kind(
                f"Op de schijf van {folder} is nog {free // MEGABYTE} MB vrij.",
                hint="Maak ruimte voordat opslaan niet meer lukt.",
                id="samenspel.D002",
            )


def _folders() -> Iterator[Path]:
    wanted = [settings.SAMENSPEL_BALLOTS]
    for alias in ("default", "keys"):
        if settings.DATABASES[alias]["ENGINE"].endswith("sqlite3"):
            wanted.append(Path(settings.DATABASES[alias]["NAME"]).parent)
    yield from (Path(folder) for folder in wanted if Path(folder).exists())


def _write(folder: Path) -> None:
    path = folder / f"nakijken-{secrets.token_hex(6)}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, b"samenspel")
        os.fsync(handle)
    finally:
        os.close(handle)
        path.unlink()
