"""Steps: what somebody does in the demo, with records named by what is written in them instead of by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

HOST: Final = "host"
"""Wie begeleidt; any other name is the key of a person of the case."""

Found = tuple[str, int]
"""Id and version of a record."""


class Missing(Exception):
    """A step names a record that is not there (any more)."""


@dataclass(frozen=True)
class Of:
    """Aanduiding: the record of this type whose field has this value; for a party that is `short`, and so on."""

    type: str
    field: str
    value: object


@dataclass(frozen=True)
class Step:
    """Stap: one move, by whom, of which instrument. `over` is the record whose version goes along (R11);
    `wait` the seconds that a person would take before it."""

    by: str
    instrument: str
    move: str
    args: dict[str, Any] = field(default_factory=dict)
    over: Of | None = None
    wait: float = 2.0


Find = Callable[[Of], Found]
"""Looks a record up. Raises Missing."""


def resolve(value: Any, find: Find) -> Any:
    """The same with every Of replaced by the id it stands for. Raises Missing."""
    if isinstance(value, Of):
        return find(value)[0]
    if isinstance(value, dict):
        return {key: resolve(inner, find) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(inner, find) for inner in value]
    return value


def instance(instrument: str) -> Of:
    """The instance of an instrument."""
    return Of("instance", "instrument", instrument)


def party(short: str) -> Of:
    """A party by its short name."""
    return Of("party", "short", short)


def attendee(name: str) -> Of:
    """Somebody by name."""
    return Of("attendee", "name", name)


def moment(text: str) -> Of:
    """A moment by its words."""
    return Of("defining_moment", "text", text)


def block(phase: str) -> Of:
    """The block that begins this phase."""
    return Of("block", "phase", phase)
