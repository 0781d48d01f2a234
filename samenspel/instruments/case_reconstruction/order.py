"""Order: places between other places, so that a move touches one record and seldom more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samenspel.kernel.change import Change
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation

_ROOM = 1e-6


def by_place(records: Iterable[Record]) -> list[Record]:
    """Records with a `place`, in order; equal places by id, so that every reader has the same order."""
    return sorted(records, key=lambda record: (record.body.place, record.id))  # type: ignore[attr-defined]


def new_places(others: Sequence[tuple[str, float]], newcomer: str, index: int) -> dict[str, float]:
    """The places that change when `newcomer` comes at `index` among the others (ordered). Mostly its own only;
    all of them when floats would run out of room between two neighbours."""
    if not others:
        return {newcomer: 1.0}
    if index <= 0:
        return {newcomer: others[0][1] - 1.0}
    if index >= len(others):
        return {newcomer: others[-1][1] + 1.0}
    low, high = others[index - 1][1], others[index][1]
    if high - low > _ROOM:
        return {newcomer: (low + high) / 2}
    ids = [record_id for record_id, _ in others]
    ids.insert(index, newcomer)
    known = dict(others)
    numbered = {record_id: float(number) for number, record_id in enumerate(ids, 1)}
    return {record_id: place for record_id, place in numbered.items() if known.get(record_id) != place}


def index_after(records: Sequence[Record], after: str | None) -> int:
    """Where 'just behind this record' is; None is the beginning. Refuses NOT_FOUND for a record that is not here."""
    if after is None:
        return 0
    for index, record in enumerate(records):
        if record.id == after:
            return index + 1
    raise Refused(Reason.NOT_FOUND)


def last_place(records: Iterable[Record]) -> float:
    """A place behind all of these."""
    return max((record.body.place for record in records), default=0.0) + 1.0  # type: ignore[attr-defined]


def move_after(situation: Situation, records: Iterable[Record], record: Record, after: str | None) -> list[Change]:
    """The changes that bring this record just behind another of the same kind."""
    others = by_place(other for other in records if other.id != record.id)
    places = [(other.id, float(other.body.place)) for other in others]  # type: ignore[attr-defined]
    moved = new_places(places, record.id, index_after(others, after))
    return put_fields(situation, {record_id: {"place": place} for record_id, place in moved.items()})


def put_fields(situation: Situation, fields: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    """One change per record that is here already, with all its new values."""
    found = ((situation.state.get(record_id), values) for record_id, values in fields.items())
    return [situation.change(record, **values) for record, values in found if record is not None]
