"""Fan-out: what a batch means for each audience, encoded once per audience (R4, R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final, Literal

import msgspec

from samenspel.kernel.audience import Audience, Sight
from samenspel.kernel.project import Touched, show
from samenspel.kernel.record import Record
from samenspel.room.client import Client
from samenspel.room.group import Group
from samenspel.room.packet import Packet
from samenspel.room.pieces import Piece, Pieces, in_groups
from samenspel.room.protocol import EncodedChanges, write

_PERSON: Final = "person:"
HEAD: Final = write(EncodedChanges(cursor="")).data.partition(b'"cursor":"')[0] + b'"cursor":"'
"""How every `changes` begins: the cursor follows, which is all in which groups that see the same differ."""

Part = Piece | Literal[False] | None
"""What one touched record means for one audience: a piece to put, False when it is gone, or None for nothing."""


class Apart:
    """Apart: who does not simply get what its group gets. `moved` has been told already; `others` get a frame each, by
    way of their own client."""

    def __init__(self, moved: Iterable[Client], others: Iterable[Client]) -> None:
        """Who is in both was told already."""
        told = set(moved)
        self._out: dict[Group, list[Client]] = {}
        self._of: dict[Group, list[Client]] = {}
        for client in told.union(others):
            if client.group is not None:
                self._out.setdefault(client.group, []).append(client)
                if client not in told:
                    self._of.setdefault(client.group, []).append(client)

    def of(self, group: Group) -> Sequence[Client]:
        """Who of this group gets a frame of its own."""
        return self._of.get(group, ())

    def out_of(self, group: Group) -> Sequence[Client]:
        """Who of this group does not get what it gets."""
        return self._out.get(group, ())


class FanOut:
    """Verspreiding of one batch: every question is answered once, for whoever asks it first."""

    def __init__(self, touched: Sequence[Touched], pieces: Pieces, cursor_for: Callable[[str], bytes]) -> None:
        """`pieces` keeps what is encoded for the next one who comes in; `cursor_for` gives the cursor of a group."""
        self._touched = touched
        self._cursor_for = cursor_for
        self._starts: dict[str, bytes] = {}
        self._packets: dict[tuple[str, bool, str | None], Packet | None] = {}
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

    def prepare(self, groups: Mapping[str, Group], apart: Apart) -> None:
        """Make now what these will get, while the disk writes; nothing is sent (R2). What cannot be made is tried
        again when it is told, and fails there."""
        with suppress(Exception):
            for shared_key, group in groups.items():
                for alike in group.kinds:
                    self.packet(shared_key, group.audience, alike)
                for client in apart.of(group):
                    if client.audience is not None:
                        self.own_packet(shared_key, client.audience, client.alike)

    def packet(self, shared_key: str, audience: Audience, alike: bool) -> Packet | None:
        """What a group gets, or None when nothing changed for it (R4)."""
        key = shared_key, alike, None
        if key not in self._packets:
            self._packets[key] = self._framed(shared_key, self.shared(audience.shared_tags, alike)[1])
        return self._packets[key]

    def own_packet(self, shared_key: str, audience: Audience, alike: bool) -> Packet | None:
        """The same for one of the group, with what is addressed to this person."""
        if audience.person not in self.named:
            return self.packet(shared_key, audience, alike)
        key = shared_key, alike, audience.person
        if key not in self._packets:
            common = self.shared(audience.shared_tags, alike)[0]
            self._packets[key] = self._framed(shared_key, self.personal(common, audience, alike))
        return self._packets[key]

    def _framed(self, shared_key: str, rest: bytes | None) -> Packet | None:
        return Packet(self._start(shared_key) + rest) if rest is not None else None

    def _start(self, shared_key: str) -> bytes:
        found = self._starts.get(shared_key)
        if found is None:
            found = self._starts[shared_key] = HEAD + self._cursor_for(shared_key)
        return found

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


def fan_out(found: FanOut, groups: Mapping[str, Group], apart: Apart) -> None:
    """Send every client what changed for it, and nothing when nothing did (R4).

    Clients of one audience share the same bytes; only who is addressed in person gets bytes of its own. Everything is
    made before anything is sent: whoever sleeps at the other side wakes up once, and not for every frame.
    """
    shared: list[tuple[Packet, Group, bool]] = []
    own: list[tuple[Client, Packet]] = []
    for shared_key, group in groups.items():
        for alike in group.kinds:
            packet = found.packet(shared_key, group.audience, alike)
            if packet is not None:
                shared.append((packet, group, alike))
            for client in apart.of(group):
                if client.alike is alike and client.audience is not None:
                    theirs = found.own_packet(shared_key, client.audience, alike)
                    if theirs is not None:
                        own.append((client, theirs))
    for packet, group, alike in shared:
        _send(packet, group, alike, apart)
    for client, theirs in own:
        client.push(theirs)


def _send(packet: Packet, group: Group, alike: bool, apart: Apart) -> None:
    """To everybody of this group but who stands apart."""
    ways, queued = group.ways_without(alike, apart.out_of(group))
    wire = packet.wire
    for line, client in ways:
        if line.behind:
            client.push(packet)
        else:
            line.write_frame(wire)
    for client in queued:
        client.push(packet)


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
