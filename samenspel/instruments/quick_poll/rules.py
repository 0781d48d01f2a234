"""What may be asked of a quick poll, and what it changes (R1, R13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

import msgspec

from samenspel.instruments.quick_poll.counting import tally
from samenspel.instruments.quick_poll.records import (
    MOST_OPTIONS,
    AnswerText,
    Kind,
    Number,
    Option,
    Options,
    Poll,
    PollBallot,
    PollRound,
)
from samenspel.kernel.change import Change, Remove
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary.fields import OfRecord
from samenspel.vocabulary.people import Attendee

FEWEST: Final = 5
"""With fewer ballots than this people can guess who chose what: Regie has to say that it may be shown all the same."""


class SetQuestion(Args, frozen=True, kw_only=True):
    """The question; `id` is the one that is changed, without it this is a new one."""

    id: RecordId | None = None
    kind: Kind
    question: InterpretationText
    explanation: OptionalText = ""
    options: Options = ()
    choose: Annotated[int, msgspec.Meta(ge=1, le=MOST_OPTIONS)] = 1
    low: Annotated[int, msgspec.Meta(ge=0, le=1)] = 1
    high: Annotated[int, msgspec.Meta(ge=5, le=10)] = 5
    low_text: OptionalName = ""
    high_text: OptionalName = ""


class OpenRound(Args, frozen=True, kw_only=True):
    """The question that is put."""

    poll: RecordId


class Answer(Args, frozen=True, kw_only=True):
    """A ballot for one round: the round is named, so that a late one never lands in the next."""

    round: RecordId
    picks: Annotated[tuple[Option, ...], msgspec.Meta(max_length=MOST_OPTIONS)] = ()
    value: Number | None = None
    text: AnswerText = ""


class CloseRound(Args, frozen=True, kw_only=True):
    """Close, and show at once where asked. `sure`: also with few ballots, or when some were lost."""

    round: RecordId
    show: bool = False
    sure: bool = False


class OfRound(Args, frozen=True, kw_only=True):
    """One round."""

    round: RecordId


def rounds_of(s: Situation, poll: str | None = None) -> list[tuple[Record, PollRound]]:
    """The rounds of this instance, or of one question, in the order in which they were opened."""
    found = [s.find(PollRound, record.id) for record in s.all(PollRound) if poll in (None, record.scope)]
    return sorted(found, key=lambda pair: pair[1].turn)


def ballots_of(s: Situation, round_id: str) -> list[tuple[Record, PollBallot]]:
    """Every ballot in one box."""
    return [s.find(PollBallot, record.id) for record in s.all(PollBallot) if record.scope == round_id]


def set_question(s: Situation, a: SetQuestion) -> Iterable[Change]:
    """Write a question down; its words stand still once a round was opened."""
    fields: dict[str, Any] = msgspec.structs.asdict(a)
    del fields["id"]
    if len({text.casefold() for text in a.options}) < len(a.options):
        raise Refused(Reason.BAD_VALUE, "Twee antwoorden zijn hetzelfde. Maak ze verschillend.")
    listed = a.kind in ("choice", "ranking")
    if listed and len(a.options) < 2:
        raise Refused(Reason.BAD_VALUE, "Schrijf minstens twee antwoorden op.")
    if a.choose > max(1, len(a.options)) or a.high not in (5, 10):
        raise Refused(Reason.BAD_VALUE)
    fields["options"] = a.options if listed else ()
    if a.id is None:
        number = max((body.number for body in s.state.bodies(Poll, s.instance)), default=0) + 1
        return [s.create(Poll(**fields, number=number))]
    record, body = s.find(Poll, a.id)
    s.guard(record)
    if body.opened:
        raise Refused(Reason.WRONG_PHASE, "Deze vraag is al gesteld. Maak een nieuwe vraag; deze blijft zoals hij was.")
    same = all(getattr(body, name) == value for name, value in fields.items())
    return [] if same else [s.change(record, **fields)]


def remove_question(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take away a question that was never put."""
    record, body = s.find(Poll, a.id)
    if body.opened:
        raise Refused(Reason.WRONG_PHASE, "Deze vraag is al gesteld en blijft bij de uitslagen staan.")
    return s.remove(record)


def open_round(s: Situation, a: OpenRound) -> Iterable[Change]:
    """Put the question: its first round, or one more, of which the result can be laid beside the earlier ones."""
    record, body = s.find(Poll, a.poll)
    before = rounds_of(s)
    if any(each.state != "revealed" for _, each in before):
        raise Refused(Reason.WRONG_PHASE, "Er loopt al een ronde. Sluit die eerst en toon de uitslag.")
    number = sum(each.scope == record.id for each, _ in before) + 1
    turn = max((each.turn for _, each in before), default=0) + 1
    opened = [] if body.opened else [s.change(record, opened=True)]
    return [*opened, s.create(PollRound(turn=turn, number=number), scope=record.id), *s.go_to("voting")]


def _open_round(s: Situation, round_id: str) -> tuple[Record, PollRound, Poll]:
    record, body = s.find(PollRound, round_id)
    if body.state != "open":
        raise Refused(Reason.WRONG_PHASE, "Deze ronde is gesloten. Wat bewaard was, is meegeteld.")
    return record, body, s.find(Poll, record.scope or "")[1]


def _filled_in(poll: Poll, a: Answer, paper: bool) -> PollBallot:
    """The ballot, or a refusal of one that does not answer this question."""
    everything = set(range(len(poll.options)))
    if len(set(a.picks)) < len(a.picks) or not set(a.picks) <= everything:
        raise Refused(Reason.BAD_VALUE)
    if poll.kind == "open":
        if not a.text:
            raise Refused(Reason.EMPTY)
        return PollBallot(text=a.text, paper=paper)
    if poll.kind == "scale":
        if a.value is None or not poll.low <= a.value <= poll.high:
            raise Refused(Reason.BAD_VALUE)
        return PollBallot(value=a.value, paper=paper)
    if poll.kind == "ranking":
        if set(a.picks) != everything:
            raise Refused(Reason.BAD_VALUE)
        return PollBallot(picks=a.picks, paper=paper)
    if not 1 <= len(a.picks) <= poll.choose:
        raise Refused(Reason.BAD_VALUE)
    return PollBallot(picks=tuple(sorted(a.picks)), paper=paper)


def _recounted(s: Situation, record: Record, body: PollRound, more: int, paper: int = 0) -> Change:
    """The round with `more` ballots than it holds now. What it should hold and does not was lost with its key."""
    held = ballots_of(s, record.id)
    lost = body.lost + max(0, body.cast - len(held))
    on_paper = sum(ballot.paper for _, ballot in held) + paper
    return s.change(record, cast=len(held) + more, paper=on_paper, lost=lost)


def cast(s: Situation, a: Answer) -> Iterable[Change]:
    """Give one's ballot, or another until the round closes (R13). Who runs the session does not vote."""
    record, body, poll = _open_round(s, a.round)
    attendee = s.find_shared(Attendee, s.actor.person)[1]
    if attendee.role not in ("participant", "initiator"):
        raise Refused(Reason.NOT_YOUR_ROLE, "Wie de bijeenkomst begeleidt, stemt niet mee.")
    ballot = _filled_in(poll, a, paper=False)
    for old, _ in ballots_of(s, record.id):
        if old.author == s.actor.person:
            # Also with the same choice: the ballot has to know that this op was carried out (R3).
            fields = msgspec.structs.asdict(ballot)
            return [s.change(old, **fields)]
    return [s.create(ballot, scope=record.id), _recounted(s, record, body, 1)]


def cast_paper(s: Situation, a: Answer) -> Iterable[Change]:
    """Type in the ballot of somebody without a phone. Everybody sees how many came in so; nobody sees whose."""
    record, body, poll = _open_round(s, a.round)
    ballot = _filled_in(poll, a, paper=True)
    return [s.create(ballot, scope=record.id), _recounted(s, record, body, 1, paper=1)]


def remove_paper(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take back a paper ballot that was typed in wrong, by who typed it."""
    ballot, content = s.find(PollBallot, a.id)
    record, body, _ = _open_round(s, ballot.scope or "")
    if not content.paper or ballot.author != s.actor.person:
        raise Refused(Reason.NOT_FOUND)
    return [Remove(ballot.id), _recounted(s, record, body, -1, paper=-1)]


def close_round(s: Situation, a: CloseRound) -> Iterable[Change]:
    """Count, and take every ballot away: from here on nobody can find out who chose what (R13)."""
    record, body, poll = _open_round(s, a.round)
    held = ballots_of(s, record.id)
    lost = body.lost + max(0, body.cast - len(held))
    if not held:
        raise Refused(Reason.BAD_VALUE, "Er is nog geen stem. Wacht even, of trek de vraag terug.")
    if lost > 0 and not a.sure:
        raise Refused(Reason.BAD_VALUE, _says_lost(lost))
    if len(held) < FEWEST and not a.sure:
        raise Refused(Reason.BAD_VALUE, "Er zijn heel weinig stemmen, dus anderen kunnen raden wie wat koos.")
    result = tally(poll, [ballot for _, ballot in held], lost, s.handed.chance)
    state = "revealed" if a.show else "closed"
    return [
        *_taken_out(held),
        s.create(result, scope=record.id),
        s.change(record, state=state, cast=len(held), lost=lost),
        *(s.go_to("result") if a.show else ()),
    ]


def _says_lost(lost: int) -> str:
    words = "Eén stem is" if lost == 1 else f"{lost} stemmen zijn"
    return (
        f"{words} niet meer te lezen, want de sleutel is weg. Dat gebeurt als een reservekopie is teruggezet. "
        "Vraag iedereen om nog een keer te stemmen."
    )


def _taken_out(held: Iterable[tuple[Record, PollBallot]]) -> list[Change]:
    # In the order of their random ids, which says nothing of the order in which they came.
    return [Remove(name) for name in sorted(record.id for record, _ in held)]


def reveal(s: Situation, a: OfRound) -> Iterable[Change]:
    """Show the result of a closed round to everybody at once (R6)."""
    record, body = s.find(PollRound, a.round)
    if body.state == "open":
        raise Refused(Reason.WRONG_PHASE, "Sluit eerst de ronde.")
    return [] if body.state == "revealed" else [s.change(record, state="revealed"), *s.go_to("result")]


def withdraw(s: Situation, a: OfRound) -> Iterable[Change]:
    """Stop a round that is open: its ballots are destroyed and nothing of it is counted."""
    record, _, poll = _open_round(s, a.round)
    question = s.find(Poll, record.scope or "")[0]
    alone = len(rounds_of(s, question.id)) == 1
    changes: list[Change] = [*_taken_out(ballots_of(s, record.id)), Remove(record.id)]
    if alone and poll.opened:
        changes.append(s.change(question, opened=False))
    earlier = [body for other, body in rounds_of(s) if other.id != record.id]
    return [*changes, *s.go_to("result" if earlier else "preparation")]
