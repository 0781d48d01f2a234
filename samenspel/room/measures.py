"""Measures: how busy this process is, as plain numbers in a row of cells; they name no session and no person.

Counting must cost next to nothing, so a count is one addition to one cell. The row is a list, or memory that the
processes of one server share (`project/shared_cells.py`), so that any of them can tell the totals.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import count
from typing import Final, Protocol

from samenspel.kernel.refusal import Reason

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper edges in seconds of the histograms; one more cell holds what took longer, and one the sum."""

_cell = count()

ROOMS: Final = next(_cell)
"""Rooms in memory now."""
CONNECTIONS: Final = next(_cell)
"""Connections now."""
LEVELS: Final = (ROOMS, CONNECTIONS)
"""Cells that hold what is so now; a process that ends takes those along. All other cells only grow."""
ACKNOWLEDGED: Final = next(_cell)
REFUSED: Final = {reason: next(_cell) for reason in Reason}
CATCH_UPS: Final = next(_cell)
"""Rooms that fetched what another process had committed (R8, R9)."""
RUNG: Final = next(_cell)
"""Doorbells rung for other processes (R9)."""
HEARD: Final = next(_cell)
"""Doorbells of other processes."""
POLLS: Final = next(_cell)
"""Times the database was asked for the clock of a room (R9)."""
OVERFLOWS: Final = next(_cell)
"""Connections closed because their send queue was full (R12)."""
TICK: Final = tuple(next(_cell) for _ in range(len(BOUNDS) + 2))
"""Histogram of the seconds that ticks took (R7)."""
COMMIT: Final = tuple(next(_cell) for _ in range(len(BOUNDS) + 2))
"""Histogram of the seconds that commits took, waiting for the writer thread included (R2)."""
CELLS: Final = next(_cell)


class Cells(Protocol):
    """Vakjes: a row of numbers, as a list is one."""

    def __getitem__(self, cell: int, /) -> float:
        """What stands there."""

    def __iter__(self) -> Iterator[float]:
        """All, in order."""

    def __setitem__(self, cell: int, value: float, /) -> None:
        """Put it there."""


class Measures:
    """Metingen van dit proces."""

    def __init__(self) -> None:
        """All zero, in memory of this process alone."""
        self.cells: Cells = [0.0] * CELLS

    def add(self, cell: int, amount: float = 1.0) -> None:
        """Count."""
        self.cells[cell] += amount

    def took(self, histogram: tuple[int, ...], seconds: float) -> None:
        """One more that took this long."""
        self.cells[histogram[bisect_left(BOUNDS, seconds)]] += 1.0
        self.cells[histogram[-1]] += seconds


measures = Measures()
"""The measures of this process."""
