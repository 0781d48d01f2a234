"""Shared cells: one small file per process, mapped into memory, in which its measures stand.

The parent makes the folder. Whoever is asked for the totals adds up all files. What a process counted stays when it
ends: the parent adds it to the file of those that are gone.
"""

import fcntl
import mmap
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from samenspel.room.measures import CELLS, LEVELS, Cells

SIZE: Final = CELLS * 8
GONE: Final = "gone"


class SharedCells:
    """Gedeelde vakjes: the measures of all processes of one server, in one folder."""

    def __init__(self, folder: Path) -> None:
        """A folder that belongs to this server alone."""
        self._folder = folder

    def join(self, number: int, pid: int) -> Cells:
        """Cells for process `pid`, worker `number`; all zero."""
        path = self._folder / f"{number}-{pid}"
        path.write_bytes(bytes(SIZE))
        with path.open("r+b") as file:
            return memoryview(mmap.mmap(file.fileno(), SIZE)).cast("d")

    def left(self, number: int, pid: int) -> None:
        """A process ended: keep what it counted, forget what it held."""
        path = self._folder / f"{number}-{pid}"
        with self._lock(fcntl.LOCK_EX):
            if not path.exists():
                return
            cells = [a + b for a, b in zip(_read(self._folder / GONE), _read(path), strict=True)]
            for level in LEVELS:
                cells[level] = 0.0
            (self._folder / GONE).write_bytes(array("d", cells).tobytes())
            path.unlink()

    def totals(self) -> list[float]:
        """All processes together, those that are gone included."""
        with self._lock(fcntl.LOCK_SH):
            rows = [_read(path) for path in (self._folder / GONE, *self._processes())]
        return [sum(column) for column in zip(*rows, strict=True)]

    def workers(self) -> list[tuple[int, int]]:
        """Number and process id of each worker there is now; while one is being replaced there are two of it."""
        names = [path.name.split("-") for path in self._processes()]
        return sorted((int(number), int(pid)) for number, pid in names)

    def _processes(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*-[0-9]*"))

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)


def _read(path: Path) -> list[float]:
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        held = b""
    return array("d", held if len(held) == SIZE else bytes(SIZE)).tolist()
