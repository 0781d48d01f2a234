"""Panes: what each audience sees, kept as bytes, so that nobody's coming in costs a projection (R5, R7)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from itertools import accumulate

import msgspec

from samenspel.kernel.audience import Audience, Sight, Visibility
from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import Touched, show
from samenspel.kernel.record import Record
from samenspel.kernel.sights import Sights
from samenspel.kernel.state import State

_PERSON = "person:"
_encoder = msgspec.json.Encoder()


def piece(record: Record, sight: Sight) -> msgspec.Raw:
    """The record as this sight allows, as it travels."""
    return msgspec.Raw(_encoder.encode(show(record, sight)))


class Pieces:
    """Stukken: each record encoded once per sight, shared by everybody who sees it so (R7)."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[str, tuple[Record, dict[Sight, msgspec.Raw]]] = {}

    def of(self, record: Record, sight: Sight) -> msgspec.Raw:
        """The piece of this record for this sight."""
        kept = self._kept.get(record.id)
        if kept is None or kept[0] is not record:
            kept = self._kept[record.id] = (record, {})
        found = kept[1].get(sight)
        if found is None:
            found = kept[1][sight] = piece(record, sight)
        return found

    def forget(self, record_id: str) -> None:
        """The record is gone."""
        self._kept.pop(record_id, None)


class Pane:
    """Ruit: everything a group with the same shared tags sees, by id, so that the order tells nothing (R4)."""

    def __init__(self) -> None:
        """Empty."""
        self.ids: list[str] = []
        self.pieces: dict[str, msgspec.Raw] = {}
        self._joined: bytes | None = None
        self._starts: list[int] = []

    def put(self, record_id: str, seen: msgspec.Raw | None) -> None:
        """The record as it is seen now, or None when it is not seen (any more)."""
        self._joined = None
        if seen is None:
            if self.pieces.pop(record_id, None) is not None:
                del self.ids[bisect_left(self.ids, record_id)]
            return
        if record_id not in self.pieces:
            insort(self.ids, record_id)
        self.pieces[record_id] = seen

    @property
    def joined(self) -> bytes:
        """All pieces in their order, with commas between."""
        if self._joined is None:
            row = [self.pieces[record_id] for record_id in self.ids]
            self._joined = b",".join(row)
            self._starts = [0, *accumulate(len(memoryview(one)) + 1 for one in row)]
        return self._joined

    def with_own(self, own: dict[str, msgspec.Raw]) -> bytes:
        """The same with these records in their places, instead of how the group sees them."""
        whole = memoryview(self.joined)
        parts: list[memoryview | msgspec.Raw] = []
        at = 0
        for record_id in sorted(own):
            place = bisect_left(self.ids, record_id)
            start = self._starts[place]
            if start > at:
                parts.append(whole[at : start - 1])
            parts.append(own[record_id])
            at = self._starts[place + 1] if record_id in self.pieces else start
        if at < len(whole):
            parts.append(whole[at:])
        return b",".join(parts)


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
        """Everything this audience sees, ordered by id, as a JSON array: `kernel.project.snapshot`, encoded (R10)."""
        pane = self._pane(audience.shared_tags)
        own = {record_id: self._seen(record_id, audience) for record_id in self.addressed(audience)}
        mine = {record_id: one for record_id, one in own.items() if one is not None}
        inside = pane.with_own(mine) if mine else pane.joined
        return msgspec.Raw(b"".join((b"[", inside, b"]")))

    def addressed(self, audience: Audience) -> frozenset[str]:
        """The records of which a view names this person."""
        if audience.person is None:
            return frozenset()
        return frozenset(self._personal.get(_PERSON + audience.person, ()))

    def _seen(self, record_id: str, audience: Audience) -> msgspec.Raw | None:
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
