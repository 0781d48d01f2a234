"""What another process committed, as changes for this one (R8)."""

from __future__ import annotations

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.state import State
from samenspel.store.interface import Loaded


def changes_of(state: State, loaded: Loaded) -> list[Change]:
    """Removals of what we still hold, then every record that is newer than ours."""
    gone: list[Change] = [Remove(record_id) for record_id in loaded.removed if state.get(record_id) is not None]
    puts: list[Change] = [Put(record) for record in sorted(loaded.records, key=lambda record: record.clock)]
    return gone + puts
