"""The store on Django's database: SQLite or PostgreSQL, one transaction per batch (R2, R8)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import msgspec
from django.db import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from samenspel.kernel.record import Body, Record
from samenspel.kernel.upgrade import Types
from samenspel.keys.ballots import BallotKeys
from samenspel.keys.cipher import Cipher, KeyGone
from samenspel.store import direct, sql
from samenspel.store.ballots import Ballots, CaseKey, Sealed
from samenspel.store.fold import Folded, fold, tombstones
from samenspel.store.interface import (
    Behind,
    Effect,
    Gone,
    Loaded,
    Ops,
    Tombstone,
    Unreachable,
    check_gapless,
)
from samenspel.store.models import SessionClock, StoredOp, StoredRecord, StoredTombstone
from samenspel.store.rows import IN_ONE_QUERY, Row, StoneRow, write_rows

READ_AGAIN = 5
T = TypeVar("T")


class DjangoStore:
    """Databaseopslag. Bodies are sealed before the lock is taken and opened after reading."""

    def __init__(self, types: Types, cipher: Cipher, ballot_keys: BallotKeys) -> None:
        """`types` reads bodies of every schema; `cipher` holds the keys of the trajects, `ballot_keys` those of
        rounds of ballots (R13)."""
        self._types = types
        self._cipher = cipher
        self.ballots = Ballots(types, cipher, ballot_keys)
        self._case_keys: dict[str, CaseKey] = {}

    def begin(self, session: str, traject: str, case_key: str = "case") -> None:
        """A new session at clock 0, under the keys of this traject; its case under the key of this name."""
        SessionClock.objects.create(session=session, traject=traject, case_key=case_key)

    def case_key(self, session: str) -> CaseKey:
        """The traject of a session, and the name of the key of its case. Raises Gone."""
        known = self._case_keys.get(session)
        if known is None:
            found = SessionClock.objects.filter(session=session).values_list("traject", "case_key").first()
            if found is None:
                raise Gone(session)
            known = self._case_keys[session] = CaseKey(*found)
        return known

    def load(self, session: str) -> Loaded:
        """Everything the session holds."""
        with _connection():
            self.ballots.clear(session)
        return self.since(session, 0)

    def clock(self, session: str) -> int:
        """The clock of the last commit."""
        with _connection():
            return self._clock(session)

    def clocks(self, sessions: Collection[str]) -> dict[str, int]:
        """The clocks of those that are there with their case, in one query: of others no room may live on (CR-22)."""
        found: dict[str, int] = {}
        with _connection():
            for part in _parts(sessions, IN_ONE_QUERY):
                with connection.cursor() as cursor:
                    cursor.execute(sql.find_clocks(len(part)), part)
                    found.update(cursor.fetchall())
        return found

    def carried_out(self, session: str, names: Collection[tuple[str, str]]) -> Ops:
        """Which of these were carried out before."""
        found: Ops = {}
        with _connection():
            for part in _parts(names, IN_ONE_QUERY):
                rows = StoredOp.objects.filter(session=session, op__in=[op for _, op in part])
                for person, op, payload, clock in rows.values_list("person", "op", "payload", "clock"):
                    if (person, op) in names:
                        found[(person, op)] = (bytes(payload), clock)
        return found

    def since(self, session: str, clock: int) -> Loaded:
        """Only what changed after this clock. A commit in between is noticed by the clock, and read again."""
        with _connection():
            for _ in range(READ_AGAIN):
                now = self._clock(session)
                if now == clock:
                    return Loaded(now, [], [], [], {})
                loaded = self._read(session, clock, now)
                if self._clock(session) == now:
                    return loaded
            with transaction.atomic():
                return self._read(session, clock, self._locked_clock(session))

    def commit(
        self, session: str, base: int, effects: Sequence[Effect], nearly: Callable[[], None] | None = None
    ) -> None:
        """Write all effects in one transaction, or nothing."""
        check_gapless(base, effects)
        folded = fold(effects)
        with _connection():
            sealed, ballots = self._seal_all(session, folded)
            if direct.fits(connection, folded):
                if not direct.write(connection, session, base, folded, sealed, nearly):
                    self._clock(session)
                    raise Behind(session)
                return
            with transaction.atomic():
                if effects:
                    self._advance(session, base, folded.clock)
                    with connection.cursor() as cursor:
                        write_rows(_Cursor(cursor), session, folded, sealed)
                    self.ballots.write(session, folded, ballots)
                    if nearly is not None:
                        nearly()
                elif self._locked_clock(session) != base:
                    raise Behind(session)
            self.ballots.end(session, folded.closed)

    @contextmanager
    def alone(self, session: str) -> Iterator[None]:
        """Nobody else commits in this session meanwhile (R8)."""
        with _connection(), transaction.atomic():
            self._locked_clock(session)
            yield

    def _clock(self, session: str) -> int:
        rows = SessionClock.objects.filter(session=session).exclude(case_state="ending")
        found = rows.values_list("clock", flat=True).first()
        if found is None:
            raise Gone(session)
        return int(found)

    def _locked_clock(self, session: str) -> int:
        # SQLite took its write lock with BEGIN IMMEDIATE and ignores this; PostgreSQL locks the row.
        rows = SessionClock.objects.select_for_update().filter(session=session).exclude(case_state="ending")
        found = rows.values_list("clock", flat=True).first()
        if found is None:
            raise Gone(session)
        return int(found)

    def _advance(self, session: str, base: int, clock: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.ADVANCE, (clock, session, base))
            if cursor.rowcount == 1:
                return
        self._clock(session)
        raise Behind(session)

    def _seal_all(self, session: str, folded: Folded) -> tuple[list[Row], list[Sealed]]:
        keys = self.case_key(session)
        try:
            rows = [self._seal(session, keys, record) for record in folded.put.values()]
            return rows, self.ballots.seal(session, keys, folded)
        except KeyGone:
            raise Gone(session) from None

    def _seal(self, session: str, keys: CaseKey, record: Record) -> Row:
        body = record.body
        row = _row(session, record.id, record.instance, record.scope, record.author, record.party)
        column = _column(record.type, body.SCHEMA)
        data = self._types.write(body)
        sealed = self._cipher.seal(keys.traject, _key_name(keys, body.KEY), "record", row, column, record.version, data)
        return (
            session,
            record.id,
            record.type,
            record.instance,
            record.scope,
            record.author,
            record.party,
            record.version,
            record.clock,
            body.SCHEMA,
            body.KEY,
            sealed,
        )

    def _open(self, session: str, keys: CaseKey, row: StoredRecord) -> Record:
        place = _row(session, row.record, row.instance, row.scope, row.author, row.party)
        column = _column(row.type, row.schema)
        data = self._cipher.open(
            keys.traject, _key_name(keys, row.key), "record", place, column, row.version, bytes(row.body)
        )
        body: Body = self._types.read(row.type, row.schema, data)
        return Record(
            id=row.record,
            type=row.type,
            instance=row.instance,
            scope=row.scope,
            author=row.author,
            party=row.party,
            version=row.version,
            clock=row.clock,
            body=body,
        )

    def _read(self, session: str, after: int, now: int) -> Loaded:
        keys = self.case_key(session)
        kept = {"session": session, "clock__gt": after}
        try:
            rows = StoredRecord.objects.filter(**kept).order_by("clock", "record").iterator()
            records = [self._open(session, keys, row) for row in rows]
            ballots, cast = self.ballots.read(session, keys, now)
        except KeyGone:
            raise Gone(session) from None
        stones: list[Tombstone] = []
        removed: list[tuple[int, str]] = []
        for stone in StoredTombstone.objects.filter(**kept).iterator():
            stones += tombstones(stone.record, json.loads(stone.tags), after)
            if stone.removed and stone.removed_at > after:
                removed.append((stone.removed_at, stone.record))
        ops = StoredOp.objects.filter(**kept).values_list("person", "op", "payload", "clock")
        return Loaded(
            now,
            [*records, *ballots],
            sorted(stones, key=lambda stone: (stone.clock, stone.record_id)),
            [record for _, record in sorted(removed)],
            {(person, op): (bytes(payload), when) for person, op, payload, when in ops},
            cast,
        )


class _Cursor:
    """A cursor of Django."""

    doubles: type[Exception] = IntegrityError

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def many(self, statement: str, rows: Sequence[Row]) -> object:
        return self._cursor.executemany(statement, rows)

    def find(self, statement: str, given: Row) -> list[StoneRow]:
        self._cursor.execute(statement, given)
        found: list[StoneRow] = self._cursor.fetchall()
        return found


@contextmanager
def _connection() -> Iterator[None]:
    """Keeps the thread's connections between calls, and gives them up when one broke. Raises Unreachable."""
    for each in connections.all(initialized_only=True):
        if each.errors_occurred:
            each.close_if_unusable_or_obsolete()
    try:
        yield
    except (OperationalError, InterfaceError, InternalError) as error:
        for each in connections.all(initialized_only=True):
            if not each.in_atomic_block:
                each.close()
        raise Unreachable(type(error).__name__) from error


def _row(session: str, record: str, instance: str, scope: str | None, author: str | None, party: str | None) -> str:
    # The envelope is bound in, so that moving a row to another scope does not open it (R6).
    return msgspec.json.encode((session, record, instance, scope, author, party)).decode()


def _key_name(keys: CaseKey, kind: str) -> str:
    """Every session has a case of its own; the outcome is that of the traject."""
    return keys.case if kind == "case" else kind


def _column(kind: str, schema: int) -> str:
    return f"body/{kind}/{schema}"


def _parts(names: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(names)
    while part := list(islice(rest, size)):
        yield part
