"""What a participant misses: a moment (CR-12) or a ground rule (CR-11), for the author and control only."""

from __future__ import annotations

from collections.abc import Iterable

from samenspel.instruments.case_reconstruction import introduction, moments
from samenspel.instruments.case_reconstruction.records import Suggestion
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, MomentText, RecordId
from samenspel.vocabulary.fields import OfRecord


class SuggestMoment(Args, frozen=True, kw_only=True):
    """A moment that is missing."""

    text: MomentText
    when: moments.Said


class SuggestRule(Args, frozen=True, kw_only=True):
    """A ground rule that is missing."""

    text: LessonText


class TakeSuggestion(Args, frozen=True, kw_only=True):
    """Take it over; `kind`, `after` and `first` are for a moment, as with add_moment."""

    id: RecordId
    kind: moments.Kind = "content"
    after: RecordId | None = None
    first: bool = False


def suggest_moment(situation: Situation, args: SuggestMoment) -> Iterable[Change]:
    """Propose a moment; nobody but control sees it until the facilitator reveals it (CR-12)."""
    body = Suggestion(kind="moment", text=args.text, when=moments.sound(args.when))
    return [situation.create(body, party=situation.actor.party)]


def suggest_ground_rule(situation: Situation, args: SuggestRule) -> Iterable[Change]:
    """Propose a ground rule (CR-11)."""
    return [situation.create(Suggestion(kind="ground_rule", text=args.text), party=situation.actor.party)]


def withdraw_suggestion(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take an own proposal back."""
    record, _ = situation.find(Suggestion, args.id)
    if record.author != situation.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return situation.remove(record)


def take_suggestion(situation: Situation, args: TakeSuggestion) -> Iterable[Change]:
    """Make a hidden moment or a ground rule of it, in the same words."""
    record, body = _open(situation, args.id)
    taken = situation.change(record, status="taken")
    if body.kind == "ground_rule" or body.when is None:
        return [taken, *introduction.add_ground_rule(situation, introduction.AddRule(text=body.text))]
    return [taken, *moments.insert(situation, body.text, body.when, args.kind, args.after, first=args.first)]


def set_aside_suggestion(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Not now; the author sees that it was read."""
    return [situation.change(_open(situation, args.id)[0], status="set_aside")]


def _open(situation: Situation, record_id: str) -> tuple[Record, Suggestion]:
    record, body = situation.find(Suggestion, record_id)
    if body.status == "taken":
        raise Refused(Reason.BAD_VALUE, "Dit voorstel is al overgenomen. Er is niets veranderd.")
    return record, body
