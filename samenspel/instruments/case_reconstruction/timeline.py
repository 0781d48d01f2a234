"""Part 2, the timeline on the wall: one moment at a time, and back again (CR-12, CR-13, CR-17)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samenspel.instruments.case_reconstruction import lookups, moments, order
from samenspel.instruments.case_reconstruction.records import DefiningMoment, Focus
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import NameText, RecordId
from samenspel.vocabulary.fields import OfRecord

MOST_PROMPTS = 200


class RevealNext(Args, frozen=True, kw_only=True):
    """`seen` is the current moment as the asker saw it, so that two taps of two people show one moment (CR-20)."""

    seen: RecordId | None = None


class SetFocus(Args, frozen=True, kw_only=True):
    """What the wall shows."""

    focus: Focus


class Prompt(Args, frozen=True, kw_only=True):
    """A question by its key in prompts.toml."""

    key: NameText


class SetInformation(Args, frozen=True, kw_only=True):
    """The procedure for new information on the table or off it (CR-17)."""

    open: bool


class AskedInformation(Args, frozen=True, kw_only=True):
    """Whether new information was asked about once more in part 4 (CR-17)."""

    asked: bool


def reveal_next(situation: Situation, args: RevealNext) -> Iterable[Change]:
    """Show the next hidden moment: the first behind the current one, or else the first of all (CR-12)."""
    current = lookups.proceedings(situation)[1].current
    if args.seen != current:
        raise Refused(
            Reason.CONFLICT, "Iemand anders toonde net een moment. Er is niets veranderd; kijk of je nog verder wilt."
        )
    ordered = order.by_place(situation.all(DefiningMoment))
    start = next((index for index, record in enumerate(ordered) if record.id == current), -1)
    for record in [*ordered[start + 1 :], *ordered[: max(start, 0)]]:
        if isinstance(record.body, DefiningMoment) and not record.body.revealed:
            return _reveal(situation, record)
    raise Refused(Reason.NOT_FOUND, "Alle momenten zijn getoond. Er is niets veranderd.")


def reveal_moment(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Show this moment, whatever its turn; one that was shown already comes back on the wall."""
    record, body = situation.find(DefiningMoment, args.id)
    return _on_wall(situation, record.id) if body.revealed else _reveal(situation, record)


def show_moment(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Bring a moment that was shown before back on the wall."""
    return _on_wall(situation, lookups.revealed(situation, args.id)[0].id)


def hide_moment_again(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take back a reveal by mistake: the moment and all under it leave every other screen (R6)."""
    record, _ = lookups.revealed(situation, args.id)
    return [*moments.forget(situation, record.id), situation.change(record, revealed=False, spot=None)]


def set_focus(situation: Situation, args: SetFocus) -> Iterable[Change]:
    """Choose what the wall shows."""
    return lookups.proceed(situation, focus=args.focus)


def tick_prompt(situation: Situation, args: Prompt) -> Iterable[Change]:
    """Tick a question that was asked (CR-13)."""
    asked = lookups.proceedings(situation)[1].asked
    if args.key in asked:
        return []
    if len(asked) >= MOST_PROMPTS:
        raise Refused(Reason.FULL)
    return lookups.proceed(situation, asked=(*asked, args.key))


def untick_prompt(situation: Situation, args: Prompt) -> Iterable[Change]:
    """Take the tick away."""
    asked = lookups.proceedings(situation)[1].asked
    return lookups.proceed(situation, asked=tuple(key for key in asked if key != args.key))


def open_information(situation: Situation, args: SetInformation) -> Iterable[Change]:
    """Stop the talk for the procedure on new information, or go on (CR-17). What it is, is written nowhere."""
    return lookups.proceed(situation, information_open=args.open)


def ask_information(situation: Situation, args: AskedInformation) -> Iterable[Change]:
    """Tick that it was asked once more in part 4 (CR-17)."""
    return lookups.proceed(situation, information_asked=args.asked)


def _reveal(situation: Situation, record: Record) -> list[Change]:
    ordered = order.by_place(situation.all(DefiningMoment))
    index = next(number for number, other in enumerate(ordered) if other.id == record.id)
    fields: dict[str, dict[str, Any]] = {record.id: {"revealed": True}}
    for moved, spot in moments.spots(ordered, record.id, index).items():
        fields.setdefault(moved, {})["spot"] = spot
    return [*order.put_fields(situation, fields), *_on_wall(situation, record.id)]


def _on_wall(situation: Situation, moment_id: str) -> list[Change]:
    return lookups.proceed(situation, current=moment_id, focus="moment")
