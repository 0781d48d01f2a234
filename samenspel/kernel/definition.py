"""Definitions: what an instrument declares beside its pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from samenspel.kernel.audience import Role, Visibility
from samenspel.kernel.change import Change
from samenspel.kernel.record import Body, Record

if TYPE_CHECKING:
    from samenspel.kernel.situation import Situation


class Args(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argumenten of a move. Texts are cleaned (NFC, no control characters, trimmed) before this is read."""


Rule = Callable[["Situation", Any], Iterable[Change]]
"""A pure function: the situation and the arguments in, changes out; raises Refused to change nothing."""

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
"""From the stored fields of schema n to those of n + 1."""


@dataclass(frozen=True)
class Scopes:
    """Wat een record opent of verbergt: its scopes from near to far (R6). Views see this and nothing else."""

    chain: tuple[Record, ...]

    def body(self, kind: type[Body]) -> Any:
        """The body of the nearest scope of this type, or None."""
        return next((record.body for record in self.chain if record.type == kind.TYPE), None)

    @property
    def phase(self) -> str:
        """The phase of the instance, or an empty text."""
        return getattr(self.chain[-1].body, "phase", "") if self.chain else ""


View = Callable[[Record, Scopes], Visibility]
"""Who sees this record; depends on the record, its scopes and nothing else (R5, R6)."""


@dataclass(frozen=True)
class Phase:
    """Fase: a step of an instrument. `prepare` phases are open before the meeting begins."""

    name: str
    title: str
    prepare: bool = False


@dataclass(frozen=True)
class Move:
    """Zet: something that can be asked of an instrument. `phases=None` means in every phase. `casts`: every such
    move puts one ballot of who asks it, and leaves nothing in the op ledger (R13)."""

    name: str
    args: type[Args]
    roles: frozenset[Role]
    rule: Rule
    phases: frozenset[str] | None = None
    casts: bool = False


@dataclass(frozen=True)
class Fleeting:
    """Vluchtig: state that is passed on but never stored, as 'is typing' (R7). `args` is its shape."""

    name: str
    args: type[Args]
    roles: frozenset[Role]
    to: frozenset[str]


@dataclass(frozen=True)
class Instrument:
    """Instrument: everything the engine knows of one folder in instruments/.

    `setup` gives the first records of a new instance (the situation's instance is the new one).
    `views` has one view per record type; a type without one is seen by nobody (R5).
    """

    name: str
    title: str
    phases: tuple[Phase, ...]
    records: tuple[type[Body], ...]
    moves: tuple[Move, ...]
    views: Mapping[str, View]
    setup: Callable[[Situation], Iterable[Change]] | None = None
    fleeting: tuple[Fleeting, ...] = ()
    upgrades: Mapping[tuple[str, int], Upgrade] = field(default_factory=dict)

    def move(self, name: str) -> Move | None:
        """The move of that name, or None."""
        return self._moves.get(name)

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.name: move for move in reversed(self.moves)}

    def has_phase(self, name: str) -> bool:
        """Whether this is one of its phases."""
        return any(phase.name == name for phase in self.phases)


Instruments = Mapping[str, Instrument]
"""Catalogus: every instrument by name."""
