"""Shared shapes of arguments and places."""

from __future__ import annotations

from collections.abc import Iterable

from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.text import RecordId


class Nothing(Args, frozen=True, kw_only=True):
    """No arguments."""


class OfRecord(Args, frozen=True, kw_only=True):
    """One record by its id."""

    id: RecordId


class PlaceAfter(Args, frozen=True, kw_only=True):
    """Move a record to just after another; `after=None` is the beginning."""

    id: RecordId
    after: RecordId | None = None


def place_last(records: Iterable[Record]) -> float:
    """A place behind all of these (bodies with a `place`)."""
    return max((record.body.place for record in records), default=0.0) + 1.0  # type: ignore[attr-defined]


def place_after(records: Iterable[Record], after: str | None) -> float:
    """A place just behind the record with this id, or in front of all; behind all when the id is unknown."""
    ordered = sorted(records, key=lambda record: record.body.place)  # type: ignore[attr-defined]
    places = [record.body.place for record in ordered]  # type: ignore[attr-defined]
    if not ordered:
        return 1.0
    if after is None:
        return float(places[0]) - 1.0
    for index, record in enumerate(ordered):
        if record.id == after:
            here = float(places[index])
            return (here + float(places[index + 1])) / 2 if index + 1 < len(places) else here + 1.0
    return float(places[-1]) + 1.0
