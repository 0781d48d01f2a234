"""Part 1, introduction: ground rules and who agrees with them (CR-11)."""

from __future__ import annotations

from collections.abc import Iterable

from samenspel.instruments.case_reconstruction import lookups, order, texts
from samenspel.instruments.case_reconstruction.records import Consent, Proceedings, Reconstruction
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, RecordId
from samenspel.vocabulary.fields import Nothing, OfRecord, PlaceAfter
from samenspel.vocabulary.outcomes import GroundRule


class AddRule(Args, frozen=True, kw_only=True):
    """A ground rule of the group's own."""

    text: LessonText


class ChangeRule(Args, frozen=True, kw_only=True):
    """A ground rule in other words ('tenzij anders aangegeven')."""

    id: RecordId
    text: LessonText


class AgreeRules(Args, frozen=True, kw_only=True):
    """Whether all present agree."""

    agreed: bool = True


def setup(situation: Situation) -> Iterable[Change]:
    """A new casusreconstructie has the five ground rules of the source to start from (CR-11)."""
    rules = [GroundRule(text=text, place=float(place)) for place, text in enumerate(texts.GROUND_RULES, 1)]
    return [
        situation.create(Reconstruction()),
        situation.create(Proceedings()),
        *(situation.create(rule) for rule in rules),
    ]


def add_ground_rule(situation: Situation, args: AddRule) -> Iterable[Change]:
    """Add a rule; who agreed before is asked again."""
    return [
        situation.create(GroundRule(text=args.text, place=order.last_place(situation.all(GroundRule)))),
        *reopened(situation),
    ]


def change_ground_rule(situation: Situation, args: ChangeRule) -> Iterable[Change]:
    """Rewrite a rule; guarded (R11); who agreed before is asked again."""
    record, _ = situation.find(GroundRule, args.id)
    situation.guard(record)
    return [situation.change(record, text=args.text), *reopened(situation)]


def place_ground_rule(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Put a rule just behind another; agreement stays, as the words did not change."""
    return order.move_after(situation, situation.all(GroundRule), situation.find(GroundRule, args.id)[0], args.after)


def remove_ground_rule(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a rule away; who agreed before is asked again."""
    return [*situation.remove(situation.find(GroundRule, args.id)[0]), *reopened(situation)]


def agree_rules(situation: Situation, args: AgreeRules) -> Iterable[Change]:
    """Record that all present agree, asked aloud by the facilitator, or take that back."""
    agreed = lookups.proceedings(situation)[1].rules_agreed
    if bool(agreed) == args.agreed:
        return []
    return lookups.proceed(situation, rules_agreed=situation.now if args.agreed else 0)


def give_consent(situation: Situation, args: Nothing) -> Iterable[Change]:
    """'Hier kan ik mee leven', by one participant."""
    mine = [record for record in situation.all(Consent) if record.author == situation.actor.person]
    return [] if mine else [situation.create(Consent(at=situation.now), party=situation.actor.party)]


def take_back_consent(situation: Situation, args: Nothing) -> Iterable[Change]:
    """Not any more."""
    return [
        gone
        for record in situation.all(Consent)
        if record.author == situation.actor.person
        for gone in situation.remove(record)
    ]


def reopened(situation: Situation) -> list[Change]:
    """Agreement holds for the words that people agreed with: other words, no agreement yet."""
    asked_again = [gone for record in situation.all(Consent) for gone in situation.remove(record)]
    return [*asked_again, *lookups.proceed(situation, rules_agreed=0)]
