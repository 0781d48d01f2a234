"""Looking in the bytes of a database's files without letting go of the database (B10, R2).

SQLite holds a file by locks of the whole process, and these go as soon as that process closes the file anywhere. Then
another process, such as a command beside the server, takes itself for the last one and throws away the log in which
the server writes. So a file that was opened here stays open for as long as the process lives.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

CHUNK: Final = 4 * 1024 * 1024

_open: dict[tuple[int, int], int] = {}
"""Files that were looked in, by device and inode. Never closed."""


def holds(path: Path, wanted: bytes) -> bool:
    """Whether these bytes lie in this file."""
    file, at, before = _kept_open(path), 0, b""
    while part := os.pread(file, CHUNK, at):
        if wanted in before + part:
            return True
        at, before = at + len(part), part[-len(wanted) :]
    return False


def _kept_open(path: Path) -> int:
    found = path.stat()
    known = (found.st_dev, found.st_ino)
    if known not in _open:
        file = os.open(path, os.O_RDONLY)
        opened = os.fstat(file)
        _open[opened.st_dev, opened.st_ino] = file
        return file
    return _open[known]
