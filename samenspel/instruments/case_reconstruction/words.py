"""Part 2, in the words of each party: interpretations, stances, experience (CR-3, CR-12, CR-14)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from samenspel.instruments.case_reconstruction import lookups
from samenspel.instruments.case_reconstruction.records import Experience, Interpretation, Stance
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Body, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, RecordId
from samenspel.vocabulary.fields import OfRecord

NO_LINE = "De belevingslijn staat uit. Er is niets veranderd."


class WriteInterpretation(Args, frozen=True, kw_only=True):
    """Words of the actor's own party under a moment; with `id` it replaces one of these (guarded)."""

    moment: RecordId
    text: InterpretationText
    id: RecordId | None = None


class NoteInterpretation(Args, frozen=True, kw_only=True):
    """What a party says, written down by the note-taker; with `id` it replaces a noted one (guarded)."""

    moment: RecordId
    party: RecordId
    text: InterpretationText
    id: RecordId | None = None


class SetStance(Args, frozen=True, kw_only=True):
    """Whether the moment was defining for a party; control names the party."""

    moment: RecordId
    value: Literal["also_defining", "not_defining", "not_yet_involved"]
    party: RecordId | None = None


class SetExperience(Args, frozen=True, kw_only=True):
    """How a party experienced the collaboration, 1 (heel moeizaam) to 5 (heel goed); control names the party."""

    moment: RecordId
    value: Annotated[int, msgspec.Meta(ge=1, le=5)]
    party: RecordId | None = None


class OfParty(Args, frozen=True, kw_only=True):
    """What one party placed at one moment; control names the party."""

    moment: RecordId
    party: RecordId | None = None


def save_draft(situation: Situation, args: WriteInterpretation) -> Iterable[Change]:
    """Keep words that are for the author only, until they are hung (R6)."""
    if args.id is not None and _own_words(situation, args).body.state != "draft":  # type: ignore[attr-defined]
        raise Refused(Reason.BAD_VALUE)
    return _write(situation, args, "draft")


def write_interpretation(situation: Situation, args: WriteInterpretation) -> Iterable[Change]:
    """Hang words under a moment that was shown; a party may hang several (CR-12). No own draft stays behind there."""
    return _write(situation, args, "placed")


def note_interpretation(situation: Situation, args: NoteInterpretation) -> Iterable[Change]:
    """Write down what a party says, marked 'genoteerd' (CR-12)."""
    return _note(situation, args, noted=True, beforehand=False)


def add_prepared_interpretation(situation: Situation, args: NoteInterpretation) -> Iterable[Change]:
    """Bring in what a party said or sent before the meeting, marked 'vooraf ingebracht' (CR-3)."""
    return _note(situation, args, noted=False, beforehand=True)


def confirm_interpretation(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """The party says that what was noted for it is right."""
    record, body = _visible(situation, args.id)
    if situation.actor.party is None or record.party != situation.actor.party:
        raise Refused(Reason.NOT_YOUR_PARTY)
    if not (body.noted or body.beforehand) or body.confirmed:
        return []
    return [situation.change(record, confirmed=True)]


def withdraw_interpretation(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take own words away; control may take away what hangs, as when it holds personal data (CR-5)."""
    record, _ = _visible(situation, args.id)
    lookups.may_change(situation, record)
    return situation.remove(record)


def set_stance(situation: Situation, args: SetStance) -> Iterable[Change]:
    """Say whether the moment was defining for a party, so that it shows where the case begins for whom (CR-12)."""
    body = Stance(value=args.value, noted=situation.actor.is_control)
    return _one_per_party(situation, args.moment, args.party, body)


def clear_stance(situation: Situation, args: OfParty) -> Iterable[Change]:
    """Take that back."""
    return _clear(situation, Stance, args)


def set_experience(situation: Situation, args: SetExperience) -> Iterable[Change]:
    """Place how the collaboration was experienced; only when the line is switched on (CR-14)."""
    if not lookups.reconstruction(situation)[1].experience:
        raise Refused(Reason.WRONG_PHASE, NO_LINE)
    body = Experience(value=args.value, noted=situation.actor.is_control)
    return _one_per_party(situation, args.moment, args.party, body)


def clear_experience(situation: Situation, args: OfParty) -> Iterable[Change]:
    """Take that back."""
    return _clear(situation, Experience, args)


def _write(situation: Situation, args: WriteInterpretation, state: Literal["draft", "placed"]) -> list[Change]:
    moment, _ = lookups.revealed(situation, args.moment)
    party = lookups.speaks_for(situation, None)
    if args.id is None:
        made = situation.create(Interpretation(text=args.text, state=state), scope=moment.id, party=party)
        return [made, *(_own_drafts(situation, moment.id) if state == "placed" else ())]
    record = _own_words(situation, args)
    situation.guard(record)
    # Words that a party rewrites itself are no longer noted for it: they become the writer's own.
    body = Interpretation(text=args.text, state=state, beforehand=_beforehand(record), confirmed=False)
    return [_rewritten(situation, record, body)]


def _own_drafts(situation: Situation, moment_id: str) -> Iterable[Change]:
    """A draft that was kept over a bad line stays behind when its words are hung before that was heard."""
    for record in situation.own(Interpretation):
        if record.scope == moment_id and isinstance(record.body, Interpretation) and record.body.state == "draft":
            yield from situation.remove(record)


def _note(situation: Situation, args: NoteInterpretation, *, noted: bool, beforehand: bool) -> list[Change]:
    moment, _ = lookups.moment(situation, args.moment)
    party = lookups.speaks_for(situation, args.party, beforehand=beforehand)
    if args.id is None:
        body = Interpretation(text=args.text, noted=noted, beforehand=beforehand)
        return [situation.create(body, scope=moment.id, party=party)]
    record, old = _visible(situation, args.id)
    if not (old.noted or old.beforehand):
        raise Refused(Reason.NOT_YOURS)
    if record.scope != moment.id or record.party != party:
        raise Refused(Reason.BAD_VALUE)
    situation.guard(record)
    return [situation.change(record, text=args.text, confirmed=False)]


def _own_words(situation: Situation, args: WriteInterpretation) -> Record:
    """Own words, or what was noted or brought in beforehand for the own party."""
    record, body = _visible(situation, args.id or "")
    if record.scope != args.moment:
        raise Refused(Reason.BAD_VALUE)
    for_us = (body.noted or body.beforehand) and record.party == situation.actor.party
    if record.author != situation.actor.person and not for_us:
        if record.party == situation.actor.party and situation.base is not None:
            # It was theirs to change when they began; somebody of the same party was first.
            situation.guard(record)
        raise Refused(Reason.NOT_YOURS)
    if record.party != situation.actor.party:
        raise Refused(Reason.NOT_YOUR_PARTY)
    return record


def _visible(situation: Situation, record_id: str) -> tuple[Record, Interpretation]:
    """The interpretation; a draft of somebody else is as if it were not there, also for control."""
    record, body = situation.find(Interpretation, record_id)
    if record.author == situation.actor.person:
        return record, body
    if body.state == "draft":
        raise Refused(Reason.NOT_FOUND)
    lookups.moment(situation, record.scope or "")
    return record, body


def _beforehand(record: Record) -> bool:
    return isinstance(record.body, Interpretation) and record.body.beforehand


def _rewritten(situation: Situation, record: Record, body: Body) -> Put:
    """The record with another body, by the actor."""
    return Put(msgspec.structs.replace(record, body=body, author=situation.actor.person, version=record.version + 1))


def _one_per_party(situation: Situation, moment_id: str, asked: str | None, body: Body) -> list[Change]:
    moment, _ = lookups.moment(situation, moment_id)
    party = lookups.speaks_for(situation, asked)
    old = _of_party(situation, type(body), moment.id, party)
    if old is None:
        return [situation.create(body, scope=moment.id, party=party)]
    return [] if old.body == body else [_rewritten(situation, old, body)]


def _clear(situation: Situation, kind: type[Body], args: OfParty) -> list[Change]:
    moment, _ = lookups.moment(situation, args.moment)
    old = _of_party(situation, kind, moment.id, lookups.speaks_for(situation, args.party))
    return [*situation.remove(old)] if old is not None else []


def _of_party(situation: Situation, kind: type[Body], moment_id: str, party: str) -> Record | None:
    return next((r for r in situation.all(kind) if r.scope == moment_id and r.party == party), None)
