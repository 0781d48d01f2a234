"""Groups: connections that see the same but for what is addressed to one of them (R7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from samenspel.kernel.audience import Audience

if TYPE_CHECKING:
    from samenspel.room.client import Client, Line

Way = tuple["Line", "Client"]
"""A line that takes a frame at once, and whose it is."""


class Group:
    """Groep: in the order in which they came. Who gets the same bytes is kept ready, so that a tick does little else
    than write."""

    __slots__ = ("_kept", "_kinds", "_members", "audience")

    def __init__(self, audience: Audience) -> None:
        """`audience` is that of any of them: the personal part is not looked at."""
        self.audience = audience
        self._members: dict[Client, None] = {}
        self._kinds: tuple[bool, ...] | None = None
        self._kept: dict[bool, tuple[list[Way], list[Client], dict[Client, int]]] = {}

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
        self._kept.clear()

    @property
    def kinds(self) -> tuple[bool, ...]:
        """Whether there are some who can unfold records that are alike, and some who cannot."""
        if self._kinds is None:
            self._kinds = tuple({client.alike: None for client in self._members})
        return self._kinds

    def ways_without(self, alike: bool, left_out: Sequence[Client]) -> tuple[list[Way], list[Client]]:
        """Of those who can, or cannot, unfold: with a line of their own, and by a queue; without these few. Nobody
        else is looked at for them: in a busy tick that was a twentieth of all work."""
        ways, queued, places = self._ready(alike)
        if left_out:
            ways = ways.copy()
            for place in sorted((places[client] for client in left_out if client in places), reverse=True):
                del ways[place]
            queued = [client for client in queued if client not in left_out]
        return ways, queued

    def _ready(self, alike: bool) -> tuple[list[Way], list[Client], dict[Client, int]]:
        found = self._kept.get(alike)
        if found is None:
            these = [client for client in self._members if client.alike is alike and client.closing is None]
            straight = [(client.line, client) for client in these if client.line is not None]
            places = {client: place for place, (_, client) in enumerate(straight)}
            found = self._kept[alike] = straight, [client for client in these if client.line is None], places
        return found
