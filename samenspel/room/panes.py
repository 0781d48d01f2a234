"""Panes: what each audience sees, kept as bytes, so that nobody's coming in costs a projection (R5, R7)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

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
        self._row: list[msgspec.Raw] | None = None

    def put(self, record_id: str, seen: msgspec.Raw | None) -> None:
        """The record as it is seen now, or None when it is not seen (any more)."""
        self._row = None
        if seen is None:
            if self.pieces.pop(record_id, None) is not None:
                del self.ids[bisect_left(self.ids, record_id)]
            return
        if record_id not in self.pieces:
            insort(self.ids, record_id)
        self.pieces[record_id] = seen

    @property
    def row(self) -> list[msgspec.Raw]:
        """All pieces in their order."""
        if self._row is None:
            self._row = [self.pieces[record_id] for record_id in self.ids]
        return self._row


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

    def records(self, audience: Audience) -> list[msgspec.Raw]:
        """Everything this audience sees, ordered by id; the same as `kernel.project.snapshot`, encoded (R10)."""
        pane = self._pane(audience.shared_tags)
        own = self.addressed(audience)
        if not own:
            return pane.row
        seen = {record_id: self._seen(record_id, audience) for record_id in own}
        mine = {record_id: one for record_id, one in seen.items() if one is not None}
        row = list(pane.row)
        more = []
        for record_id, one in mine.items():
            if record_id in pane.pieces:
                row[bisect_left(pane.ids, record_id)] = one
            else:
                more.append(record_id)
        # From behind, so that the places found in the pane stay right.
        for record_id in sorted(more, reverse=True):
            row.insert(bisect_left(pane.ids, record_id), mine[record_id])
        return row

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
