"""De hoofdsleutel vervangen, while nothing is served: the keys first, then the ledger, then the file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from samenspel import clock
from samenspel.keys import kek, rotation
from samenspel.keys.models import TrajectKey
from samenspel.keys.signing import Signer
from samenspel.retention import running
from samenspel.trajects import engine
from samenspel.trajects.case_keys import ledger


def path() -> Path:
    """Where the key-encryption key of this installation is."""
    return Path(settings.SAMENSPEL_KEK_FILE)


def rekey() -> rotation.Changed:
    """Make a new key-encryption key and wrap every key with it. Raises running.ServerRuns, LedgerFault, KekError,
    OSError or DatabaseError."""
    with running.alone():
        ledger().check()
        changed = rotation.change(path(), follow)
        engine.cipher().drop_all()
        engine.cipher().check()
    return changed


def discard() -> int:
    """Throw the former key-encryption keys away; how many. Raises KekError or OSError."""
    with running.alone():
        return rotation.throw_away(path())


def trajects() -> int:
    """How many trajects have a key."""
    return TrajectKey.objects.values("traject").distinct().count()


def take_in(former: Path) -> None:
    """After a restore: what this former key opens, the key of now opens from here on. Raises KekError."""
    old, own = kek.read(former), kek.read(path())
    if old is None or own is None:
        raise kek.KekError(f"Er is geen hoofdsleutel in {former if old is None else path()}.")
    rotation.wrap_anew([old], own)
    follow(Signer(old), Signer(own))


def follow(old: Signer, new: Signer) -> None:
    """The ledger says by which key this one is followed, signed by itself."""
    ledger().succeed(old, new.public, {"day": clock.today().isoformat()})


def publics() -> list[str]:
    """The public keys of this installation: the one of now first."""
    return ledger().publics(engine.cipher().signer().public)
