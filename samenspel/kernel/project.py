"""Projection: what an audience sees of a record, of a change and of a whole state (R4, R5, R6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from samenspel.kernel.audience import (
    AUTHOR_FIELD,
    EVERYONE,
    NOTHING,
    PARTY_FIELD,
    Audience,
    Sight,
    Visibility,
    own,
    whole,
)
from samenspel.kernel.ballot import is_ballot
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Instruments, Scopes
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Gezien record: what travels. `v` (the version) only for who may rewrite it; `masked` says fields are left out."""

    id: str
    type: str
    instance: str = msgspec.field(name="in")
    scope: str | None = None
    party: str | None = None
    author: str | None = None
    v: int | None = None
    masked: bool = False
    body: dict[str, Any]


def visibility(instruments: Instruments, state: State, record: Record) -> Visibility:
    """Who sees this record now. Unknown instrument, unknown type or a failing view: nobody (R5)."""
    owner = state.instance(record.instance)
    definition = instruments.get(owner[1].instrument) if owner else None
    view = definition.views.get(record.type) if definition else None
    if view is None:
        return whole(*EVERYONE) if definition and record.type == Instance.TYPE else NOTHING
    if is_ballot(record):
        # R13: whatever a view says, a ballot is its author's and nobody else knows that it is there.
        return own(record.author)
    try:
        return view(record, Scopes(state.chain(record)))
    except Exception:
        return NOTHING


def show(record: Record, sight: Sight) -> Seen:
    """The record as this sight allows."""
    body = msgspec.to_builtins(record.body)
    if sight.fields is None:
        return Seen(
            id=record.id,
            type=record.type,
            instance=record.instance,
            scope=record.scope,
            party=record.party,
            author=record.author if sight.author else None,
            v=record.version if sight.version else None,
            body=body,
        )
    return Seen(
        id=record.id,
        type=record.type,
        instance=record.instance,
        scope=record.scope,
        party=record.party if PARTY_FIELD in sight.fields else None,
        author=record.author if sight.author or AUTHOR_FIELD in sight.fields else None,
        masked=True,
        body={name: body[name] for name in sorted(sight.fields) if name in body},
    )


def snapshot(instruments: Instruments, state: State, audience: Audience) -> list[Seen]:
    """Everything this audience may see, ordered by id so that order tells nothing (R4)."""
    tags = audience.tags
    found = []
    for record in state:
        sight = visibility(instruments, state, record).sight_for(tags)
        if sight is not None:
            found.append(show(record, sight))
    return sorted(found, key=lambda seen: seen.id)


class Touched(msgspec.Struct, frozen=True):
    """Geraakt: one record before and after a batch, with who saw and who sees it (R6)."""

    record_id: str
    before: Record | None
    after: Record | None
    saw: Visibility
    sees: Visibility

    @property
    def lost(self) -> frozenset[str]:
        """Tags that saw the record and no longer do: they are told, and nobody else (R4)."""
        return self.saw.tags - self.sees.tags

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that this can matter to."""
        return self.saw.tags | self.sees.tags


def touched(instruments: Instruments, old: State, new: State, changes: Iterable[Change]) -> list[Touched]:
    """All records of which somebody's view may differ: changed ones and everything in their scope (R6)."""
    ids: dict[str, None] = {}
    for change in changes:
        if isinstance(change, Put):
            ids[change.record.id] = None
            ids.update((record.id, None) for record in new.inside(change.record.id))
        else:
            ids[change.record_id] = None
    found = []
    for record_id in ids:
        before, after = old.get(record_id), new.get(record_id)
        saw = visibility(instruments, old, before) if before else NOTHING
        sees = visibility(instruments, new, after) if after else NOTHING
        if before is not after or saw != sees:
            found.append(Touched(record_id, before, after, saw, sees))
    return found


@dataclass(frozen=True)
class Delta:
    """Verschil: what one audience gets of a batch."""

    put: list[Seen]
    gone: list[str]

    def __bool__(self) -> bool:
        """False when nothing changed for this audience: then no message goes out (R4)."""
        return bool(self.put or self.gone)


def delta(all_touched: Iterable[Touched], tags: frozenset[str]) -> Delta:
    """What these tags see change; equal views before and after give nothing (R4)."""
    put: list[Seen] = []
    gone: list[str] = []
    for item in all_touched:
        if not item.tags & tags:
            continue
        was = item.saw.sight_for(tags)
        now = item.sees.sight_for(tags)
        if now is None or item.after is None:
            if was is not None and item.before is not None:
                gone.append(item.record_id)
            continue
        seen = show(item.after, now)
        if was is None or item.before is None or show(item.before, was) != seen:
            put.append(seen)
    return Delta(put, gone)
