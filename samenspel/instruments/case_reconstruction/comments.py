"""Phase 3: comments on the report, and words that their author wants gone (CR-21, CR-22)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from samenspel.instruments.case_reconstruction import texts
from samenspel.instruments.case_reconstruction.prepared import (
    MissingParty,
    MomentInput,
    ReportComment,
    SoundingAnswer,
    Tension,
)
from samenspel.instruments.case_reconstruction.records import (
    DefiningMoment,
    Interpretation,
    Mark,
    Observation,
    Suggestion,
)
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Body, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, RecordId
from samenspel.vocabulary.fields import OfRecord
from samenspel.vocabulary.outcomes import Agreement, Lesson, RedThread

OPEN_TO_COMMENT = (RedThread, Lesson, Agreement)
GONE_WHOLE = (SoundingAnswer, Tension, MissingParty, ReportComment, Suggestion)
"""What nobody but its author and who prepares the session ever saw: nothing stays where it was."""


class CommentOnReport(Args, frozen=True, kw_only=True):
    """Words on a thread, a lesson or an agreement; with `id` they replace an own comment on the same."""

    target: RecordId
    text: LessonText
    id: RecordId | None = None


class SettleComment(Args, frozen=True, kw_only=True):
    """What was done with a comment."""

    id: RecordId
    state: Literal["open", "taken", "set_aside"]


class RemoveMyWords(Args, frozen=True, kw_only=True):
    """Everything the actor wrote, or one thing of it by `id`. Control names the `person` who asked for it."""

    id: RecordId | None = None
    person: RecordId | None = None


def comment_on_report(situation: Situation, args: CommentOnReport) -> Iterable[Change]:
    """Comment on a thread, a lesson or an agreement; on what happened there is no commenting (CR-21)."""
    target = situation.state.get(args.target)
    if target is None or not isinstance(target.body, OPEN_TO_COMMENT):
        raise Refused(Reason.NOT_FOUND)
    if args.id is None:
        return [situation.create(ReportComment(target=target.id, text=args.text), party=situation.actor.party)]
    record, old = _own(situation, args.id)
    if old.target != target.id:
        raise Refused(Reason.BAD_VALUE)
    return [] if old.text == args.text else [situation.change(record, text=args.text, state="open")]


def withdraw_comment(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take an own comment back."""
    return situation.remove(_own(situation, args.id)[0])


def settle_comment(situation: Situation, args: SettleComment) -> Iterable[Change]:
    """Say what was done with a comment; its author sees that."""
    record, body = situation.find(ReportComment, args.id)
    return [] if body.state == args.state else [situation.change(record, state=args.state)]


def remove_my_words(situation: Situation, args: RemoveMyWords) -> Iterable[Change]:
    """Take away what somebody wrote. Where others had read it, it stays visible that something was removed, without
    the words and without who it was. The group's threads, lessons and agreements stay: they are not one person's."""
    who = situation.actor.person
    if args.person is not None and args.person != who:
        if not situation.actor.is_control:
            raise Refused(Reason.NOT_YOUR_ROLE)
        who = args.person
    wanted = [r for r in situation.state.inside(situation.instance) if r.author == who and args.id in (None, r.id)]
    if args.id is not None and not wanted:
        raise Refused(Reason.NOT_FOUND)
    return [change for record in wanted for change in _gone(situation, record)]


def _gone(situation: Situation, record: Record) -> list[Change]:
    body = record.body
    if isinstance(body, GONE_WHOLE):
        return [*situation.remove(record)]
    if isinstance(body, MomentInput):
        if body.state == "draft":
            return [*situation.remove(record)]
        empty = MomentInput(kind=body.kind, state="removed", handled=body.handled, moment=body.moment)
        return [] if body == empty else [_nobodys(record, empty)]
    if isinstance(body, Interpretation):
        if body.removed:
            return []
        if body.state == "draft" or not _shown(situation, record):
            return [*situation.remove(record)]
        return [_nobodys(record, Interpretation(text=texts.REMOVED, removed=True))]
    if isinstance(body, Observation):
        return [_nobodys(record, msgspec.structs.replace(body, text=texts.REMOVED))]
    if isinstance(body, Mark) and body.why:
        return [situation.change(record, why="")]
    return []


def _shown(situation: Situation, record: Record) -> bool:
    moment = situation.state.get(record.scope)
    return moment is not None and isinstance(moment.body, DefiningMoment) and moment.body.revealed


def _nobodys(record: Record, body: Body) -> Put:
    return Put(msgspec.structs.replace(record, body=body, author=None, version=record.version + 1))


def _own(situation: Situation, record_id: str) -> tuple[Record, ReportComment]:
    record, body = situation.find(ReportComment, record_id)
    if record.author != situation.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return record, body
