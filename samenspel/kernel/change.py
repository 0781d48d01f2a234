"""Changes: what a rule answers."""

from __future__ import annotations

import msgspec

from samenspel.kernel.record import Record


class Put(msgspec.Struct, frozen=True, gc=False):
    """Zet neer: a record that is new or replaces the one with its id. The clock is filled in at commit (R4)."""

    record: Record


class Remove(msgspec.Struct, frozen=True, gc=False):
    """Haal weg: the record and everything in its scope goes; tombstones remain (R4)."""

    record_id: str


Change = Put | Remove
