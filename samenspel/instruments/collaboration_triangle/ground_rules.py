"""What may be asked about ground rules and the agreements that follow from them (D-4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from samenspel.instruments.collaboration_triangle.rules import ChangeText
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, OptionalName, RecordId
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import OfRecord, PlaceAfter, place_after, place_last
from samenspel.vocabulary.outcomes import Agreement, GroundRule

IsoDate = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
ATTRIBUTES = ("explicit", "formal", "works", "clear", "fair")


class AddRule(Args, frozen=True, kw_only=True):
    """A ground rule; `missing` when the group finds that it should be there."""

    text: LessonText
    missing: bool = False


class JudgeRule(Args, frozen=True, kw_only=True):
    """How the group judges one attribute of a rule; `value=None` takes the judgement back."""

    id: RecordId
    attribute: str
    value: bool | None


class AgreeOn(Args, frozen=True, kw_only=True):
    """An agreement from a missing ground rule."""

    rule: RecordId
    what: LessonText
    who: OptionalName = ""
    due: IsoDate = ""
    help_from: OptionalName = ""


class ChangeAgreement(Args, frozen=True, kw_only=True):
    """The fields of an agreement."""

    id: RecordId
    what: LessonText
    who: OptionalName = ""
    due: IsoDate = ""
    help_from: OptionalName = ""


def add_rule(s: Situation, a: AddRule) -> Iterable[Change]:
    """Write a ground rule down, an unspoken one as well."""
    body = GroundRule(text=a.text, missing=a.missing, place=place_last(s.all(GroundRule)))
    return [s.create(body, party=s.actor.party)]


def change_rule(s: Situation, a: ChangeText) -> Iterable[Change]:
    """Other words for a rule: Regie any, others their own; the present words must have been seen (R11)."""
    record, body = s.find(GroundRule, a.id)
    if not s.actor.is_control and record.author != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    s.guard(record)
    return [] if body.text == a.text else [s.change(record, text=a.text)]


def judge_rule(s: Situation, a: JudgeRule) -> Iterable[Change]:
    """Explicit or not, formal or not, working or not, felt as clear, felt as fair."""
    if a.attribute not in ATTRIBUTES:
        raise Refused(Reason.BAD_VALUE)
    record, body = s.find(GroundRule, a.id)
    if getattr(body, a.attribute) == a.value:
        return []
    return [s.change(record, **{a.attribute: a.value})]


def place_rule(s: Situation, a: PlaceAfter) -> Iterable[Change]:
    """Move a rule to just after another."""
    record, _ = s.find(GroundRule, a.id)
    others = [other for other in s.all(GroundRule) if other.id != a.id]
    return [s.change(record, place=place_after(others, a.after))]


def remove_rule(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take a rule away: Regie any, others their own."""
    record, _ = s.find(GroundRule, a.id)
    if not s.actor.is_control and record.author != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    return s.remove(record)


def agree_on(s: Situation, a: AgreeOn) -> Iterable[Change]:
    """Turn a missing rule into an agreement: what, who, when, with whose help."""
    _, rule = s.find(GroundRule, a.rule)
    if not rule.missing:
        raise Refused(
            Reason.BAD_VALUE, "Een afspraak volgt uit een spelregel die nog ontbreekt. Er is niets veranderd."
        )
    fields = msgspec.structs.asdict(a) | {"due": agreed.day(a.due)}
    return [s.create(Agreement(place=place_last(s.all(Agreement)), **fields))]


def change_agreement(s: Situation, a: ChangeAgreement) -> Iterable[Change]:
    """Other words, name or date for an agreement; the present ones must have been seen (R11)."""
    record, _ = s.find(Agreement, a.id)
    s.guard(record)
    fields = msgspec.structs.asdict(a) | {"due": agreed.day(a.due)}
    fields.pop("id")
    return [s.change(record, **fields)]


def remove_agreement(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take an agreement away."""
    record, _ = s.find(Agreement, a.id)
    return s.remove(record)
