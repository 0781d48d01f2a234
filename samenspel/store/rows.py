"""Rows: what a batch that was folded writes in each table, whichever way it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from samenspel.store import sql
from samenspel.store.fold import Folded, Tags
from samenspel.store.interface import Repeated

IN_ONE_QUERY: Final = 400

Row = tuple[str | int | bytes | None, ...]
StoneRow = tuple[str, bool, int, str]
"""What stands in the table of a tombstone: record, removed, removed_at, tags."""


class Runner(Protocol):
    """Uitvoerder: runs statements inside a transaction. `doubles` is what it raises for a row that is there already."""

    doubles: type[Exception]

    def many(self, statement: str, rows: Sequence[Row]) -> object:
        """Once for every row."""

    def find(self, statement: str, given: Row) -> list[StoneRow]:
        """What is found."""


def write_rows(run: Runner, session: str, folded: Folded, sealed: Sequence[Row]) -> None:
    """Everything of a batch but its ballots. Raises Repeated."""
    if folded.ops:
        try:
            run.many(sql.PUT_OP, [(session, key.person, key.op, key.payload, clock) for key, clock in folded.ops])
        except run.doubles:
            raise Repeated(session) from None
    if folded.removed:
        run.many(sql.DELETE_RECORD, [(session, record) for record in folded.removed])
    if sealed:
        run.many(sql.PUT_RECORD, sealed)
    old: list[StoneRow] = []
    names = iter({*folded.lost, *folded.removed, *folded.put})
    while part := list(islice(names, IN_ONE_QUERY)):
        old += run.find(sql.find_tombstones(len(part)), (session, *part))
    stones = list(tombstone_rows(session, folded, old))
    if stones:
        run.many(sql.PUT_TOMBSTONE, stones)


def tombstone_rows(session: str, folded: Folded, old: Iterable[StoneRow]) -> Iterator[Row]:
    """New and changed tombstones; a record put again after its removal is no longer removed. `old` are those that
    are there of the records touched. For `sql.PUT_TOMBSTONE`."""
    before = {row[0]: row for row in old}
    for record in sorted({*folded.lost, *folded.removed, *before}):
        _, was_removed, was_removed_at, was_tags = before.get(record, (record, False, 0, "{}"))
        lost = folded.lost.get(record)
        if lost is None and record not in folded.removed and not was_removed:
            continue
        tags: Tags = json.loads(was_tags)
        tags.update(lost or {})
        removed_at = folded.removed.get(record, 0)
        if not removed_at and record not in folded.put:
            removed_at = was_removed_at
        clock = max([removed_at, *tags.values()])
        text = json.dumps(tags, separators=(",", ":"), sort_keys=True)
        yield session, record, clock, removed_at > 0, removed_at, text
