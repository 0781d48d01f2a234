"""Sights: what the views say, worked out once per record and remembered until a change touches it (R5, R6, R7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from samenspel.kernel.audience import NOTHING, Visibility
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import Touched, visibility
from samenspel.kernel.record import Record
from samenspel.kernel.state import State


class Sights:
    """Zichtlijnen of one state. A view depends on a record and its scopes only, so nothing else makes them stale."""

    def __init__(self, instruments: Instruments, below: Mapping[str, Visibility] | None = None) -> None:
        """Nothing remembered yet; `below` is what was remembered of the state underneath."""
        self.instruments = instruments
        self._known: dict[str, Visibility] = {}
        self._below: Mapping[str, Visibility] = below if below is not None else {}

    def of(self, state: State, record: Record) -> Visibility:
        """Who sees this record of this state."""
        found = self._known.get(record.id) or self._below.get(record.id)
        if found is None:
            found = self._known[record.id] = visibility(self.instruments, state, record)
        return found

    def over(self) -> Sights:
        """Sights of a layer on the same state: what a batch changes in them does not show here."""
        return Sights(self.instruments, self._known)

    def take(self, touched: Iterable[Touched]) -> None:
        """Remember what was committed."""
        for item in touched:
            if item.after is None:
                self._known.pop(item.record_id, None)
            else:
                self._known[item.record_id] = item.sees

    def follow(self, state: State, changes: Iterable[Change]) -> list[Touched]:
        """Apply the changes to this state, and say of which records somebody's view may differ by them."""
        changes = list(changes)
        before: dict[str, tuple[Record | None, Visibility]] = {}
        for change in changes:
            record_id = change.record.id if isinstance(change, Put) else change.record_id
            old = state.get(record_id)
            if record_id not in before:
                before[record_id] = (old, self.of(state, old) if old is not None else NOTHING)
            for record in state.inside(record_id) if isinstance(change, Put) else ():
                if record.id not in before:
                    before[record.id] = (record, self.of(state, record))
        state.apply(changes)
        found = []
        for record_id, (was, saw) in before.items():
            now = state.get(record_id)
            self._known.pop(record_id, None)
            sees = NOTHING
            if now is not None:
                sees = self._known[record_id] = visibility(self.instruments, state, now)
            if was is not now or saw != sees:
                found.append(Touched(record_id, was, now, saw, sees))
        return found


def laid_together(steps: Iterable[Iterable[Touched]]) -> list[Touched]:
    """What several steps in a row touched, as one step from the first before to the last after."""
    found: dict[str, Touched] = {}
    for step in steps:
        for item in step:
            first = found.get(item.record_id)
            found[item.record_id] = (
                item if first is None else Touched(item.record_id, first.before, item.after, first.saw, item.sees)
            )
    return [item for item in found.values() if item.before is not item.after or item.saw != item.sees]
