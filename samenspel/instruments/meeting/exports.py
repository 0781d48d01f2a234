"""What the meeting lets out: the run sheet and the parking place as rows."""

from __future__ import annotations

from samenspel.instruments.meeting.records import Block, Parking
from samenspel.kernel.state import State


def run_sheet_rows(state: State, instance: str) -> list[tuple[str, int, str, str, str]]:
    """Title, planned minutes, lead, materials, note of each block, in order."""
    blocks = sorted(state.bodies(Block, instance), key=lambda block: block.place)
    return [(block.title, block.minutes, block.lead, block.materials, block.note) for block in blocks]


def parking_rows(state: State, instance: str) -> list[tuple[str, str]]:
    """Text and status of each parked thing, in order."""
    items = sorted(state.bodies(Parking, instance), key=lambda item: item.place)
    return [(item.text, item.status) for item in items]
