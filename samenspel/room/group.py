"""Groups: connections that see the same but for what is addressed to one of them (R7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from samenspel.kernel.audience import Audience

if TYPE_CHECKING:
    from samenspel.room.client import Client, Line

Way = tuple["Line", "Client"]
"""A line that takes a frame at once, and whose it is."""


class Group:
    """Groep: in the order in which they came. Who gets the same bytes is kept ready, so that a tick does little else
    than write."""

    __slots__ = ("_kinds", "_members", "_ways", "audience")

    def __init__(self, audience: Audience) -> None:
        """`audience` is that of any of them: the personal part is not looked at."""
        self.audience = audience
        self._members: dict[Client, None] = {}
        self._kinds: tuple[bool, ...] | None = None
        self._ways: dict[bool, tuple[list[Way], list[Client]]] = {}

    def __iter__(self) -> Iterator[Client]:
        """Every connection."""
        return iter(self._members)

    def __len__(self) -> int:
        """How many connections."""
        return len(self._members)

    def add(self, client: Client) -> None:
        """One more."""
        self._members[client] = None
        client.group = self
        self.changed()

    def discard(self, client: Client) -> None:
        """One less."""
        self._members.pop(client, None)
        client.group = None
        self.changed()

    def changed(self) -> None:
        """Somebody came or went, or is being closed."""
        self._kinds = None
        self._ways.clear()

    @property
    def kinds(self) -> tuple[bool, ...]:
        """Whether there are some who can unfold records that are alike, and some who cannot."""
        if self._kinds is None:
            self._kinds = tuple({client.alike: None for client in self._members})
        return self._kinds

    def ways(self, alike: bool) -> tuple[list[Way], list[Client]]:
        """Of those who can, or cannot, unfold: with a line of their own, and by a queue."""
        found = self._ways.get(alike)
        if found is None:
            these = [client for client in self._members if client.alike is alike and client.closing is None]
            straight = [(client.line, client) for client in these if client.line is not None]
            found = self._ways[alike] = straight, [client for client in these if client.line is None]
        return found
