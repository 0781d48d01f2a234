"""Pieces: one record as one sight shows it, as bytes, alone or among others of its kind (R7)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from samenspel.kernel.audience import Sight
from samenspel.kernel.project import show
from samenspel.kernel.record import Body, Record

_encoder = msgspec.json.Encoder()


class Piece:
    """Stuk: `full` is the whole record. `alike` is what records of its kind have in common, and the rest of this one:
    of a hundred notes under one moment nearly half of the bytes are the same."""

    def __init__(self, record: Record, sight: Sight) -> None:
        """Nothing is encoded before it is asked for."""
        self._record = record
        self._sight = sight

    @cached_property
    def full(self) -> msgspec.Raw:
        """The record by itself."""
        return msgspec.Raw(_encoder.encode(show(self._record, self._sight)))

    @cached_property
    def alike(self) -> tuple[bytes, bytes]:
        """What it has in common with others, and what is its own."""
        record = self._record
        like, usual = _like(type(record.body), record.type, record.instance, record.scope, self._sight.fields)
        seen = show(record, self._sight)
        own: dict[str, Any] = {"id": seen.id}
        own.update((name, value) for name in ("party", "author", "v") if (value := getattr(seen, name)) is not None)
        own["body"] = {name: value for name, value in seen.body.items() if not _is_usual(usual, name, value)}
        return like, _encoder.encode(own)


class Pieces:
    """Stukken: each record encoded once per sight, shared by everybody who sees it so (R7)."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[str, tuple[Record, dict[Sight, Piece]]] = {}

    def of(self, record: Record, sight: Sight) -> Piece:
        """The piece of this record for this sight."""
        kept = self._kept.get(record.id)
        if kept is None or kept[0] is not record:
            kept = self._kept[record.id] = (record, {})
        found = kept[1].get(sight)
        if found is None:
            found = kept[1][sight] = Piece(record, sight)
        return found

    def forget(self, *record_ids: str) -> None:
        """The records are gone, or never came to be."""
        for record_id in record_ids:
            self._kept.pop(record_id, None)


def in_groups(groups: Iterable[tuple[bytes, bytes]]) -> msgspec.Raw:
    """As `alike` travels: for each group what is common, and the rest of each, with commas between, behind it."""
    return msgspec.Raw(b"[%b]" % b",".join(b"[%b,%b]" % group for group in groups))


def _is_usual(usual: dict[str, Any], name: str, value: Any) -> bool:
    return name in usual and type(usual[name]) is type(value) and bool(usual[name] == value)


@lru_cache(4096)
def _like(
    kind: type[Body], name: str, instance: str, scope: str | None, fields: frozenset[str] | None
) -> tuple[bytes, dict[str, Any]]:
    """What is the same for all records of this kind in this place, as bytes; and the usual values of their bodies."""
    usual: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.required or (fields is not None and field.encode_name not in fields):
            continue
        value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        usual[field.encode_name] = msgspec.to_builtins(value)
    common: dict[str, Any] = {"type": name, "in": instance}
    if scope is not None:
        common["scope"] = scope
    if fields is not None:
        common["masked"] = True
    return _encoder.encode({**common, "body": usual}), usual
