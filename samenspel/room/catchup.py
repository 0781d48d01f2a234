"""Catch-up: what changed since a cursor, for one audience (R10)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from samenspel.kernel.audience import Sight
from samenspel.kernel.state import State
from samenspel.room.panes import Panes
from samenspel.store.interface import Tombstone


def since(
    panes: Panes, state: State, tombstones: Iterable[Tombstone], tags: frozenset[str], clock: int
) -> tuple[list[msgspec.Raw], list[str]]:
    """Records that changed after `clock`, or whose scope did, as these tags see them; and what they lost (R4, R6).

    Applying this to what the audience held at `clock` gives exactly a fresh snapshot. What is seen in part, or stands
    in what is seen in part, is in it always: otherwise its coming along would tell that the hidden part changed (R4).
    """
    sights = {record.id: panes.sights.of(state, record).sight_for(tags) for record in state}
    put: dict[str, msgspec.Raw] = {}
    for record in state:
        sight = sights[record.id]
        if sight is None:
            continue
        around = (record, *state.chain(record))
        if any(one.clock > clock or not _whole(sights[one.id]) for one in around):
            put[record.id] = panes.pieces.of(record, sight).full
    gone = {
        stone.record_id
        for stone in tombstones
        if stone.clock > clock and stone.tags & tags and sights.get(stone.record_id) is None
    }
    return [put[record_id] for record_id in sorted(put)], sorted(gone)


def _whole(sight: Sight | None) -> bool:
    return sight is not None and sight.fields is None
