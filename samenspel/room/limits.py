"""Limits per participant, never per address: a meeting room shares one (R12)."""

from __future__ import annotations

from typing import Final

COMMANDS_A_SECOND: Final = 20.0
BURST: Final = 40.0
PATIENCE: Final = 400
"""Refused frames, without a pause between, after which a connection is closed."""
SOCKETS_A_PERSON: Final = 8
LINE_FRAMES_A_SECOND: Final = 200.0
LINE_BURST: Final = 2_000.0
"""Frames of any kind that one connection may send, pings and pieces included, before anybody knows whose it is: far
more than a person may ask, so that only a flood meets it, and few enough to be read in an instant."""
PIECES: Final = 64
"""Frames that together are one message."""
QUEUE_FRAMES: Final = 512
QUEUE_BYTES: Final = 4 * 1024 * 1024


class Bucket:
    """A bucket of frames that fills steadily: one that all connections of a person draw from, and one for each line."""

    def __init__(self, now: float, burst: float = BURST, a_second: float = COMMANDS_A_SECOND) -> None:
        """Full at the start, with `burst` frames; `now` in seconds of a steady clock."""
        self._most, self._a_second = burst, a_second
        self._left = burst
        self._at = now
        self.refused = 0

    def take(self, now: float) -> bool:
        """Whether one more command fits now."""
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
        if self._left >= self._most:
            self.refused = 0
        if self._left < 1.0:
            self.refused += 1
            return False
        self._left -= 1.0
        return True
