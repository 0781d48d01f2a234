"""The meeting as a whole: its title, its beginning and its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from samenspel.instruments.meeting.records import Block, Meeting
from samenspel.instruments.meeting.words import guard_choices, guard_words
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import NameText, OptionalText, RecordId
from samenspel.vocabulary.fields import Nothing

Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000_000)]


def the_meeting(situation: Situation) -> tuple[Record, Meeting]:
    """The one meeting record; refuses NOT_FOUND."""
    found = situation.one(Meeting)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def setup(situation: Situation) -> Iterable[Change]:
    """A new session has a meeting without a name."""
    return [situation.create(Meeting(title="Bijeenkomst"))]


class SetMeeting(Args, frozen=True, kw_only=True):
    """What is given is changed. `planned_start` in ms since 1970."""

    title: NameText | None = None
    planned_start: Milliseconds | None = None
    paper: bool | None = None
    timer: bool | None = None
    message: OptionalText | None = None


def set_meeting(situation: Situation, args: SetMeeting) -> Iterable[Change]:
    """Change title, planned start, paper-first, or the sentence shown between blocks; guarded (R11)."""
    record, _ = the_meeting(situation)
    given = {name: value for name, value in msgspec.structs.asdict(args).items() if value is not None}
    guard_words(situation, record, given, "title", "message")
    guard_choices(situation, record, given, "planned_start", "paper", "timer")
    return [situation.change(record, **given)] if given else []


def end_meeting(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Close the meeting: the running block ends, participants can add nothing more."""
    record, body = the_meeting(situation)
    if body.ended:
        return []
    changes: list[Change] = [situation.change(record, ended=situation.now, block=None)]
    running = situation.state.get(body.block)
    if running is not None and isinstance(running.body, Block) and not running.body.ended:
        changes.append(situation.change(running, ended=situation.now))
    return changes


def reopen_meeting(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Take back a closing that came too early: the block that ran last goes on."""
    record, body = the_meeting(situation)
    if not body.ended:
        return []
    begun = [block for block in situation.all(Block) if isinstance(block.body, Block) and block.body.ended]
    last = max(begun, key=_ended, default=None)
    if last is None:
        return [situation.change(record, ended=0)]
    return [situation.change(record, ended=0, block=last.id), situation.change(last, ended=0)]


def _ended(record: Record) -> int:
    return record.body.ended if isinstance(record.body, Block) else 0


class SetPhase(Args, frozen=True, kw_only=True):
    """An instance and one of its phases."""

    instance: RecordId
    phase: NameText


def set_phase(situation: Situation, args: SetPhase) -> Iterable[Change]:
    """Bring an instrument to one of its phases, outside the run sheet."""
    return situation.go_to(args.phase, args.instance)


class AddInstance(Args, frozen=True, kw_only=True):
    """An instrument by name, and what this use of it is called."""

    instrument: NameText
    title: NameText | None = None


def add_instance(situation: Situation, args: AddInstance) -> Iterable[Change]:
    """Put an instrument ready without a block of its own."""
    return situation.start_instance(args.instrument, args.title or "")
