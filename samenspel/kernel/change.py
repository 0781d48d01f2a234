"""Changes: what a rule answers."""

from __future__ import annotations

from dataclasses import dataclass

from samenspel.kernel.record import Record


@dataclass(frozen=True)
class Put:
    """Zet neer: a record that is new or replaces the one with its id. The clock is filled in at commit (R4)."""

    record: Record


@dataclass(frozen=True)
class Remove:
    """Haal weg: the record and everything in its scope goes; tombstones remain (R4)."""

    record_id: str


Change = Put | Remove
