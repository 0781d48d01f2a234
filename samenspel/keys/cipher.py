"""Sealing and opening what is kept: KEK → wrapped key of a traject → subkey per purpose → AES-256-GCM."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from samenspel.keys import kek
from samenspel.keys.leaving import database, leave_nothing
from samenspel.keys.models import TrajectKey
from samenspel.keys.signing import Signer
from samenspel.keys.wrapping import FORMAT, NONCE, unwrap, wrap

NAMES: Final = ("case", "outcome")
RECHECK: Final = 10.0
"""Seconds for which a key in memory is used without asking whether it still exists: another process may have
destroyed it."""

Name = tuple[str, str]


class KeyGone(Exception):
    """The key of this traject was destroyed, or never was: what it sealed cannot be read by anyone."""


class Tampered(Exception):
    """What is stored was not sealed for this place, or was changed."""


@dataclass
class _Unwrapped:
    key: bytes
    checked: float
    subkeys: dict[str, AESGCM] = field(default_factory=dict)


class Cipher:
    """Versleuteling: seals bytes for one place in the database (its table, row, column and version are bound
    in), under a named key of a traject. Safe to share between threads."""

    def __init__(self, kek_file: Path) -> None:
        """The key-encryption key is read, or made, when first needed."""
        self._kek_file = kek_file
        self._kek: bytes | None = None
        self._cache: dict[Name, _Unwrapped] = {}
        self._lock = RLock()

    def seal(self, traject: str, key_name: str, table: str, row: str, column: str, version: int, data: bytes) -> bytes:
        """The data sealed for this place. Raises KeyGone."""
        nonce = secrets.token_bytes(NONCE)
        place = _place(traject, table, row, column, version)
        return FORMAT + nonce + self._subkey(traject, key_name, table).encrypt(nonce, data, place)

    def open(
        self, traject: str, key_name: str, table: str, row: str, column: str, version: int, sealed: bytes
    ) -> bytes:
        """The data again. Raises KeyGone, or Tampered when it was not sealed for exactly this place."""
        place = _place(traject, table, row, column, version)
        subkey = self._subkey(traject, key_name, table)
        if sealed[:1] != FORMAT:
            raise Tampered(f"{table}/{column}")
        try:
            return subkey.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place)
        except (InvalidTag, ValueError):
            raise Tampered(f"{table}/{column}") from None

    def create_keys(self, traject: str) -> None:
        """Both keys of a new traject: `case` and `outcome`."""
        self._create(traject, *NAMES)

    def create_key(self, traject: str, name: str) -> None:
        """One more key of a traject: that of the case of a later session (CR-23). Raises IntegrityError when it is
        there already."""
        self._create(traject, name)

    def _create(self, traject: str, *names: str) -> None:
        while not self._created(traject, names):
            pass

    def _created(self, traject: str, names: tuple[str, ...]) -> bool:
        with transaction.atomic(using=database()):
            own = self._read()
            TrajectKey.objects.bulk_create([_new(own, traject, name) for name in names])
            # `samenspel rekey` waits for us before it looks a last time: what it replaced before that, we see here.
            same = kek.read(self._kek_file) == own
            if not same:
                transaction.set_rollback(True, using=database())
        return same

    def destroy(self, traject: str, key_name: str) -> str | None:
        """Destroy a key for good; gives its fingerprint, or None when it was gone already."""
        rows = TrajectKey.objects.filter(traject=traject, name=key_name)
        found = rows.values_list("fingerprint", flat=True).first()
        rows.delete()
        self.drop(traject, key_name)
        leave_nothing()
        return found

    def drop(self, traject: str, key_name: str | None = None) -> None:
        """Forget unwrapped keys in this process."""
        with self._lock:
            for name in [n for n in self._cache if n[0] == traject and key_name in (None, n[1])]:
                del self._cache[name]

    def drop_all(self) -> None:
        """Forget everything: another database of keys has come in the place of this one."""
        with self._lock:
            self._cache.clear()
            self._kek = None

    def fingerprint(self, traject: str, key_name: str) -> str:
        """SHA-256 of the key, in hexadecimal. Raises KeyGone."""
        return fingerprint(self._unwrapped(traject, key_name).key)

    def signer(self) -> Signer:
        """What signs the record of what was destroyed, from the same key-encryption key (CR-22)."""
        return Signer(self._read())

    def check(self) -> None:
        """At start: raises KekError when keys exist that this key-encryption key does not open."""
        row = TrajectKey.objects.first()
        if row is not None:
            self._unwrapped(row.traject, row.name)
        else:
            self._wrapping()

    def _wrapping(self) -> bytes:
        with self._lock:
            if self._kek is None:
                self._kek = self._read()
            return self._kek

    def _read(self) -> bytes:
        return kek.read_or_make(self._kek_file, in_use=TrajectKey.objects.exists())

    def _subkey(self, traject: str, key_name: str, purpose: str) -> AESGCM:
        with self._lock:
            unwrapped = self._unwrapped(traject, key_name)
            found = unwrapped.subkeys.get(purpose)
            if found is None:
                info = f"samenspel/1/{purpose}".encode()
                found = AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(unwrapped.key))
                unwrapped.subkeys[purpose] = found
            return found

    def _unwrapped(self, traject: str, key_name: str) -> _Unwrapped:
        now = time.monotonic()
        with self._lock:
            found = self._cache.get((traject, key_name))
            if found is not None and now - found.checked < RECHECK:
                return found
            row = TrajectKey.objects.filter(traject=traject, name=key_name).first()
            if row is None:
                self.drop(traject, key_name)
                raise KeyGone(traject)
            if found is None:
                found = self._cache[(traject, key_name)] = _Unwrapped(self._unwrap(row), now)
            found.checked = now
            return found

    def _unwrap(self, row: TrajectKey) -> bytes:
        key = unwrap(self._wrapping(), row.traject, row.name, bytes(row.wrapped))
        if key is None:
            raise kek.does_not_open(self._kek_file)
        return key


def _place(traject: str, table: str, row: str, column: str, version: int) -> bytes:
    # A list in JSON: no id can be written so that two places look alike.
    return msgspec.json.encode((traject, table, row, column, version))


def _new(own: bytes, traject: str, name: str) -> TrajectKey:
    key = AESGCM.generate_key(256)
    return TrajectKey(traject=traject, name=name, wrapped=wrap(own, traject, name, key), fingerprint=fingerprint(key))


def fingerprint(key: bytes) -> str:
    """SHA-256 of a key, in hexadecimal."""
    return hashlib.sha256(key).hexdigest()
