"""The straight way to SQLite for what rooms write most: records and ops, on Django's own connection (B13).

Django's cursors and transactions cost more than SQLite itself, a fifth of a millisecond in every tick, and several
times that when the processor was asleep. The statements, their order, the transaction and what may go wrong are the
same; whatever is more than putting records goes the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from samenspel.store import sql
from samenspel.store.fold import Folded
from samenspel.store.rows import Row, StoneRow, write_rows


class _Driver:
    """The connection of the driver itself."""

    def __init__(self, line: Any) -> None:
        self._line = line
        self.doubles: type[Exception] = line.IntegrityError

    def many(self, statement: str, rows: Sequence[Row]) -> object:
        return self._line.executemany(_own(statement), rows)

    def find(self, statement: str, given: Row) -> list[StoneRow]:
        found: list[StoneRow] = self._line.execute(_own(statement), given).fetchall()
        return found


@lru_cache(maxsize=500)
def _own(statement: str) -> str:
    return statement.replace("%s", "?")


def fits(connection: BaseDatabaseWrapper, folded: Folded) -> bool:
    """Whether this batch can go the straight way: no ballots, no removals, no transaction around it."""
    return (
        connection.vendor == "sqlite"
        and not connection.in_atomic_block
        and bool(folded.clock)
        and not (folded.ballots or folded.closed or folded.removed)
        and connection.get_autocommit()
    )


def write(
    connection: BaseDatabaseWrapper,
    session: str,
    base: int,
    folded: Folded,
    sealed: Sequence[Row],
    nearly: Callable[[], None] | None = None,
) -> bool:
    """Write everything in one transaction, or nothing; False when the clock was not at `base`. `nearly` is called
    before the disk is waited for. Raises Repeated."""
    with connection.wrap_database_errors:
        line = connection.connection
        line.execute("BEGIN IMMEDIATE")
        try:
            advanced: bool = line.execute(_own(sql.ADVANCE), (folded.clock, session, base)).rowcount == 1
            if advanced:
                write_rows(_Driver(line), session, folded, sealed)
                if nearly is not None:
                    nearly()
            line.execute("COMMIT")
        except BaseException:
            if line.in_transaction:
                line.execute("ROLLBACK")
            raise
    return advanced
