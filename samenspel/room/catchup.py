"""Catch-up: what changed since a cursor, for one audience (R10)."""

from __future__ import annotations

from collections.abc import Iterable

from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import Delta, show, visibility
from samenspel.kernel.state import State
from samenspel.store.interface import Tombstone


def since(
    instruments: Instruments, state: State, tombstones: Iterable[Tombstone], tags: frozenset[str], clock: int
) -> Delta:
    """Records that changed after `clock`, or whose scope did, as these tags see them; and what they lost (R4, R6).

    Applying this to what the audience held at `clock` gives exactly a fresh snapshot.
    """
    put = []
    for record in state:
        late = record.clock > clock or any(scope.clock > clock for scope in state.chain(record))
        sight = visibility(instruments, state, record).sight_for(tags) if late else None
        if sight is not None:
            put.append(show(record, sight))
    gone = {
        stone.record_id
        for stone in tombstones
        if stone.clock > clock and stone.tags & tags and not _sees(instruments, state, stone.record_id, tags)
    }
    return Delta(sorted(put, key=lambda seen: seen.id), sorted(gone))


def _sees(instruments: Instruments, state: State, record_id: str, tags: frozenset[str]) -> bool:
    record = state.get(record_id)
    return record is not None and visibility(instruments, state, record).sight_for(tags) is not None
