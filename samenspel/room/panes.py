"""Panes: what each audience sees, kept as bytes, so that nobody's coming in costs a projection (R5, R7)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate

import msgspec

from samenspel.kernel.audience import Audience, Visibility
from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import Touched
from samenspel.kernel.sights import Sights
from samenspel.kernel.state import State
from samenspel.room.pieces import Piece, Pieces, in_groups

_PERSON = "person:"


class _Group:
    """Records that are alike, by id; `joined` is what each has of its own, with commas between."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._rows: list[bytes] = []

    def add(self, record_id: str, row: bytes) -> None:
        self.ids.append(record_id)
        self._rows.append(row)

    @cached_property
    def joined(self) -> bytes:
        return b",".join(self._rows)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(row) + 1 for row in self._rows)]

    def with_own(self, own: Mapping[str, bytes | None]) -> bytes:
        """The same with these in their places; None leaves one out."""
        whole = memoryview(self.joined)
        parts: list[memoryview | bytes] = []
        at = 0
        for record_id in sorted(own):
            place = bisect_left(self.ids, record_id)
            start = self._starts[place]
            if start > at:
                parts.append(whole[at : start - 1])
            row = own[record_id]
            if row is not None:
                parts.append(row)
            at = self._starts[place + 1] if self.ids[place : place + 1] == [record_id] else start
        if at < len(whole):
            parts.append(whole[at:])
        return b",".join(parts)


class Pane:
    """Ruit: everything a group with the same shared tags sees, by kind and id, so that the order tells nothing (R4)."""

    def __init__(self) -> None:
        """Empty."""
        self.pieces: dict[str, Piece] = {}
        self._groups: dict[bytes, _Group] | None = None

    def put(self, record_id: str, seen: Piece | None) -> None:
        """The record as it is seen now, or None when it is not seen (any more)."""
        self._groups = None
        if seen is not None:
            self.pieces[record_id] = seen
        else:
            self.pieces.pop(record_id, None)

    @property
    def groups(self) -> dict[bytes, _Group]:
        """Everything, put with what it is like."""
        if self._groups is None:
            self._groups = {}
            for record_id in sorted(self.pieces):
                like, row = self.pieces[record_id].alike
                self._groups.setdefault(like, _Group()).add(record_id, row)
        return self._groups

    def with_own(self, own: Mapping[str, Piece]) -> msgspec.Raw:
        """Everything, with these records in their places instead of how the group sees them."""
        groups = self.groups
        other: dict[bytes, dict[str, bytes | None]] = {}
        for record_id, piece in own.items():
            as_all = self.pieces.get(record_id)
            if as_all is not None:
                other.setdefault(as_all.alike[0], {})[record_id] = None
            other.setdefault(piece.alike[0], {})[record_id] = piece.alike[1]
        rows = ((like, self._rows(groups.get(like), other.get(like))) for like in sorted({*groups, *other}))
        return in_groups((like, inside) for like, inside in rows if inside)

    @staticmethod
    def _rows(group: _Group | None, other: Mapping[str, bytes | None] | None) -> bytes:
        if other is None:
            return group.joined if group is not None else b""
        return (group or _Group()).with_own(other)


class Panes:
    """Ruiten of one room. `sights` is what the views say of the committed state."""

    def __init__(self, instruments: Instruments, state: State) -> None:
        """Every record's sight is worked out now, once."""
        self.sights = Sights(instruments)
        self.pieces = Pieces()
        self._state = state
        self._panes: dict[frozenset[str], Pane] = {}
        self._personal: dict[str, set[str]] = {}
        for record in state:
            self._address(record.id, self.sights.of(state, record))

    def take(self, touched: Iterable[Touched]) -> None:
        """What was committed, in every pane."""
        touched = list(touched)
        self.sights.take(touched)
        for item in touched:
            if item.after is None:
                self.pieces.forget(item.record_id)
            for tag in item.lost:
                self._personal.get(tag, set()).discard(item.record_id)
            self._address(item.record_id, item.sees)
            for tags, pane in self._panes.items():
                if tags & item.tags:
                    sight = item.sees.sight_for(tags) if item.after is not None else None
                    pane.put(
                        item.record_id,
                        self.pieces.of(item.after, sight) if sight is not None and item.after is not None else None,
                    )

    def records(self, audience: Audience) -> msgspec.Raw:
        """Everything this audience sees, as `alike` travels: `kernel.project.snapshot`, encoded (R10)."""
        own = {record_id: self._seen(record_id, audience) for record_id in self.addressed(audience)}
        mine = {record_id: one for record_id, one in own.items() if one is not None}
        return self._pane(audience.shared_tags).with_own(mine)

    def one_by_one(self, audience: Audience) -> list[msgspec.Raw]:
        """The same for who cannot unfold them, ordered by id."""
        seen = dict(self._pane(audience.shared_tags).pieces)
        for record_id in self.addressed(audience):
            own = self._seen(record_id, audience)
            if own is not None:
                seen[record_id] = own
        return [seen[record_id].full for record_id in sorted(seen)]

    def addressed(self, audience: Audience) -> frozenset[str]:
        """The records of which a view names this person."""
        if audience.person is None:
            return frozenset()
        return frozenset(self._personal.get(_PERSON + audience.person, ()))

    def _seen(self, record_id: str, audience: Audience) -> Piece | None:
        record = self._state.get(record_id)
        if record is None:
            return None
        sight = self.sights.of(self._state, record).sight_for(audience.tags)
        return self.pieces.of(record, sight) if sight is not None else None

    def _address(self, record_id: str, sees: Visibility) -> None:
        for tag in sees.tags:
            if tag.startswith(_PERSON):
                self._personal.setdefault(tag, set()).add(record_id)

    def _pane(self, tags: frozenset[str]) -> Pane:
        pane = self._panes.get(tags)
        if pane is None:
            pane = self._panes[tags] = Pane()
            for record in self._state:
                sight = self.sights.of(self._state, record).sight_for(tags)
                if sight is not None:
                    pane.put(record.id, self.pieces.of(record, sight))
        return pane
