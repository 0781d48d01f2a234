"""Two small records and an instrument, enough to hold a store to its contract."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from samenspel.kernel.ballot import BallotBox
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.definition import Instrument, Phase
from samenspel.kernel.record import Body, Record
from samenspel.kernel.upgrade import Types
from samenspel.store.interface import Effect, OpKey


class Note(Body, frozen=True, kw_only=True):
    """A note under the key `case`; schema 1 called its text `words`."""

    TYPE = "note"
    SCHEMA = 2

    text: str
    loud: bool = False


class Result(Body, frozen=True, kw_only=True):
    """A result under the key `outcome`."""

    TYPE = "result"
    KEY = "outcome"

    text: str


class Box(BallotBox, frozen=True, kw_only=True):
    """A round of ballots."""

    TYPE = "box"

    open: bool = True
    cast: int = 0

    @property
    def takes_ballots(self) -> bool:
        return self.open


class Slip(Body, frozen=True, kw_only=True):
    """A ballot."""

    TYPE = "slip"
    KEY = "ballot"

    choice: str


def _words_to_text(fields: dict[str, object]) -> dict[str, object]:
    return {"text": fields["words"]}


NOTES = Instrument(
    name="notes",
    title="Notities",
    phases=(Phase("open", "Open"),),
    records=(Note, Result, Box, Slip),
    moves=(),
    views={},
    upgrades={("note", 1): _words_to_text},
)
TYPES = Types({"notes": NOTES})


def note(record_id: str, clock: int, text: str = "tekst", version: int = 1, scope: str | None = None) -> Put:
    return Put(
        Record(
            id=record_id,
            type="note",
            instance="i1",
            scope=scope,
            author="p1",
            party="w1",
            version=version,
            clock=clock,
            body=Note(text=text),
        )
    )


def result(record_id: str, clock: int, text: str = "uitkomst") -> Put:
    return Put(Record(id=record_id, type="result", instance="i1", clock=clock, body=Result(text=text)))


def effect(
    clock: int,
    *changes: Change,
    op: str | None = None,
    person: str = "p1",
    lost: dict[str, Iterable[str]] | None = None,
) -> Effect:
    key = OpKey(person, op, op.encode().ljust(16, b".")[:16]) if op else None
    return Effect(key, clock, changes, tuple((r, frozenset(tags)) for r, tags in (lost or {}).items()))


def by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


def later(put: Put, clock: int, **fields: object) -> Put:
    """The same record, changed at another clock."""
    body = msgspec.structs.replace(put.record.body, **fields)
    version = put.record.version + 1
    return Put(msgspec.structs.replace(put.record, body=body, version=version, clock=clock))


__all__ = ["NOTES", "TYPES", "Note", "Remove", "Result", "by_id", "effect", "later", "note", "result"]
