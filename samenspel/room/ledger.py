"""What a room remembers of the past: the latest ops and tombstones, because a meeting may go on for days (R3, R10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Final

from samenspel.kernel.refusal import Reason
from samenspel.store.interface import Ops, Tombstone

KEPT: Final = 5_000
"""Ops, and tombstones, that a room keeps in memory; of older ones it asks the store."""
SPARE: Final = 500
"""How many more there may be before the oldest are let go, so that it is not done at every op."""


def as_refused(reason: Reason) -> bytes:
    """What stands in the place of a payload hash, 16 letters, for an op that was refused for good."""
    return reason.value.encode().ljust(16)


_REASONS: Final = {as_refused(reason): reason for reason in Reason}


def refused_in(payload: bytes) -> Reason | None:
    """Why this op was refused for good, or None when it was carried out."""
    return _REASONS.get(payload)


class Ledger:
    """Grootboek: ops carried out or refused for good, (person, op) → (payload hash or `as_refused`, clock)."""

    def __init__(self, ops: Mapping[tuple[str, str], tuple[bytes, int]], kept: int = KEPT) -> None:
        """Start from what the store holds."""
        self.ops: Ops = dict(sorted(ops.items(), key=lambda item: item[1][1]))
        self.complete = True
        self._kept = kept
        self._trim()

    def add(self, ops: Mapping[tuple[str, str], tuple[bytes, int]]) -> None:
        """What was committed now."""
        self.ops.update(ops)
        self._trim()

    def unknown(self, names: Iterable[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """Of which of these the store has to be asked, because they may be older than what is kept here."""
        return () if self.complete else [name for name in names if name not in self.ops]

    def _trim(self) -> None:
        if len(self.ops) > self._kept + SPARE:
            self.complete = False
            for name in list(islice(self.ops, len(self.ops) - self._kept)):
                del self.ops[name]


class Stones:
    """Grafstenen: who lost sight of what, from `since` on. Whoever was away longer gets a snapshot."""

    def __init__(self, stones: Iterable[Tombstone], kept: int = KEPT) -> None:
        """Start from what the store holds."""
        self.kept = sorted(stones, key=lambda stone: stone.clock)
        self.since = 0
        self._most = kept
        self._trim()

    def add(self, stones: Iterable[Tombstone]) -> None:
        """What was committed now; never older than what is here."""
        self.kept.extend(stones)
        self._trim()

    def _trim(self) -> None:
        if len(self.kept) > self._most + SPARE:
            self.since = self.kept[-self._most - 1].clock
            self.kept = [stone for stone in self.kept[-self._most :] if stone.clock > self.since]
