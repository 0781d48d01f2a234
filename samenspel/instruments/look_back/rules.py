"""The talk of a look-back: its questions and answers, what is on the wall, and the next date (CR-23)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from samenspel.instruments.look_back.records import (
    GoodMoment,
    LookBackAnswer,
    LookBackQuestion,
    LookBackTalk,
    Then,
    Variant,
)
from samenspel.instruments.look_back.texts import QUESTIONS
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import InterpretationText, LessonText, OptionalName, OptionalText, RecordId
from samenspel.vocabulary import agreed
from samenspel.vocabulary.fields import Nothing, OfRecord, place_last
from samenspel.vocabulary.outcomes import Agreement, LookBack
from samenspel.vocabulary.people import Party

OPEN_ALREADY = "De antwoorden op deze vraag zijn al open. Wat je nu nog zegt, kun je toevoegen."
NOT_OPEN = "De antwoorden op deze vraag zijn nog niet open. Schrijf je antwoord op; straks zien we alles samen."


class SetVariant(Args, frozen=True, kw_only=True):
    """Which look-back it is."""

    variant: Variant


class AddQuestion(Args, frozen=True, kw_only=True):
    """One more question to ask beforehand."""

    text: InterpretationText
    help: OptionalText = ""


class ChangeQuestion(AddQuestion, frozen=True, kw_only=True):
    """The same, rewritten."""

    id: RecordId


class OfQuestion(Args, frozen=True, kw_only=True):
    """An answer to one question."""

    question: RecordId
    text: LessonText


class NoteAnswer(OfQuestion, frozen=True, kw_only=True):
    """What a party said, written down by control."""

    party: RecordId | None = None


class ShowThen(Args, frozen=True, kw_only=True):
    """What of that time is on the wall."""

    then: Then


class SetNextDate(Args, frozen=True, kw_only=True):
    """When the group looks back once more."""

    date: agreed.Day
    organiser: OptionalName = ""
    note: OptionalText = ""


def setup(s: Situation) -> Iterable[Change]:
    """The talk, and the questions of the source."""
    yield s.create(LookBackTalk())
    for number, (text, about) in enumerate(QUESTIONS, 1):
        yield s.create(LookBackQuestion(text=text, help=about, place=float(number)))


def talk(s: Situation) -> tuple[Record, LookBackTalk]:
    """Where the talk is."""
    found = s.one(LookBackTalk)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def proceed(s: Situation, **fields: object) -> list[Change]:
    """The talk with other values; nothing when it holds them already."""
    record, body = talk(s)
    same = all(getattr(body, name) == value for name, value in fields.items())
    return [] if same else [s.change(record, **fields)]


def set_variant(s: Situation, a: SetVariant) -> Iterable[Change]:
    """Look back on the agreements, or deepen moments of a case that went well (001)."""
    return proceed(s, variant=a.variant)


def add_question(s: Situation, a: AddQuestion) -> Iterable[Change]:
    """Ask one more thing."""
    return [s.create(LookBackQuestion(text=a.text, help=a.help, place=place_last(s.all(LookBackQuestion))))]


def change_question(s: Situation, a: ChangeQuestion) -> Iterable[Change]:
    """Other words for a question nobody answered yet; guarded (R11)."""
    record, body = s.find(LookBackQuestion, a.id)
    s.guard(record)
    if (a.text, a.help) == (body.text, body.help):
        return []
    _unanswered(s, record)
    return [s.change(record, text=a.text, help=a.help)]


def remove_question(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Do not ask it after all, as long as nobody answered."""
    record, _ = s.find(LookBackQuestion, a.id)
    _unanswered(s, record)
    return [*(proceed(s, current=None) if talk(s)[1].current == record.id else ()), *s.remove(record)]


def _unanswered(s: Situation, question: Record) -> None:
    if any(answer.scope == question.id for answer in s.all(LookBackAnswer)):
        raise Refused(Reason.BAD_VALUE, "Op deze vraag is al geantwoord. Stel er een vraag naast; deze blijft staan.")


def save_answer(s: Situation, a: OfQuestion) -> Iterable[Change]:
    """Answer for oneself, or write the answer anew, until the answers are open (R6)."""
    question, body = s.find(LookBackQuestion, a.question)
    if body.revealed:
        raise Refused(Reason.WRONG_PHASE, OPEN_ALREADY)
    for record in s.all(LookBackAnswer):
        if record.scope == question.id and record.author == s.actor.person:
            return [] if record.body.text == a.text else [s.change(record, text=a.text)]  # type: ignore[attr-defined]
    return [s.create(LookBackAnswer(text=a.text), scope=question.id, party=s.actor.party)]


def add_answer(s: Situation, a: OfQuestion) -> Iterable[Change]:
    """Say more once the answers are open; everybody sees it at once."""
    question, body = s.find(LookBackQuestion, a.question)
    if not body.revealed:
        raise Refused(Reason.WRONG_PHASE, NOT_OPEN)
    return [s.create(LookBackAnswer(text=a.text, added=True), scope=question.id, party=s.actor.party)]


def note_answer(s: Situation, a: NoteAnswer) -> Iterable[Change]:
    """Write down what somebody says at the table, with the party it comes from."""
    question, _ = s.find(LookBackQuestion, a.question)
    party = s.find_shared(Party, a.party)[0].id if a.party else None
    return [s.create(LookBackAnswer(text=a.text, added=True), scope=question.id, party=party)]


def remove_answer(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take back one's own answer, open or not; control takes back what it noted itself."""
    record, _ = s.find(LookBackAnswer, a.id)
    if record.author != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    return s.remove(record)


def reveal_question(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Open the answers to one question for everybody at once, and speak of it (R6)."""
    record, body = s.find(LookBackQuestion, a.id)
    opened = [] if body.revealed else [s.change(record, revealed=True)]
    return [*opened, *proceed(s, current=record.id, then="")]


def show_agreement(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Speak of one agreement: it comes on the wall, with what its owner said about it."""
    record, body = s.find(Agreement, a.id)
    told = [s.change(record, shared=True)] if body.report and not body.shared else []
    return [*told, *proceed(s, current=record.id, then="")]


def show_all(s: Situation, a: Nothing) -> Iterable[Change]:
    """Nothing in particular on the wall: the whole again."""
    return proceed(s, current=None, then="")


def show_then(s: Situation, a: ShowThen) -> Iterable[Change]:
    """Something of that time on the wall: the picture, the threads or the lessons."""
    if a.then == "picture" and not talk(s)[1].picture:
        raise Refused(Reason.NOT_FOUND)
    return proceed(s, current=None, then=a.then)


def show_good_moment(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Speak of one moment that went well; from now on everybody sees it."""
    record, body = s.find(GoodMoment, a.id)
    shown = [] if body.shown else [s.change(record, shown=True)]
    return [*shown, *proceed(s, current=record.id, then="")]


def set_next_date(s: Situation, a: SetNextDate) -> Iterable[Change]:
    """Fix when the group looks back once more; guarded once it is there (R11)."""
    if not a.date:
        raise Refused(Reason.EMPTY)
    body = LookBack(date=agreed.day(a.date), organiser=a.organiser, note=a.note)
    old = s.one(LookBack)
    if old is None:
        return [s.create(body)]
    s.guard(old[0])
    return [] if old[1] == body else [s.change(old[0], **msgspec.structs.asdict(body))]


def clear_next_date(s: Situation, a: Nothing) -> Iterable[Change]:
    """No next time: this was it."""
    old = s.one(LookBack)
    return s.remove(old[0]) if old else []
