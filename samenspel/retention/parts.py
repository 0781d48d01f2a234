"""Onderdelen: what there is of a traject, and goes. Every app says so of itself, in `ready()` of its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet

Kind = Literal["case", "session", "all"]


@dataclass(frozen=True)
class Scope:
    """Bereik van een vernietiging: the case of these sessions; with `session` all of these sessions; with `all` the
    whole traject, its outcome included."""

    kind: Kind
    traject: str
    sessions: tuple[str, ...]

    @property
    def outcome(self) -> bool:
        """Whether what is kept under the key `outcome` goes as well."""
        return self.kind != "case"

    @property
    def everything(self) -> bool:
        """Whether nothing of the traject stays."""
        return self.kind == "all"


@dataclass(frozen=True)
class Part:
    """Onderdeel: `name` as it stands in the record of deletion; `rows` gives what goes. `after` runs once these are
    removed, again whenever a destruction is taken up again; it must not mind that."""

    name: str
    rows: Callable[[Scope], Iterable[QuerySet[Any]]]
    after: Callable[[Scope], None] | None = None


_parts: dict[str, Part] = {}
_before: list[Callable[[str, tuple[str, ...]], None]] = []


def register(part: Part) -> None:
    """Have rows of an app removed, counted and searched for. The last under a name holds."""
    _parts[part.name] = part


def register_before_destroy(make: Callable[[str, tuple[str, ...]], None]) -> None:
    """Call this with the traject and the sessions before their case goes, to make what stays: picture and report."""
    if make not in _before:
        _before.append(make)


def parts() -> list[Part]:
    """In the order in which they go."""
    return list(_parts.values())


def before_destroy(traject: str, sessions: tuple[str, ...]) -> None:
    """Everything that has to be made first. Raises whatever one of them raises."""
    for make in _before:
        make(traject, sessions)


def counts(scope: Scope) -> dict[str, int]:
    """How many rows of every part there are now."""
    return {part.name: sum(rows.count() for rows in part.rows(scope)) for part in parts()}
