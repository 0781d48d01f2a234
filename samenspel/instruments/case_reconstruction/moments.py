"""The moments of the timeline: adding, rewriting, ordering, merging and removing them (CR-7, CR-12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec

from samenspel.instruments.case_reconstruction import lookups, order
from samenspel.instruments.case_reconstruction.records import (
    DefiningMoment,
    Experience,
    Interaction,
    MomentInput,
    Peeling,
    Stance,
    When,
)
from samenspel.instruments.case_reconstruction.when import is_sound, sort_key
from samenspel.instruments.case_reconstruction.when_reader import read
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Body, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import MomentText, RecordId
from samenspel.vocabulary.fields import OfRecord, PlaceAfter
from samenspel.vocabulary.outcomes import RedThread, Theme

Kind = Literal["content", "collaboration"]
Said = When | Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
"""A date in its parts, or as people say it."""


class AddMoment(Args, frozen=True, kw_only=True):
    """A new moment: just behind `after`, in front of all with `first`, or else where its date belongs."""

    text: MomentText
    when: Said
    kind: Kind = "content"
    after: RecordId | None = None
    first: bool = False


class ChangeMoment(Args, frozen=True, kw_only=True):
    """A moment rewritten, whole."""

    id: RecordId
    text: MomentText
    when: Said
    kind: Kind


class MergeMoments(Args, frozen=True, kw_only=True):
    """Two moments that are one: `drop` goes, what hung under it moves to `keep`."""

    keep: RecordId
    drop: RecordId


def add_moment(situation: Situation, args: AddMoment) -> Iterable[Change]:
    """A hidden moment, also in the middle and also during the meeting (CR-12)."""
    return insert(situation, args.text, sound(args.when), args.kind, args.after, first=args.first)


def change_moment(situation: Situation, args: ChangeMoment) -> Iterable[Change]:
    """Rewrite a moment; guarded, because two may do so at once (R11)."""
    record, _ = situation.find(DefiningMoment, args.id)
    situation.guard(record)
    return [situation.change(record, text=args.text, when=sound(args.when), kind=args.kind)]


def place_moment(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Put a moment just behind another, or in front of all."""
    record, body = situation.find(DefiningMoment, args.id)
    others = order.by_place(other for other in situation.all(DefiningMoment) if other.id != record.id)
    index = order.index_after(others, args.after)
    fields: dict[str, dict[str, Any]] = {}
    for moved, place in order.new_places(_places(others), record.id, index).items():
        fields.setdefault(moved, {})["place"] = place
    if body.revealed:
        for moved, spot in spots(others, record.id, index).items():
            fields.setdefault(moved, {})["spot"] = spot
    return order.put_fields(situation, fields)


def remove_moment(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a moment away with everything under it, and let nothing point at it any more."""
    record, _ = situation.find(DefiningMoment, args.id)
    return [*forget(situation, record.id), *_inputs(situation, record.id, None), *situation.remove(record)]


def merge_moments(situation: Situation, args: MergeMoments) -> Iterable[Change]:
    """Merge doubles, keeping every interpretation (CR-7). Where a party holds one thing per moment, that of `keep`
    stays. What comes under a shown moment is shown by it."""
    keep, _ = situation.find(DefiningMoment, args.keep)
    drop, _ = situation.find(DefiningMoment, args.drop)
    if keep.id == drop.id:
        raise Refused(Reason.BAD_VALUE)
    below = [record for record in situation.state.inside(drop.id) if record.scope == drop.id]
    taken = {_single(record) for record in situation.state.inside(keep.id)} - {None}
    moving = [record for record in below if _single(record) not in taken]
    moved = {record.id for record in moving}
    changes: list[Change] = [_moved(record, drop.id, keep.id) for record in moving]
    changes += [change for change in forget(situation, drop.id, keep.id) if _id(change) not in moved]
    left = [change for change in situation.remove(drop) if change.record_id not in moved]
    return [*changes, *_inputs(situation, drop.id, keep.id), *left]


def insert(
    situation: Situation, text: str, when: When, kind: Kind, after: str | None, *, first: bool = False
) -> list[Change]:
    """The changes that add one hidden moment."""
    others = order.by_place(situation.all(DefiningMoment))
    index = order.index_after(others, after) if first or after is not None else index_by_date(others, when)
    new = situation.handed.new_id()
    places = order.new_places(_places(others), new, index)
    during = situation.phase != "preparation"
    body = DefiningMoment(text=text, when=when, kind=kind, place=places.pop(new), during=during)
    put = situation.create(body, scope=lookups.reconstruction(situation)[0].id, record_id=new)
    return [put, *order.put_fields(situation, {moved: {"place": place} for moved, place in places.items()})]


def index_by_date(ordered: Sequence[Record], when: When) -> int:
    """Behind the last moment that is not later; the order that people made stays as it is."""
    key = sort_key(when)
    earlier = [
        index
        for index, record in enumerate(ordered)
        if isinstance(record.body, DefiningMoment) and sort_key(record.body.when) <= key
    ]
    return earlier[-1] + 1 if earlier else 0


def sound(when: Said) -> When:
    """The date, read where it came as words; refuses BAD_VALUE when it is none."""
    found = read(when) if isinstance(when, str) else when
    if found is None or not is_sound(found):
        raise Refused(Reason.BAD_VALUE, lookups.NO_DATE)
    return found


def spots(ordered: Sequence[Record], moment_id: str, index: int) -> dict[str, float]:
    """The spots that change when this moment is shown at `index` among the other moments (ordered by place)."""
    shown: list[tuple[str, float]] = []
    before = 0
    for number, record in enumerate(ordered):
        body = record.body
        if isinstance(body, DefiningMoment) and body.revealed and body.spot is not None:
            shown.append((record.id, body.spot))
            before += number < index
    return order.new_places(shown, moment_id, before)


def forget(situation: Situation, moment_id: str, instead: str | None = None) -> list[Change]:
    """Everything that points at this moment points at `instead`, or no longer; so a hidden one leaves no trace."""
    changes: list[Change] = []
    shown = instead if instead and lookups.moment(situation, instead)[1].revealed else None
    for kind in (Theme, RedThread):
        for record in situation.all(kind):
            linked: tuple[str, ...] = record.body.moments  # type: ignore[attr-defined]
            if moment_id in linked:
                swapped = (shown if other == moment_id else other for other in linked)
                changes.append(situation.change(record, moments=tuple(dict.fromkeys(m for m in swapped if m))))
    for record in situation.all(Interaction):
        if isinstance(record.body, Interaction) and record.body.effect_moment == moment_id:
            changes.append(situation.change(record, effect_moment=shown))
    if lookups.proceedings(situation)[1].current == moment_id:
        changes += lookups.proceed(situation, current=shown)
    return changes


def _inputs(situation: Situation, moment_id: str, instead: str | None) -> list[Change]:
    """What came in and went to this moment went to `instead`, or is to be looked at once more."""
    changes: list[Change] = []
    for record in situation.all(MomentInput):
        if isinstance(record.body, MomentInput) and record.body.moment == moment_id:
            changes.append(situation.change(record, moment=instead, handled="taken" if instead else ""))
    return changes


def _places(records: Sequence[Record]) -> list[tuple[str, float]]:
    return [(record.id, record.body.place) for record in records if isinstance(record.body, DefiningMoment)]


def _moved(record: Record, drop: str, keep: str) -> Put:
    body = record.body
    if isinstance(body, Interaction) and body.effect_moment == drop:
        body = msgspec.structs.replace(body, effect_moment=None)
    return Put(msgspec.structs.replace(record, body=body, scope=keep, version=record.version + 1))


def _single(record: Record) -> tuple[type[Body], str | None] | None:
    """What a moment holds only one of: one stance and experience per party, one peeling."""
    if isinstance(record.body, Stance | Experience | Peeling):
        return type(record.body), record.party
    return None


def _id(change: Change) -> str:
    return change.record.id if isinstance(change, Put) else change.record_id
