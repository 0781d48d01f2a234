"""Fan-out: what a batch means for each audience, encoded once per audience (R4, R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from samenspel.kernel.audience import Audience, Sight
from samenspel.kernel.project import Touched, show
from samenspel.kernel.record import Record
from samenspel.room.client import Client
from samenspel.room.packet import Packet
from samenspel.room.panes import Pieces
from samenspel.room.protocol import EncodedChanges, write

_PERSON: Final = "person:"
_GONE: Final = msgspec.Raw(b"")

Part = msgspec.Raw | None
"""What one touched record means for one audience: bytes to put, `_GONE`, or None for nothing."""
Groups = Mapping[str, Iterable[Client]]
"""Connections by the shared key of their audience."""


class FanOut:
    """Verspreiding of one batch: every question is answered once, for whoever asks it first."""

    def __init__(self, touched: Sequence[Touched], pieces: Pieces) -> None:
        """`pieces` keeps what is encoded for the next one who comes in."""
        self._touched = touched
        self._pieces = pieces
        self._equal: dict[tuple[int, Sight, Sight], bool] = {}
        self._by_person: dict[str, list[int]] = {}
        for index, item in enumerate(touched):
            for tag in item.tags:
                if tag.startswith(_PERSON):
                    self._by_person.setdefault(tag[len(_PERSON) :], []).append(index)

    def parts(self, tags: frozenset[str]) -> list[Part]:
        """What every touched record means for these tags."""
        return [self._part(index, tags) for index in range(len(self._touched))]

    def personal(self, common: list[Part], audience: Audience) -> list[Part] | None:
        """The same for somebody whom some of the records name; None when nothing does."""
        named = self._by_person.get(audience.person) if audience.person is not None else None
        if named is None:
            return None
        own = list(common)
        for index in named:
            own[index] = self._part(index, audience.tags)
        return own

    def packet(self, parts: list[Part], cursor: str) -> Packet | None:
        """The frame for these parts, or None when nothing changed for the audience (R4)."""
        put = [part for part in parts if part is not None and part is not _GONE]
        gone = [item.record_id for item, part in zip(self._touched, parts, strict=True) if part is _GONE]
        return write(EncodedChanges(cursor=cursor, put=put, gone=gone)) if put or gone else None

    def _part(self, index: int, tags: frozenset[str]) -> Part:
        item = self._touched[index]
        if not item.tags & tags:
            return None
        was = item.saw.sight_for(tags)
        now = item.sees.sight_for(tags)
        if now is None or item.after is None:
            return _GONE if was is not None and item.before is not None else None
        if was is not None and item.before is not None and self._same(index, item.before, item.after, was, now):
            return None
        return self._pieces.of(item.after, now)

    def _same(self, index: int, before: Record, after: Record, was: Sight, now: Sight) -> bool:
        key = (index, was, now)
        found = self._equal.get(key)
        if found is None:
            found = self._equal[key] = show(before, was) == show(after, now)
        return found


def fan_out(
    touched: Sequence[Touched], groups: Groups, moved: set[Client], pieces: Pieces, cursor_for: Callable[[str], str]
) -> None:
    """Send every client what changed for it, and nothing when nothing did (R4).

    Clients of one audience share the same bytes; only who is addressed in person gets bytes of its own. Who `moved`
    has been told already.
    """
    found = FanOut(touched, pieces)
    for shared_key, members in groups.items():
        common: list[Part] | None = None
        packet: Packet | None = None
        cursor = ""
        for client in members:
            audience = client.audience
            if audience is None or client in moved:
                continue
            if common is None:
                common = found.parts(audience.shared_tags)
                cursor = cursor_for(shared_key)
                packet = found.packet(common, cursor)
            own = found.personal(common, audience)
            if own is not None:
                mine = found.packet(own, cursor)
                if mine is not None:
                    client.push(mine)
            elif packet is not None:
                client.push(packet)
