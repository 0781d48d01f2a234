"""A store in memory, for tests of everything above it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from threading import Lock

from msgspec.structs import replace

from samenspel.kernel.record import Record
from samenspel.store.fold import Folded, Tags, fold, tombstones
from samenspel.store.interface import Behind, Effect, Gone, Loaded, OpKey, Ops, Repeated, check_gapless


@dataclass
class Kept:
    """Bewaard: one session in memory."""

    clock: int = 0
    records: dict[str, Record] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    lost: dict[str, Tags] = field(default_factory=dict)
    ops: dict[tuple[str, str], tuple[bytes, int]] = field(default_factory=dict)
    ballots: dict[str, tuple[Record, list[OpKey]]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class MemoryStore:
    """Geheugenopslag: keeps to the same contract as the database; `shelf` is what survives a restart."""

    def __init__(self, shelf: dict[str, Kept] | None = None) -> None:
        """Start empty, or with the shelf of an earlier store."""
        self.shelf: dict[str, Kept] = {} if shelf is None else shelf

    def begin(self, session: str, traject: str = "") -> None:
        """A new session at clock 0."""
        self.shelf.setdefault(session, Kept())

    def destroy(self, session: str) -> None:
        """The session as after its key was destroyed."""
        self.shelf.pop(session, None)

    def _kept(self, session: str) -> Kept:
        try:
            return self.shelf[session]
        except KeyError:
            raise Gone(session) from None

    def load(self, session: str) -> Loaded:
        """Everything the session holds."""
        return self.since(session, 0)

    def clock(self, session: str) -> int:
        """The clock of the last commit."""
        return self._kept(session).clock

    def clocks(self, sessions: Collection[str]) -> dict[str, int]:
        """The clocks of those that are there."""
        return {session: self.shelf[session].clock for session in sessions if session in self.shelf}

    def carried_out(self, session: str, names: Collection[tuple[str, str]]) -> Ops:
        """Which of these were carried out before."""
        ops = self._kept(session).ops
        return {name: ops[name] for name in names if name in ops}

    def since(self, session: str, clock: int) -> Loaded:
        """Only what changed after this clock."""
        kept = self._kept(session)
        with kept.lock:
            stones = [stone for record, tags in kept.lost.items() for stone in tombstones(record, tags, clock)]
            removed = sorted((when, record) for record, when in kept.removed.items() if when > clock)
            records = [record for record in kept.records.values() if record.clock > clock]
            if clock < kept.clock:
                records += [replace(ballot, clock=kept.clock) for ballot, _ in kept.ballots.values()]
            return Loaded(
                kept.clock,
                sorted(records, key=lambda r: (r.clock, r.id)),
                sorted(stones, key=lambda stone: (stone.clock, stone.record_id)),
                [record for _, record in removed],
                {name: value for name, value in kept.ops.items() if value[1] > clock},
                _cast(kept),
            )

    def commit(
        self, session: str, base: int, effects: Sequence[Effect], nearly: Callable[[], None] | None = None
    ) -> None:
        """Write all effects, or nothing."""
        check_gapless(base, effects)
        kept = self._kept(session)
        with kept.lock:
            if kept.clock != base:
                raise Behind(session)
            if not effects:
                return
            folded = fold(effects)
            names = [(key.person, key.op) for key, _ in folded.ops]
            if len(set(names)) < len(names) or any(name in kept.ops for name in names):
                raise Repeated(session)
            if nearly is not None:
                nearly()
            kept.ops.update({(key.person, key.op): (key.payload, clock) for key, clock in folded.ops})
            for record in folded.put:
                kept.removed.pop(record, None)
            for record, when in folded.removed.items():
                kept.records.pop(record, None)
                kept.removed[record] = when
            kept.records.update(folded.put)
            _put_ballots(kept, folded)
            for record, tags in folded.lost.items():
                kept.lost.setdefault(record, {}).update(tags)
            kept.clock = folded.clock


def _put_ballots(kept: Kept, folded: Folded) -> None:
    for name, ballot in folded.ballots.items():
        earlier = kept.ballots[name][1] if name in kept.ballots else []
        kept.ballots[name] = ballot, [*earlier, *folded.casts.get(name, [])]
    for name in [*folded.removed, *(n for n, (ballot, _) in kept.ballots.items() if ballot.scope in folded.closed)]:
        kept.ballots.pop(name, None)


def _cast(kept: Kept) -> dict[str, Ops]:
    found: dict[str, Ops] = {}
    for ballot, keys in kept.ballots.values():
        ops = {(key.person, key.op): (key.payload, kept.clock) for key in keys}
        found.setdefault(ballot.scope or "", {}).update(ops)
    return found
