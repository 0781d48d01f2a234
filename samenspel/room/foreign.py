"""What another process committed, as changes for this one (R8)."""

from __future__ import annotations

from msgspec.structs import replace

from samenspel.kernel.ballot import is_ballot
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.record import Record
from samenspel.kernel.state import State
from samenspel.store.interface import Loaded


def changes_of(state: State, loaded: Loaded) -> list[Change]:
    """Removals of what we still hold, then every record that is newer than ours."""
    gone: list[Change] = [Remove(record_id) for record_id in loaded.removed if state.get(record_id) is not None]
    newer = [record for record in loaded.records if not _same_ballot(state.get(record.id), record)]
    puts: list[Change] = [Put(record) for record in sorted(newer, key=lambda record: record.clock)]
    return gone + puts


def _same_ballot(ours: Record | None, loaded: Record) -> bool:
    """Ballots come along every time, since the store does not keep when they changed (R13)."""
    return is_ballot(ours) and ours is not None and replace(ours, clock=loaded.clock) == loaded
