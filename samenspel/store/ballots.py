"""Ballots in the database: a round, a random id and bytes of one size; everything else is sealed (R13)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_bytes
from typing import Final, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DatabaseError, connection, transaction

from samenspel.kernel.record import Record
from samenspel.kernel.upgrade import Types
from samenspel.keys.ballots import BallotKeys
from samenspel.keys.cipher import Cipher
from samenspel.store.fold import Folded
from samenspel.store.interface import Behind, Ops
from samenspel.store.models import SessionClock, StoredBallot

SIZE: Final = 4096
"""Bytes of every ballot before sealing, whatever stands on it: a length would tell a long answer from a short one."""
NONCE: Final = 12
QUICKLY: Final = "PRAGMA busy_timeout = 200"
log = logging.getLogger("samenspel.store")


class CaseKey(NamedTuple):
    """Casussleutel: what opens the case of a session."""

    traject: str
    case: str


class _Paper(msgspec.Struct, frozen=True, array_like=True):
    """What is inside: the envelope, the body, and the ops that put it, so that the ledger need not know them (R3)."""

    type: str
    schema: int
    instance: str
    author: str
    party: str | None
    version: int
    body: bytes
    casts: list[tuple[str, bytes]]


@dataclass(frozen=True)
class Sealed:
    """Verzegelde stem: the row, and the key it was sealed with."""

    row: StoredBallot
    key: bytes


class Ballots:
    """Stembriefjes of all sessions. The key of the round seals them first, the key of the traject around that: so
    they end with either of the two."""

    def __init__(self, types: Types, cipher: Cipher, keys: BallotKeys) -> None:
        """`keys` holds a key per round that is open."""
        self._types = types
        self._cipher = cipher
        self._keys = keys

    def read(self, session: str, keys: CaseKey, clock: int) -> tuple[list[Record], dict[str, Ops]]:
        """Every ballot with this clock, and the ops that put them per round. One whose key is gone is left out: nobody
        can read it any more."""
        records: list[Record] = []
        cast: dict[str, Ops] = {}
        lost = 0
        for row in StoredBallot.objects.filter(session=session).order_by("record"):
            paper = self._open(keys, row)
            if paper is None:
                lost += 1
                continue
            body = self._types.read(paper.type, paper.schema, paper.body)
            records.append(
                Record(
                    id=row.record,
                    type=paper.type,
                    instance=paper.instance,
                    scope=row.box,
                    author=paper.author,
                    party=paper.party,
                    version=paper.version,
                    clock=clock,
                    body=body,
                )
            )
            ops = cast.setdefault(row.box, {})
            ops.update({(paper.author, op): (payload, clock) for op, payload in paper.casts})
        if lost:
            log.error("ballots.unreadable", extra={"fields": {"count": lost}})
        return records, cast

    def seal(self, session: str, keys: CaseKey, folded: Folded) -> list[Sealed]:
        """The rows of the ballots that are put. Raises OSError when a key cannot be made."""
        if not folded.ballots:
            return []
        rows = StoredBallot.objects.filter(session=session, record__in=list(folded.ballots))
        old = {row.record: self._open(keys, row) for row in rows}
        sealed = []
        for record in folded.ballots.values():
            paper = old.get(record.id)
            casts = [*(paper.casts if paper else ()), *((k.op, k.payload) for k in folded.casts.get(record.id, ()))]
            sealed.append(self._seal(session, keys, record, casts))
        return sealed

    def write(self, session: str, folded: Folded, sealed: list[Sealed]) -> None:
        """Inside the transaction, under the lock of the session. Raises Behind when a key was destroyed meanwhile."""
        boxes = {each.row.box: each.key for each in sealed}
        if any(self._keys.find(session, box) != key for box, key in boxes.items()):
            raise Behind(session)
        if folded.removed:
            StoredBallot.objects.filter(session=session, record__in=list(folded.removed)).delete()
        if sealed:
            StoredBallot.objects.bulk_create(
                [each.row for each in sealed],
                update_conflicts=True,
                unique_fields=["place"],
                update_fields=["box", "sealed"],
            )
        if folded.closed:
            StoredBallot.objects.filter(session=session, box__in=folded.closed).delete()

    def end(self, session: str, boxes: Iterable[str]) -> None:
        """After the commit: the keys of rounds that were closed go, and what the database's log still holds. A key
        that cannot be destroyed now is destroyed by `clear`."""
        ended = False
        for box in boxes:
            try:
                self._keys.destroy(session, box)
            except OSError as error:
                log.error("ballots.key_stays", extra={"fields": {"error": type(error).__name__}})
            ended = True
        if ended:
            try:
                _empty_log()
            except DatabaseError as error:
                log.warning("ballots.log_stays", extra={"fields": {"error": type(error).__name__}})

    def clear(self, session: str | None = None) -> int:
        """Destroy keys without a ballot: a process ended between committing and destroying, or before committing.
        Under the lock of the session, so that nobody is putting the first ballot at that moment. How many."""
        cleared = 0
        for owner, box in self._keys.rounds(session):
            if StoredBallot.objects.filter(session=owner, box=box).exists():
                continue
            with transaction.atomic():
                list(SessionClock.objects.select_for_update().filter(session=owner))
                if StoredBallot.objects.filter(session=owner, box=box).exists():
                    continue
                self._keys.destroy(owner, box)
                cleared += 1
        return cleared

    def _seal(self, session: str, keys: CaseKey, record: Record, casts: list[tuple[str, bytes]]) -> Sealed:
        box = record.scope or ""
        paper = _Paper(
            record.type,
            record.body.SCHEMA,
            record.instance,
            record.author or "",
            record.party,
            record.version,
            self._types.write(record.body),
            casts,
        )
        key = self._keys.find_or_make(session, box)
        nonce = token_bytes(NONCE)
        place = _place(session, box, record.id)
        inner = nonce + AESGCM(key).encrypt(nonce, _padded(msgspec.msgpack.encode(paper)), place.encode())
        outer = self._cipher.seal(keys.traject, keys.case, "ballot", place, "sealed", 1, inner)
        own = f"{session}.{record.id}"
        return Sealed(StoredBallot(place=own, session=session, record=record.id, box=box, sealed=outer), key)

    def _open(self, keys: CaseKey, row: StoredBallot) -> _Paper | None:
        key = self._keys.find(row.session, row.box)
        if key is None:
            return None
        place = _place(row.session, row.box, row.record)
        inner = self._cipher.open(keys.traject, keys.case, "ballot", place, "sealed", 1, bytes(row.sealed))
        try:
            padded = AESGCM(key).decrypt(inner[:NONCE], inner[NONCE:], place.encode())
        except InvalidTag:
            # The key of another time stands in its place, after a backup was put back: this one cannot be read.
            return None
        size = int.from_bytes(padded[:4], "big")
        return msgspec.msgpack.decode(padded[4 : 4 + size], type=_Paper)


def _padded(data: bytes) -> bytes:
    if len(data) + 4 > SIZE:
        raise AssertionError("a ballot is larger than a ballot may be")
    return (len(data).to_bytes(4, "big") + data).ljust(SIZE, b"\0")


def _place(session: str, box: str, record: str) -> str:
    return msgspec.json.encode((session, box, record)).decode()


def _empty_log() -> None:
    """SQLite overwrote the rows (secure_delete); its write-ahead log may still hold the old pages, sealed with keys
    that are gone. A reader may hold that log: the rooms do not wait for it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute(QUICKLY)
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
