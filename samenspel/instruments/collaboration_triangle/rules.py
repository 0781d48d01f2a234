"""What may be asked of a collaboration triangle in levels, answers and placements (D-1, D-2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec

from samenspel.instruments.collaboration_triangle.records import (
    Answered,
    Level,
    LevelAnswer,
    Placement,
    Score,
    Triangle,
    TriangleRound,
)
from samenspel.kernel.audience import WALL
from samenspel.kernel.change import Change, Put
from samenspel.kernel.definition import Args
from samenspel.kernel.project import visibility
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import LessonText, OptionalText, RecordId
from samenspel.vocabulary.fields import Nothing, OfRecord, place_last
from samenspel.vocabulary.outcomes import RedThread
from samenspel.vocabulary.people import Attendee

REFERENCES = {"thread": "red_thread", "moment": "defining_moment"}


class Answer(Args, frozen=True, kw_only=True):
    """One's answer on one level."""

    level: Level
    tension: Score
    attention: Score
    note: OptionalText = ""


class AnswerFor(Answer, frozen=True, kw_only=True):
    """The answer of somebody without a phone."""

    person: RecordId


class LookAt(Args, frozen=True, kw_only=True):
    """Which level's help questions are on the wall; empty for the board."""

    level: Literal["", "goal_and_content", "field_and_rules", "relations"]


class Ask(Args, frozen=True, kw_only=True):
    """Tick a help question, or take the tick away."""

    question: Annotated[str, msgspec.Meta(pattern=r"^(goal_and_content|field_and_rules|relations):\d{1,2}$")]
    asked: bool = True


class PlaceNote(Args, frozen=True, kw_only=True):
    """A free note on a level."""

    level: Level
    text: LessonText


class PlaceReference(Args, frozen=True, kw_only=True):
    """A thread or moment on a level; placed again it moves."""

    what: Literal["thread", "moment"]
    ref: RecordId
    level: Level


class MovePlacement(Args, frozen=True, kw_only=True):
    """Something placed, to another level."""

    id: RecordId
    level: Level


class ChangeText(Args, frozen=True, kw_only=True):
    """Other words for a record."""

    id: RecordId
    text: LessonText


def setup(s: Situation) -> Iterable[Change]:
    """A new triangle has its settings and a round to answer in."""
    return [s.create(Triangle()), s.create(TriangleRound())]


def the_round(s: Situation) -> tuple[Record, TriangleRound]:
    """The round of this instance; refuses NOT_FOUND."""
    found = s.one(TriangleRound)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def begin(s: Situation, a: Nothing) -> Iterable[Change]:
    """Let everybody answer for themselves."""
    return s.go_to("answering")


def _own(s: Situation, kind: type[Any], round_id: str, person: str) -> list[tuple[Record, Any]]:
    return [(r, r.body) for r in s.all(kind) if r.scope == round_id and r.author == person]


def _put_answer(s: Situation, person: str, party: str | None, a: Answer, noted: bool) -> list[Change]:
    round_record, of_round = the_round(s)
    if of_round.state == "revealed":
        raise Refused(Reason.WRONG_PHASE, "De antwoorden staan al op de wand. Er is niets veranderd.")
    answered = _own(s, Answered, round_record.id, person)
    if noted and answered and not answered[0][1].noted:
        raise Refused(Reason.NOT_YOURS, "Deze deelnemer antwoordt zelf al. Er is niets veranderd.")
    body = LevelAnswer(level=a.level, tension=a.tension, attention=a.attention, note=a.note)
    mine = _own(s, LevelAnswer, round_record.id, person)
    same = next(((record, old) for record, old in mine if old.level == a.level), None)
    changes: list[Change] = []
    if same is None:
        changes.append(s.create(body, scope=round_record.id, party=party, author=person))
    elif same[1] != body:
        changes.append(s.change(same[0], tension=a.tension, attention=a.attention, note=a.note))
    levels = len({old.level for _, old in mine} | {a.level})
    if not answered:
        count = Answered(levels=levels, noted=noted)
        changes.append(s.create(count, scope=round_record.id, party=party, author=person))
    elif (answered[0][1].levels, answered[0][1].noted) != (levels, noted):
        changes.append(s.change(answered[0][0], levels=levels, noted=noted))
    return changes


def answer(s: Situation, a: Answer) -> Iterable[Change]:
    """Say how much tension one sees on a level and how much attention it got, until the reveal."""
    return _put_answer(s, s.actor.person, s.actor.party, a, noted=False)


def answer_for(s: Situation, a: AnswerFor) -> Iterable[Change]:
    """Put down what somebody without a phone says."""
    _, person = s.find_shared(Attendee, a.person)
    if person.status != "admitted":
        raise Refused(Reason.NOT_FOUND)
    return _put_answer(s, a.person, person.party, a, noted=True)


def reveal(s: Situation, a: Nothing) -> Iterable[Change]:
    """Open all answers at once (D-1, R6)."""
    record, body = the_round(s)
    if not s.all(Answered):
        raise Refused(Reason.BAD_VALUE, "Nog niemand heeft geantwoord. Er is niets veranderd.")
    changes: list[Change] = [] if body.state == "revealed" else [s.change(record, state="revealed")]
    return [*changes, *s.go_to("talk")]


def _settings(s: Situation) -> tuple[Record, Triangle]:
    found = s.one(Triangle)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def look_at(s: Situation, a: LookAt) -> Iterable[Change]:
    """Put the help questions of a level on the wall, or the board."""
    record, body = _settings(s)
    return [] if body.level == a.level else [s.change(record, level=a.level)]


def ask(s: Situation, a: Ask) -> Iterable[Change]:
    """Tick a help question as put to the group."""
    record, body = _settings(s)
    rest = tuple(question for question in body.asked if question != a.question)
    asked = (*rest, a.question) if a.asked else rest
    return [] if set(asked) == set(body.asked) else [s.change(record, asked=asked)]


def to_talk(s: Situation, a: Nothing) -> Iterable[Change]:
    """Back to, or straight on with, the talk over the levels."""
    return s.go_to("talk")


def to_rules(s: Situation, a: Nothing) -> Iterable[Change]:
    """On to the ground rules of the collaboration (D-4)."""
    return s.go_to("rules")


def close(s: Situation, a: Nothing) -> Iterable[Change]:
    """To the end: where to dig and what was agreed."""
    return s.go_to("closing")


def _new_placement(s: Situation, **fields: Any) -> Put:
    return s.create(Placement(place=place_last(s.all(Placement)), **fields), party=s.actor.party)


def place_note(s: Situation, a: PlaceNote) -> Iterable[Change]:
    """Lay a free note on a level."""
    return [_new_placement(s, what="note", level=a.level, text=a.text)]


def place_reference(s: Situation, a: PlaceReference) -> Iterable[Change]:
    """Lay a thread or a moment on a level. What the wall may not see yet cannot be placed (R5)."""
    record = s.state.get(a.ref)
    if record is None or record.type != REFERENCES[a.what]:
        raise Refused(Reason.NOT_FOUND)
    sight = visibility(s.instruments, s.state, record).sight_for({WALL})
    if sight is None or (sight.fields is not None and "text" not in sight.fields):
        raise Refused(Reason.NOT_FOUND)
    for there in s.all(Placement):
        _, body = s.find(Placement, there.id)
        if body.ref == a.ref:
            return _to_level(s, there, body, a.level)
    return [_new_placement(s, what=a.what, level=a.level, ref=a.ref)]


def _mine(s: Situation, record_id: str) -> tuple[Record, Placement]:
    record, body = s.find(Placement, record_id)
    if not s.actor.is_control and record.author != s.actor.person:
        raise Refused(Reason.NOT_YOURS)
    return record, body


def _to_level(s: Situation, record: Record, body: Placement, level: Level) -> list[Change]:
    """A thread of our own keeps its level itself as well: it outlives the placement (D-3, outcome key)."""
    if body.level == level:
        return []
    thread = s.state.get(body.ref)
    ours = thread is not None and thread.instance == s.instance and isinstance(thread.body, RedThread)
    also = [s.change(thread, level=level)] if thread is not None and ours else []
    return [s.change(record, level=level), *also]


def move_placement(s: Situation, a: MovePlacement) -> Iterable[Change]:
    """Lay something on another level: Regie anything, others their own."""
    record, body = _mine(s, a.id)
    return _to_level(s, record, body, a.level)


def change_note(s: Situation, a: ChangeText) -> Iterable[Change]:
    """Other words for a note; who rewrites must have seen the present words (R11)."""
    record, body = _mine(s, a.id)
    if body.what != "note":
        raise Refused(Reason.BAD_VALUE)
    s.guard(record)
    return [] if body.text == a.text else [s.change(record, text=a.text)]


def remove_placement(s: Situation, a: OfRecord) -> Iterable[Change]:
    """Take something off the triangle; the thread or moment itself stays."""
    record, _ = _mine(s, a.id)
    return s.remove(record)


def add_thread(s: Situation, a: PlaceNote) -> Iterable[Change]:
    """Formulate a red thread here, when the triangle is used alone, and lay it on a level (D-3)."""
    put = s.create(RedThread(text=a.text, place=place_last(s.all(RedThread)), level=a.level))
    return [put, _new_placement(s, what="thread", level=a.level, ref=put.record.id)]
