"""Phase 1, before anything else: the choice of the case, who is willing, who is missing (CR-1 to CR-5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeVar

import msgspec

from samenspel.instruments.case_reconstruction import lookups, texts
from samenspel.instruments.case_reconstruction.prepared import (
    AbsentParty,
    Answer,
    CaseChoice,
    Competence,
    FacilitatorCheck,
    MissingParty,
    Signal,
    SoundingAnswer,
    Tension,
)
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Body, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, NameText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary.fields import OfRecord

B = TypeVar("B", bound=Body)


class ChooseCase(Args, frozen=True, kw_only=True):
    """The case by its alias, whole; `reason` in own words, shown again once lessons are drawn (CR-19)."""

    alias: NameText
    kind: Literal["rough", "exemplary"] = "rough"
    theme: OptionalName = ""
    reason: OptionalText = ""
    signals: list[Signal] = []
    calm: Literal["", "closed", "calm", "running"] = ""
    purpose_confirmed: bool = False
    legal_basis: Literal["", "agreement", "law", "other", "unknown"] = ""
    basis_note: OptionalText = ""


class AnswerSounding(Args, frozen=True, kw_only=True):
    """The answers of one person, whole; '' for what is not answered yet."""

    open: Answer = ""
    time: Answer = ""
    learn: Answer = ""
    involved: Literal["", "yes", "partly", "no"] = ""
    remark: OptionalText = ""


class CheckFacilitator(Args, frozen=True, kw_only=True):
    """The self-check of the asker, whole."""

    competences: list[Competence] = []
    independent: bool | None = None
    field_knowledge: bool | None = None
    confidentiality: Literal["none", "paper", "confirmed"] = "none"


class NameMissingParty(Args, frozen=True, kw_only=True):
    """A party that the asker misses."""

    text: InterpretationText


class AnswerTension(Args, frozen=True, kw_only=True):
    """Whether there is tension, and whether a talk beforehand is wanted."""

    level: Literal["none", "light", "serious"]
    talk: bool = False
    note: OptionalText = ""


class DecideAbsentParty(Args, frozen=True, kw_only=True):
    """What is done for a party that cannot come."""

    party: RecordId
    decision: Literal["hold_over", "talk_first", "go_on"]
    note: OptionalText = ""
    approved: bool = False


class AbsentPartyOf(Args, frozen=True, kw_only=True):
    """One party."""

    party: RecordId


def choose_case(situation: Situation, args: ChooseCase) -> Iterable[Change]:
    """Name the case and why it is chosen; guarded once it is there (R11). The reason goes with the lessons later."""
    body = CaseChoice(**{**msgspec.structs.asdict(args), "signals": tuple(dict.fromkeys(args.signals))})
    settings, now = lookups.reconstruction(situation)
    reason = args.reason or texts.reason(args.kind, args.theme)
    changes = [] if now.reason == reason else [situation.change(settings, reason=reason)]
    old = situation.one(CaseChoice)
    if old is None:
        return [situation.create(body), *changes]
    situation.guard(old[0])
    return [*_rewrite(situation, old[0], body), *changes]


def answer_sounding(situation: Situation, args: AnswerSounding) -> Iterable[Change]:
    """Answer the sounding, for oneself; a later answer takes the place of an earlier one (CR-1)."""
    return _mine(situation, SoundingAnswer(**msgspec.structs.asdict(args)))


def check_facilitator(situation: Situation, args: CheckFacilitator) -> Iterable[Change]:
    """Go through the competences and promise confidentiality (CR-2); the first promise keeps its time."""
    old = mine(situation, FacilitatorCheck)
    before = old[1].confirmed_at if old and old[1].confidentiality == args.confidentiality else 0
    at = 0 if args.confidentiality == "none" else before or situation.now
    fields = msgspec.structs.asdict(args) | {"competences": tuple(dict.fromkeys(args.competences))}
    return _mine(situation, FacilitatorCheck(**fields, confirmed_at=at))


def name_missing_party(situation: Situation, args: NameMissingParty) -> Iterable[Change]:
    """Say which party is missing at the table (CR-3)."""
    return [situation.create(MissingParty(text=args.text), party=situation.actor.party)]


def withdraw_missing_party(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take that back; control may, once it is dealt with."""
    record, _ = situation.find(MissingParty, args.id)
    if not situation.actor.is_control and record.author != situation.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return situation.remove(record)


def answer_tension(situation: Situation, args: AnswerTension) -> Iterable[Change]:
    """Say in confidence whether there is tension (CR-4); a later answer takes the place of an earlier one."""
    return _mine(situation, Tension(level=args.level, talk=args.talk, note=args.note))


def decide_absent_party(situation: Situation, args: DecideAbsentParty) -> Iterable[Change]:
    """Decide what is done for a party that cannot come (CR-3); guarded once it is there (R11)."""
    party = lookups.known_party(situation, args.party)
    body = AbsentParty(decision=args.decision, note=args.note, approved=args.approved)
    old = _absent(situation, party)
    if old is None:
        return [situation.create(body, party=party)]
    situation.guard(old)
    return _rewrite(situation, old, body)


def clear_absent_party(situation: Situation, args: AbsentPartyOf) -> Iterable[Change]:
    """The party comes after all."""
    old = _absent(situation, args.party)
    return situation.remove(old) if old else []


def mine(situation: Situation, kind: type[B]) -> tuple[Record, B] | None:
    """The actor's only record of this type with its body, or None."""
    for record in situation.all(kind):
        if record.author == situation.actor.person and isinstance(record.body, kind):
            return record, record.body
    return None


def _mine(situation: Situation, body: Body) -> list[Change]:
    old = mine(situation, type(body))
    if old is None:
        return [situation.create(body, party=situation.actor.party)]
    return _rewrite(situation, old[0], body)


def _absent(situation: Situation, party: str) -> Record | None:
    return next((record for record in situation.all(AbsentParty) if record.party == party), None)


def _rewrite(situation: Situation, record: Record, body: Body) -> list[Change]:
    fields: dict[str, Any] = msgspec.structs.asdict(body)
    return [] if record.body == body else [situation.change(record, **fields)]
