"""What the room asks of any store. `tests/contract` holds every store to it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from samenspel.kernel.change import Change
from samenspel.kernel.record import Record


class OpKey(msgspec.Struct, frozen=True, gc=False):
    """Wie wat vroeg (R3): attendee, the client's op id, and 16 bytes over what was asked; never content."""

    person: str
    op: str
    payload: bytes


class Effect(msgspec.Struct, frozen=True):
    """Gevolg: one decided op. Every record put carries this clock. `lost` names, per record, the audience tags
    that lost sight of it. `key` is None for what the server does by itself (a new session, a migration), and for a
    ballot: its op is `cast`, which is kept inside the ballot and nowhere else. `closed` names the rounds that take no
    ballots any more (R13)."""

    key: OpKey | None
    clock: int
    changes: tuple[Change, ...]
    lost: tuple[tuple[str, frozenset[str]], ...] = ()
    cast: OpKey | None = None
    closed: tuple[str, ...] = ()


Ops = dict[tuple[str, str], tuple[bytes, int]]
"""(person, op) → (payload hash, clock)."""


class Tombstone(msgspec.Struct, frozen=True, gc=False):
    """Grafsteen (R4): these tags lost sight of the record at this clock. One record may have several: each tag
    stands under the last clock at which it lost sight, so that nobody notices what others lost later."""

    record_id: str
    clock: int
    tags: frozenset[str]


@dataclass(frozen=True)
class Loaded:
    """Geladen: what a session holds, or what changed in it. `removed`: ids that are gone for everybody.
    Lists stand in the order of their clocks. Ballots are always there all of them, with the clock of this moment,
    since nothing is kept of when they came; `cast` holds their ops per round (R13)."""

    clock: int
    records: list[Record]
    tombstones: list[Tombstone]
    removed: list[str]
    ops: Ops
    cast: dict[str, Ops] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[tuple[str, str], tuple[bytes, int]]:
        """Every op that was carried out, those of ballots included (R3)."""
        return ChainMap(self.ops, *self.cast.values())


class Behind(Exception):
    """Somebody else committed first: the clock in the database is not the base (R8). Nothing was written."""


class Gone(Exception):
    """No such session, or its key was destroyed."""


class Repeated(Exception):
    """The op was committed before (R3). Nothing was written."""


class Unreachable(Exception):
    """The database gave no answer. Raised by `commit`, it leaves open whether everything or nothing was written:
    read again before telling anyone (R2, R3)."""


class Store(Protocol):
    """Opslag: synchronous; a room calls it from one writer thread. Every method may raise Unreachable."""

    def load(self, session: str) -> Loaded:
        """Everything the session holds. Raises Gone."""

    def since(self, session: str, clock: int) -> Loaded:
        """Only what changed after this clock (R10). Raises Gone."""

    def clock(self, session: str) -> int:
        """The clock of the last commit; 0 for none yet. Raises Gone."""

    def clocks(self, sessions: Collection[str]) -> dict[str, int]:
        """The clocks of many sessions at once (R9); one that is not there is left out."""

    def carried_out(self, session: str, names: Collection[tuple[str, str]]) -> Ops:
        """Which of these (person, op) were carried out before (R3); those of ballots are left out (R13)."""

    def commit(
        self, session: str, base: int, effects: Sequence[Effect], nearly: Callable[[], None] | None = None
    ) -> None:
        """Write all effects in one transaction, or nothing. Raises Behind, Repeated or Gone. `nearly` is called once
        only the disk has something to do; whether it is written is still open then, and may turn out otherwise."""


def check_gapless(base: int, effects: Sequence[Effect]) -> None:
    """R4: the clocks are base + 1, base + 2 … and every record carries the clock of its effect."""
    for step, effect in enumerate(effects, start=base + 1):
        clocks = {change.record.clock for change in effect.changes if hasattr(change, "record")}
        if effect.clock != step or clocks - {step}:
            raise AssertionError("the clocks of these effects leave a gap")
