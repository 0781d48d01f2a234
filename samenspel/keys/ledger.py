"""Vernietigingsboek: what was destroyed, in a file of its own that no backup puts back (CR-22, B10).

Lines of JSON, each signed and bound to the one before. A key is written down before it is destroyed, so that it goes
whatever happens; a record of deletion is written when nothing is left. A key-encryption key that is replaced signs by
which one, so that its lines stay verifiable (docs/adr/0017). The file holds random ids, fingerprints, counts
and days, and nothing of anyone: it may be copied and kept for good.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from samenspel.keys.once import give_to_the_owner, sync_folder
from samenspel.keys.signing import Signer, verified

FILE: Final = "ledger.jsonl"
KEY, RECORD, SUCCESSION = "key", "record", "succession"
FIRST: Final = "0" * 64
"""What the first line calls the one before it."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Regel: `body` is the JSON text that is signed, with `kind`, `traject`, `previous` and the day in it. `hash` is
    its SHA-256, `public` the public key of the installation, `signature` what that key made of the body."""

    body: str
    hash: str
    public: str
    signature: str

    @property
    def content(self) -> dict[str, Any]:
        """The body, read."""
        found: dict[str, Any] = msgspec.json.decode(self.body)
        return found

    def fault(self) -> str:
        """Why this line cannot be believed, in Dutch; empty when it can."""
        if hashlib.sha256(self.body.encode()).hexdigest() != self.hash:
            return "de tekst is veranderd: het controlegetal klopt niet"
        if not verified(self.public, self.signature, self.body.encode()):
            return "de handtekening klopt niet"
        return ""


class LedgerFault(Exception):
    """The ledger is not what was written; the message is Dutch and says where."""


class Ledger:
    """Vernietigingsboek of one installation; several processes and machines may share the folder."""

    def __init__(self, folder: Path, signer: Callable[[], Signer]) -> None:
        """The folder is made when first written to; `signer` is asked for then."""
        self.path = folder / FILE
        self._signer = signer
        self._read: tuple[tuple[int, int], list[Entry]] = ((0, 0), [])

    def entries(self) -> list[Entry]:
        """Every whole line, oldest first. Raises LedgerFault for a line that cannot be read."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return []
        mark = (stat.st_size, stat.st_mtime_ns)
        if self._read[0] != mark:
            self._read = (mark, list(_parsed(self.path.read_bytes())))
        return list(self._read[1])

    def destroyed_keys(self) -> Iterator[dict[str, Any]]:
        """Every key that was to be destroyed: `traject`, `name`, `fingerprint`."""
        return (each for entry in self.entries() if (each := entry.content)["kind"] == KEY)

    def records(self, traject: str) -> list[Entry]:
        """The records of deletion of a traject."""
        found = [(entry, entry.content) for entry in self.entries()]
        return [entry for entry, body in found if body["kind"] == RECORD and body["traject"] == traject]

    def names(self, traject: str) -> set[str]:
        """The names of the keys of a traject that were destroyed."""
        return {each["name"] for each in self.destroyed_keys() if each["traject"] == traject}

    def publics(self, current: str) -> list[str]:
        """The public keys of this installation: the one of now, and those that it followed, the last first. Each of
        these signed itself by which it is followed (docs/adr/0017)."""
        known = [current]
        for entry in reversed(self.entries()):
            body = entry.content
            if body["kind"] == SUCCESSION and body["public"] in known and not entry.fault():
                known += [entry.public] if entry.public not in known else []
        return known

    def succeed(self, old: Signer, public: str, content: Mapping[str, object]) -> None:
        """The old key signs that this one follows it; once is enough. Raises OSError."""
        if old.public not in self.publics(public):
            self._write(SUCCESSION, "", {"public": public, **content}, lambda: old)

    def add(self, kind: str, traject: str, content: Mapping[str, object]) -> Entry:
        """Write a line, on disk when this returns. Raises OSError."""
        return self._write(kind, traject, content, self._signer)

    def _write(self, kind: str, traject: str, content: Mapping[str, object], signing: Callable[[], Signer]) -> Entry:
        with self._alone() as handle:
            entries = list(_parsed(self.path.read_bytes()))
            previous = entries[-1].hash if entries else FIRST
            body = msgspec.json.encode(
                {"kind": kind, "traject": traject, "previous": previous, **content}, order="deterministic"
            )
            signer = signing()
            entry = Entry(
                body=body.decode(),
                hash=hashlib.sha256(body).hexdigest(),
                public=signer.public,
                signature=signer.sign(body),
            )
            os.write(handle, msgspec.json.encode(entry) + b"\n")
            os.fsync(handle)
        return entry

    def check(self) -> int:
        """How many lines there are. Raises LedgerFault when one was changed, left out or put in."""
        return _check_chain(self.entries())

    def take_over(self, other: Path) -> int:
        """After a restore: lines that the other ledger has beyond ours; how many. Raises LedgerFault when the two
        tell different stories."""
        theirs = list(_parsed(other.read_bytes()))
        _check_chain(theirs)
        with self._alone() as handle:
            ours = list(_parsed(self.path.read_bytes()))
            shared = min(len(ours), len(theirs))
            if [each.hash for each in ours[:shared]] != [each.hash for each in theirs[:shared]]:
                raise LedgerFault("Het vernietigingsboek in de kopie is een ander dan dat van deze installatie.")
            for entry in theirs[shared:]:
                os.write(handle, msgspec.json.encode(entry) + b"\n")
            os.fsync(handle)
        return len(theirs) - shared

    @contextmanager
    def _alone(self) -> Iterator[int]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            _cut_half_line(handle)
            if new:
                give_to_the_owner(handle, self.path.parent)
                sync_folder(self.path.parent)
            yield handle
        finally:
            os.close(handle)


def _check_chain(entries: list[Entry]) -> int:
    previous = FIRST
    for number, entry in enumerate(entries, start=1):
        fault = entry.fault()
        if not fault and entry.content.get("previous") != previous:
            fault = "hij sluit niet aan op de regel ervoor"
        if fault:
            raise LedgerFault(f"Regel {number} van het vernietigingsboek klopt niet: {fault}.")
        previous = entry.hash
    return len(entries)


def _parsed(data: bytes) -> Iterator[Entry]:
    # What stands behind the last end of a line was being written when the power went.
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        try:
            yield msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError:
            raise LedgerFault(f"Regel {number} van het vernietigingsboek is niet te lezen.") from None


def _cut_half_line(handle: int) -> None:
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        start = max(0, size - 1_000_000)
        tail = os.pread(handle, size - start, start)
        os.ftruncate(handle, start + tail.rfind(b"\n") + 1)
