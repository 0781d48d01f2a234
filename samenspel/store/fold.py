"""Folding: what remains to be written when a batch is laid together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from samenspel.kernel.ballot import cast_in, is_ballot
from samenspel.kernel.change import Change, Put
from samenspel.kernel.record import Record
from samenspel.store.interface import Effect, OpKey, Tombstone

Tags = dict[str, int]
"""Tag → the last clock at which it lost sight of the record."""


@dataclass
class Folded:
    """Samengelegd: the last state of every record touched, who lost sight of what, and the ops. Ballots stand apart,
    each with the ops that put it; `closed` are the rounds of which every ballot goes (R13)."""

    put: dict[str, Record] = field(default_factory=dict)
    ballots: dict[str, Record] = field(default_factory=dict)
    casts: dict[str, list[OpKey]] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)
    lost: dict[str, Tags] = field(default_factory=dict)
    ops: list[tuple[OpKey, int]] = field(default_factory=list)
    clock: int = 0


def fold(effects: Sequence[Effect]) -> Folded:
    """The effects laid together in their order."""
    folded = Folded()
    for effect in effects:
        folded.clock = effect.clock
        if effect.key is not None:
            folded.ops.append((effect.key, effect.clock))
        for change in effect.changes:
            if isinstance(change, Put):
                where = folded.ballots if is_ballot(change.record) else folded.put
                where[change.record.id] = change.record
                folded.removed.pop(change.record.id, None)
            else:
                folded.put.pop(change.record_id, None)
                folded.ballots.pop(change.record_id, None)
                folded.casts.pop(change.record_id, None)
                folded.removed[change.record_id] = effect.clock
        _fold_ballots(folded, effect)
        for record, tags in effect.lost:
            folded.lost.setdefault(record, {}).update(dict.fromkeys(tags, effect.clock))
    return folded


def _fold_ballots(folded: Folded, effect: Effect) -> None:
    ballot = cast_in(effect.changes)
    if ballot is not None and effect.cast is not None:
        folded.casts.setdefault(ballot.id, []).append(effect.cast)
    folded.closed += effect.closed


def tombstones(record: str, tags: Mapping[str, int], after: int) -> list[Tombstone]:
    """The tombstones of one record later than a clock, one per clock."""
    clocks = sorted({clock for clock in tags.values() if clock > after})
    return [Tombstone(record, clock, frozenset(tag for tag, when in tags.items() if when == clock)) for clock in clocks]


def stamped(changes: Iterable[Change], clock: int) -> tuple[Change, ...]:
    """The changes with this clock in every record (R4)."""
    return tuple(
        Put(msgspec.structs.replace(change.record, clock=clock)) if isinstance(change, Put) else change
        for change in changes
    )
