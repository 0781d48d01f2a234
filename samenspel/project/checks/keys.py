"""The keys open what is kept, and nobody else can read them."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Info, Warning
from django.db import DatabaseError

from samenspel import clock
from samenspel.keys import kek, rotation
from samenspel.keys.cipher import Cipher
from samenspel.keys.models import TrajectKey
from samenspel.retention.aside import KEYS_LIVE

from . import Found, check, reachable

SQLITE = "django.db.backends.sqlite3"


@check
def the_key_opens() -> Found:
    """The key-encryption key is there and belongs to this key database; nothing is made."""
    path = Path(settings.SAMENSPEL_KEK_FILE)
    if not reachable("keys"):
        return
    try:
        in_use = TrajectKey.objects.exists()
        if kek.read(path) is None and not in_use:
            yield Info(
                f"Er is nog geen hoofdsleutel. De eerste start maakt hem in {path}.",
                hint="Bewaar daarna een kopie op een veilige plek, buiten de reservekopie van de gegevens.",
                id="samenspel.K001",
            )
        else:
            Cipher(path).check()
            if not rotation.all_open(path):
                yield Error(
                    "Niet alle sleutels gaan open met deze hoofdsleutel.",
                    hint="Ligt de oude hoofdsleutel er nog naast? Stop Samenspel dan, en draai: samenspel rekey",
                    id="samenspel.K002",
                )
    except kek.KekError as error:
        yield Error(str(error), id="samenspel.K002")
    except DatabaseError:
        # No tables yet: the first start makes them, and the key with them.
        return


@check
def the_old_key_goes() -> Found:
    """After a new key-encryption key, nothing of the change is left behind for long."""
    path = Path(settings.SAMENSPEL_KEK_FILE)
    if kek.pending(path).exists():
        yield Warning(
            "Het vervangen van de hoofdsleutel is niet afgemaakt.",
            hint="Stop Samenspel en draai: samenspel rekey. Er is niets kwijt.",
            id="samenspel.K006",
        )
    day_ago = clock.now().timestamp() - KEYS_LIVE.total_seconds()
    if any(each.stat().st_mtime < day_ago for each in kek.former(path)):
        yield Warning(
            f"Er ligt langer dan een dag een oude hoofdsleutel in {path.parent}.",
            hint="Er is geen sleutelkopie meer die hem nodig heeft. Draai: samenspel rekey --discard",
            id="samenspel.K007",
        )


@check
def second_steps_have_a_key() -> Found:
    """The key that seals the secrets of second steps is there, or can be made beside the key-encryption key."""
    path = Path(settings.SAMENSPEL_KEK_FILE).with_name("accounts_key")
    if not path.exists() and path.parent.exists() and (_given_by_systemd(path) or not os.access(path.parent, os.W_OK)):
        yield Error(
            f"De sleutel van tweede stappen ontbreekt en kan niet worden gemaakt: {path}.",
            hint="Maak hem zoals docs/operate.md bij systemd zegt. Zonder kan niemand een app met codes koppelen.",
            id="samenspel.K008",
        )


@check
def only_samenspel_reads_the_keys() -> Found:
    """Files and folders with keys are closed to other users of the machine."""
    for path in _private():
        if _given_by_systemd(path):
            continue
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            yield Error(
                f"{path} is leesbaar voor anderen op deze machine ({mode:04o}).",
                hint=f"Draai: chmod {'700' if path.is_dir() else '600'} {path}",
                id="samenspel.K003",
            )


@check
def keys_are_apart() -> Found:
    """A copy of the data does not hold the keys. Folders and databases that coincide are refused at the start."""
    default, keys = settings.DATABASES["default"], settings.DATABASES["keys"]
    if default["ENGINE"] != SQLITE and keys["ENGINE"] != SQLITE and _server(default) == _server(keys):
        yield Info(
            "Gegevens en sleutels staan op dezelfde PostgreSQL.",
            hint="Maak van elke database een eigen reservekopie, en bewaar die van de sleutels hoogstens 24 uur. "
            "Een kopie van de hele PostgreSQL bevat beide.",
            id="samenspel.K004",
        )
    if _inside(settings.SAMENSPEL_BALLOTS, settings.SAMENSPEL_DATA, settings.SAMENSPEL_KEYS):
        yield Warning(
            "De sleutels van stemmingen liggen in een map die in de reservekopie komt.",
            hint="Zet SAMENSPEL_BALLOTS op een map daarbuiten, die nooit wordt gekopieerd.",
            id="samenspel.K005",
        )


def _private() -> Iterator[Path]:
    kek_file = Path(settings.SAMENSPEL_KEK_FILE)
    paths = [
        kek_file,
        kek.pending(kek_file),
        *kek.former(kek_file),
        kek_file.with_name("secret_key"),
        kek_file.with_name("accounts_key"),
        settings.SAMENSPEL_BALLOTS,
        settings.SAMENSPEL_LEDGER,
    ]
    for alias in ("default", "keys"):
        if settings.DATABASES[alias]["ENGINE"] == SQLITE:
            paths.append(Path(settings.DATABASES[alias]["NAME"]).parent)
    yield from (Path(path) for path in paths if Path(path).exists())


def _given_by_systemd(path: Path) -> bool:
    # systemd opens a credential for the service with an access list, which shows as rights of the group.
    given = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return bool(given) and path.is_relative_to(given)


def _server(database: dict[str, object]) -> tuple[str, str]:
    return str(database.get("HOST")), str(database.get("PORT") or 5432)


def _inside(path: Path, *folders: Path) -> bool:
    return any(Path(path).resolve().is_relative_to(Path(folder).resolve()) for folder in folders)
