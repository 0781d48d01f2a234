"""The run sheet: blocks with time, which run instruments (CR-9, CR-20, X-4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from samenspel.instruments.meeting.records import Block
from samenspel.instruments.meeting.rules import the_meeting
from samenspel.instruments.meeting.words import guard_choices, guard_words
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import NameText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter, place_after, place_last

Minutes = Annotated[int, msgspec.Meta(ge=0, le=600)]


class AddBlock(Args, frozen=True, kw_only=True):
    """A block behind `after` (or at the end). `instrument` makes a new instance; `runs` uses one that is there."""

    title: NameText
    minutes: Minutes
    after: RecordId | None = None
    instrument: NameText | None = None
    runs: RecordId | None = None
    phase: OptionalName = ""
    lead: OptionalName = ""
    materials: OptionalText = ""
    note: OptionalText = ""


def add_block(situation: Situation, args: AddBlock) -> Iterable[Change]:
    """Add a block, with a new instance of an instrument where asked."""
    blocks = situation.all(Block)
    changes: list[Change] = []
    runs, phase = args.runs, args.phase
    if args.instrument is not None:
        changes = situation.start_instance(args.instrument, args.title)
        first = changes[0]
        runs = first.record.id if isinstance(first, Put) else None
    elif runs is not None:
        _known_phase(situation, runs, phase)
    place = place_after(blocks, args.after) if args.after else place_last(blocks)
    body = Block(
        title=args.title,
        minutes=args.minutes,
        place=place,
        runs=runs,
        phase=phase,
        lead=args.lead,
        materials=args.materials,
        note=args.note,
    )
    return [*changes, situation.create(body)]


class ChangeBlock(Args, frozen=True, kw_only=True):
    """What is given is changed."""

    id: RecordId
    title: NameText | None = None
    minutes: Minutes | None = None
    runs: RecordId | None = None
    phase: OptionalName | None = None
    lead: OptionalName | None = None
    materials: OptionalText | None = None
    note: OptionalText | None = None


def change_block(situation: Situation, args: ChangeBlock) -> Iterable[Change]:
    """Change a block, before or during the meeting; its words and choices are guarded (R11)."""
    record, body = situation.find(Block, args.id)
    fields: dict[str, Any] = {k: v for k, v in msgspec.structs.asdict(args).items() if v is not None and k != "id"}
    guard_words(situation, record, fields, "title", "lead", "materials", "note")
    guard_choices(situation, record, fields, "minutes", "runs", "phase")
    if args.runs or args.phase:
        _known_phase(situation, args.runs or body.runs or "", args.phase if args.phase is not None else body.phase)
    return [situation.change(record, **fields)] if fields else []


class Lengthen(Args, frozen=True, kw_only=True):
    """Minutes more, or less when negative."""

    id: RecordId
    minutes: Annotated[int, msgspec.Meta(ge=-120, le=120)]


def lengthen(situation: Situation, args: Lengthen) -> Iterable[Change]:
    """Give a block more or less time; never below nothing."""
    record, body = situation.find(Block, args.id)
    return [situation.change(record, minutes=max(0, min(600, body.minutes + args.minutes)))]


def place_block(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Move a block in the order."""
    record, _ = situation.find(Block, args.id)
    others = [other for other in situation.all(Block) if other.id != record.id]
    return [situation.change(record, place=place_after(others, args.after))]


def remove_block(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a block off the run sheet; what its instrument holds stays."""
    record, _ = situation.find(Block, args.id)
    _, body = the_meeting(situation)
    if body.block == record.id:
        raise Refused(Reason.BAD_VALUE, "Dit onderdeel loopt nu en kan niet weg. Begin eerst een ander onderdeel.")
    return situation.remove(record)


def start_block(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Begin a block: the one that ran ends, and its instrument goes to the phase of the block."""
    record, body = situation.find(Block, args.id)
    meeting, now_running = the_meeting(situation)
    if now_running.ended:
        raise Refused(Reason.CLOSED)
    if now_running.block == record.id:
        return []
    changes: list[Change] = [
        situation.change(meeting, block=record.id, started=now_running.started or situation.now),
        situation.change(record, started=body.started or situation.now, ended=0),
    ]
    before = situation.state.get(now_running.block)
    if before is not None and isinstance(before.body, Block):
        changes.append(situation.change(before, ended=situation.now))
    if body.runs and body.phase:
        changes.extend(situation.go_to(body.phase, body.runs))
    return changes


def next_block(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Begin the block that follows the running one, or the first."""
    ordered = sorted(situation.all(Block), key=_place)
    _, meeting = the_meeting(situation)
    ids = [record.id for record in ordered]
    index = ids.index(meeting.block) + 1 if meeting.block in ids else 0
    if index >= len(ids):
        raise Refused(Reason.BAD_VALUE, "Dit was het laatste onderdeel. Je kunt de bijeenkomst afsluiten.")
    return start_block(situation, OfRecord(id=ids[index]))


def _place(record: Record) -> float:
    return record.body.place if isinstance(record.body, Block) else 0.0


def _known_phase(situation: Situation, runs: str, phase: str) -> None:
    found = situation.state.instance(runs)
    if found is None:
        raise Refused(Reason.UNKNOWN_INSTANCE)
    definition = situation.instruments.get(found[1].instrument)
    if phase and (definition is None or not definition.has_phase(phase)):
        raise Refused(Reason.BAD_VALUE)
