"""Keys of ballots: one per round, each in a file of its own that no backup may hold, destroyed at the close (R13)."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Final

from samenspel.keys.once import sync_folder, write_once

LENGTH: Final = 32
ENDING: Final = ".ballots"
_NAME: Final = re.compile(r"([A-Za-z0-9_-]{1,40})\.([A-Za-z0-9_-]{1,40})\.ballots")


class BallotKeys:
    """Stemsleutels: the folder with the key of every round that is open. Nothing is kept in memory."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when first needed; every process of this installation has the same one."""
        self.folder = folder

    def find(self, session: str, box: str) -> bytes | None:
        """The key of a round, or None when it is not there (any more)."""
        try:
            key = self._path(session, box).read_bytes()
        except FileNotFoundError:
            return None
        return key if len(key) == LENGTH else None

    def find_or_make(self, session: str, box: str) -> bytes:
        """The key of a round; made for its first ballot. Raises OSError when the folder cannot be written."""
        if self.find(session, box) is None:
            write_once(self._path(session, box), secrets.token_bytes(LENGTH))
        key = self.find(session, box)
        if key is None:
            raise OSError("a key of ballots went away while it was made")
        return key

    def destroy(self, session: str, box: str) -> None:
        """Overwrite the key, remove its file, and make sure that both reached the disk. Gone already is fine."""
        path = self._path(session, box)
        try:
            handle = os.open(path, os.O_WRONLY)
        except FileNotFoundError:
            return
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)
        sync_folder(self.folder)

    def rounds(self, session: str | None = None) -> list[tuple[str, str]]:
        """(session, round) of every key that is there, of one session where given."""
        try:
            names = [entry.name for entry in os.scandir(self.folder)]
        except FileNotFoundError:
            return []
        found = [(m[1], m[2]) for m in (_NAME.fullmatch(name) for name in names) if m]
        return sorted(pair for pair in found if session in (None, pair[0]))

    def _path(self, session: str, box: str) -> Path:
        path = self.folder / f"{session}.{box}{ENDING}"
        if _NAME.fullmatch(path.name) is None:
            raise ValueError("no name for a key of ballots")
        return path
