"""Commands: what a client asks."""

from __future__ import annotations

from typing import Any

import msgspec

from samenspel.kernel.audience import CONTROL_ROLES, Audience, Role


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Opdracht: one move asked of one instrument instance (R1). `op` is the client's random id for it (R3);
    `base` the version of the record it overwrites, where a move overwrites somebody's words (R11)."""

    op: str
    instance: str
    move: str
    args: dict[str, Any] = {}
    base: int | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Wie het vraagt: an attendee, known by the server, never by what the client says."""

    person: str
    role: Role
    party: str | None = None

    @property
    def is_control(self) -> bool:
        """True for facilitator and note-taker."""
        return self.role in CONTROL_ROLES

    @property
    def audience(self) -> Audience:
        """What this actor may see."""
        return Audience(self.role, self.person, self.party)
