"""Fan-out: what a batch means for each audience, encoded once per audience (R4, R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from samenspel.kernel.audience import Audience, Sight
from samenspel.kernel.project import Touched, show
from samenspel.kernel.record import Record
from samenspel.room.client import Client
from samenspel.room.packet import Packet
from samenspel.room.pieces import Piece, Pieces, in_groups
from samenspel.room.protocol import EncodedChanges, write

_PERSON: Final = "person:"
HEAD: Final = write(EncodedChanges(cursor="")).data.partition(b'"cursor":"')[0] + b'"cursor":"'
"""How every `changes` begins: the cursor follows, which is all in which groups that see the same differ."""

Part = Piece | Literal[False] | None
"""What one touched record means for one audience: a piece to put, False when it is gone, or None for nothing."""
Groups = Mapping[str, Iterable[Client]]
"""Connections by the shared key of their audience."""


class FanOut:
    """Verspreiding of one batch: every question is answered once, for whoever asks it first."""

    def __init__(self, touched: Sequence[Touched], pieces: Pieces) -> None:
        """`pieces` keeps what is encoded for the next one who comes in."""
        self._touched = touched
        self._pieces = pieces
        self._equal: dict[tuple[int, Sight, Sight], bool] = {}
        self._tags = [item.tags for item in touched]
        self._all_tags = frozenset[str]().union(*self._tags)
        self._shared: dict[tuple[frozenset[str], bool], tuple[list[Part], bytes | None]] = {}
        self.named: dict[str, list[int]] = {}
        """The persons whom some of the records name, with which."""
        for index, tags in enumerate(self._tags):
            for tag in tags:
                if tag.startswith(_PERSON):
                    self.named.setdefault(tag[len(_PERSON) :], []).append(index)

    def shared(self, tags: frozenset[str], alike: bool) -> tuple[list[Part], bytes | None]:
        """What every touched record means for these tags, and that as bytes: the same for all who share the tags that
        matter to these records. `alike`: records may come in groups."""
        tags &= self._all_tags
        # One record by itself is the same either way.
        alike = alike and len(self._touched) > 1
        found = self._shared.get((tags, alike))
        if found is None:
            parts = [self._part(index, tags) for index in range(len(self._touched))]
            found = self._shared[(tags, alike)] = parts, self._bytes(parts, alike)
        return found

    def personal(self, common: list[Part], audience: Audience, alike: bool) -> bytes | None:
        """The same for somebody whom some of the records name."""
        own = list(common)
        for index in self.named[audience.person or ""]:
            own[index] = self._part(index, audience.tags)
        return self._bytes(own, alike)

    def _bytes(self, parts: list[Part], alike: bool) -> bytes | None:
        """What comes after the cursor, or None when nothing changed for the audience (R4)."""
        gone = [item.record_id for item, part in zip(self._touched, parts, strict=True) if part is False]
        put, groups = _together([part for part in parts if part], alike)
        changes = EncodedChanges(cursor="", put=put, gone=gone, alike=groups)
        return write(changes).data[len(HEAD) :] if put or gone or groups else None

    def _part(self, index: int, tags: frozenset[str]) -> Part:
        if self._tags[index].isdisjoint(tags):
            return None
        item = self._touched[index]
        was = item.saw.sight_for(tags)
        now = item.sees.sight_for(tags)
        if now is None or item.after is None:
            return False if was is not None and item.before is not None else None
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
    named = found.named
    for shared_key, members in groups.items():
        some = next((client.audience for client in members if client.audience is not None), None)
        if some is None:
            continue
        start = HEAD + cursor_for(shared_key).encode()
        packets: dict[bool, Packet | None] = {}
        for client in members:
            if moved and client in moved:
                continue
            audience, alike = client.audience, client.alike
            if alike not in packets:
                common, rest = found.shared(some.shared_tags, alike)
                packets[alike] = Packet(start + rest) if rest is not None else None
            if audience is None or audience.person not in named:
                packet = packets[alike]
                if packet is not None:
                    client.push(packet)
                continue
            own = found.personal(common, audience, alike)
            if own is not None:
                client.push(Packet(start + own))


def _together(pieces: Sequence[Piece], alike: bool) -> tuple[list[msgspec.Raw], msgspec.Raw | msgspec.UnsetType]:
    """Records by themselves, and those that are alike in groups."""
    if not alike or len(pieces) < 2:
        return [piece.full for piece in pieces], msgspec.UNSET
    groups: dict[bytes, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.alike[0], []).append(piece)
    alone = [group[0].full for group in groups.values() if len(group) == 1]
    many = [(like, b",".join(p.alike[1] for p in group)) for like, group in groups.items() if len(group) > 1]
    return alone, in_groups(many) if many else msgspec.UNSET
