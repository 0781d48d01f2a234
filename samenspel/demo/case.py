"""The fictional case of the demo, read from `case.toml`. Records point at each other by `key`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

FILE = Path(__file__).with_name("case.toml")
IN_PREPARATION = Path(__file__).with_name("case_in_preparation.toml")
LEVELS = ("goal_and_content", "field_and_rules", "relations")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Onderdeel van de casus, known by its key."""

    key: str


P = TypeVar("P", bound=Part)


class CaseParty(Part, frozen=True, kw_only=True):
    """Partij in de casus."""

    name: str
    short: str
    colour: int


class CasePerson(Part, frozen=True, kw_only=True):
    """Persoon in de casus."""

    name: str
    party: str
    level: Literal["practice", "team_lead", "management"]
    function: str
    involved: bool


class Said(Part, frozen=True, kw_only=True):
    """Gezegd: words of a party. `person` wrote them; with `noted` the note-taker did."""

    party: str
    text: str
    person: str = ""
    noted: bool = False


class CaseMoment(Part, frozen=True, kw_only=True):
    """Bepalend moment met alles wat eronder komt te hangen; `stances` and `experience` are by party."""

    when: dict[str, Any]
    moment_kind: Literal["content", "collaboration"]
    text: str
    stances: dict[str, str] = {}
    experience: dict[str, int] = {}
    prepared: tuple[Said, ...] = ()
    live: tuple[Said, ...] = ()


class ByPerson(Part, frozen=True, kw_only=True):
    """Wat één persoon inbrengt."""

    person: str
    text: str


class CaseTheme(Part, frozen=True, kw_only=True):
    """Thema."""

    text: str
    moments: tuple[str, ...]


class CaseThread(CaseTheme, frozen=True, kw_only=True):
    """Rode draad."""

    level: str


class CaseMark(Part, frozen=True, kw_only=True):
    """Markering."""

    moment: str
    value: str
    party: str
    why: str


class CaseObservation(Part, frozen=True, kw_only=True):
    """Wat opvalt."""

    about: str
    text: str


class CaseInteraction(Part, frozen=True, kw_only=True):
    """Wisselwerking."""

    moment: str
    by: str
    on: str
    action: str
    effect: str
    understood: str
    assumption: str


class CaseLesson(Part, frozen=True, kw_only=True):
    """Les."""

    kind: str
    thread: str
    text: str


class CaseAgreement(Part, frozen=True, kw_only=True):
    """Afspraak; `due_in_days` from the day of the meeting."""

    person: str
    what: str
    due_in_days: int
    who: str = ""
    help_from: str = ""
    lesson: str = ""
    kind: str = "working"


class CaseLookBack(Part, frozen=True, kw_only=True):
    """Terugblik."""

    due_in_days: int
    organiser: str
    note: str


class NewInformation(Part, frozen=True, kw_only=True):
    """Nieuwe informatie: how it is dealt with, and never what it is (CR-17)."""

    moment: str
    agreement: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Antwoord op één niveau van de driehoek."""

    tension: int
    attention: int


class TriangleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Antwoorden van één persoon; the note goes with level `note_on`."""

    person: str
    goal_and_content: Answer
    field_and_rules: Answer
    relations: Answer
    note: str
    note_on: str


class TriangleRule(Part, frozen=True, kw_only=True):
    """Spelregel in de driehoek (D-4)."""

    text: str
    missing: bool
    explicit: bool | None = None
    formal: bool | None = None
    works: bool | None = None
    clear: bool | None = None
    fair: bool | None = None


class CasePlacing(msgspec.Struct, frozen=True, kw_only=True):
    """Plaats op de dilemmaschuif voor en na het gesprek."""

    person: str
    before: int
    after: int
    why_before: str
    why_after: str
    values: tuple[str, ...]


class CaseDilemma(Part, frozen=True, kw_only=True):
    """Dilemma."""

    question: str
    left: str
    left_text: str
    right: str
    right_text: str
    choice: str
    other_side: str
    placing: tuple[CasePlacing, ...]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Stem van een partij: what it could say anywhere."""

    party: str
    texts: tuple[str, ...]
    ground_rule: str
    stands_out: str
    first_step: str


class Heading(Part, frozen=True, kw_only=True):
    """Kop van de casus."""

    title: str
    alias: str
    reason: str
    reason_kind: Literal["rough", "exemplary"]
    theme: str
    signals: tuple[str, ...]
    phase: Literal["closed", "calm", "running"]
    initiator: str


class CaseSounding(msgspec.Struct, frozen=True, kw_only=True):
    """Antwoord op de peiling; whether somebody was involved goes with the person."""

    person: str
    open: str
    time: str
    learn: str
    remark: str = ""


class CaseTension(msgspec.Struct, frozen=True, kw_only=True):
    """Spanning, in vertrouwen gezegd."""

    person: str
    level: str
    talk: bool
    note: str


class CaseInput(Part, frozen=True, kw_only=True):
    """Ingebracht moment; without `moment` it still waits for the facilitator, not `sent` it is still a draft of its
    author. `when` in words."""

    person: str
    when: str
    kind: str
    text: str
    meaning: str
    moment: str = ""
    sent: bool = True


class CaseAbsent(msgspec.Struct, frozen=True, kw_only=True):
    """Partij die niet kan komen, what was decided, and what it said of a moment beforehand."""

    name: str
    short: str
    colour: int
    decision: str
    approved: bool
    note: str
    moment: str
    said: str


class CaseMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """Waar de bijeenkomst is, and what people should know of it (CR-10)."""

    place: str
    contact: str
    extra: str


class Beforehand(msgspec.Struct, frozen=True, kw_only=True):
    """Voorbereiding van de casus (CR-1 to CR-6)."""

    legal_basis: str
    basis_note: str
    due_in_days: int
    asked: tuple[str, ...]
    competences: tuple[str, ...]
    sounding: tuple[CaseSounding, ...]
    tension: tuple[CaseTension, ...]
    missing_party: tuple[ByPerson, ...]
    input: tuple[CaseInput, ...]
    absent: CaseAbsent
    meeting: CaseMeeting


class CaseComment(msgspec.Struct, frozen=True, kw_only=True):
    """Reactie op het verslag, on the thread or lesson of this key (CR-21)."""

    person: str
    on: str
    text: str
    state: str


class CaseProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Hoe het met een afspraak staat (X-2), found by its words. `owner` and `due_in_days` (from the meeting) where the
    group did not say; without `status` nobody told anything yet."""

    what: str
    owner: str = ""
    due_in_days: int | None = None
    status: str = ""
    report: str = ""
    shared: bool = False


class Afterwards(msgspec.Struct, frozen=True, kw_only=True):
    """Vervolg van de casus (CR-21, CR-23, X-2)."""

    comment: tuple[CaseComment, ...]
    progress: tuple[CaseProgress, ...]


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Casus die wordt voorbereid: who takes part, what they answered, and the draft of the timeline."""

    key: str
    heading: Heading = msgspec.field(name="case")
    party: tuple[CaseParty, ...]
    person: tuple[CasePerson, ...]
    moment: tuple[CaseMoment, ...]
    beforehand: Beforehand

    def party_of(self, key: str) -> CaseParty:
        """The party with this key. Raises KeyError."""
        return _find(self.party, key)

    def person_of(self, key: str) -> CasePerson:
        """The person with this key. Raises KeyError."""
        return _find(self.person, key)

    def moment_of(self, key: str) -> CaseMoment:
        """The moment with this key. Raises KeyError."""
        return _find(self.moment, key)


class Case(Prepared, frozen=True, kw_only=True):
    """De hele casus, met bijeenkomst en vervolg. `visitor` is the person kept free for whoever tries the demo."""

    visitor: str
    ground_rule: tuple[ByPerson, ...]
    parking: tuple[ByPerson, ...]
    theme: tuple[CaseTheme, ...]
    red_thread: tuple[CaseThread, ...]
    observation: tuple[CaseObservation, ...]
    mark: tuple[CaseMark, ...]
    interaction: tuple[CaseInteraction, ...]
    lesson: tuple[CaseLesson, ...]
    agreement: tuple[CaseAgreement, ...]
    follow_up: CaseAgreement
    look_back: CaseLookBack
    new_information: tuple[NewInformation, ...]
    triangle_answer: tuple[TriangleAnswer, ...]
    triangle_rule: tuple[TriangleRule, ...]
    dilemma: CaseDilemma
    voice: tuple[Voice, ...]
    afterwards: Afterwards

    def voice_of(self, party: str) -> Voice:
        """The voice of the party with this key. Raises KeyError."""
        found = next((voice for voice in self.voice if voice.party == party), None)
        if found is None:
            raise KeyError(party)
        return found

    def speaker_of(self, party: str) -> str:
        """The key of the person who speaks first for a party."""
        return next(person.key for person in self.person if person.party == party)


def _find(parts: Iterable[P], key: str) -> P:
    found = next((part for part in parts if part.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


@cache
def load() -> Case:
    """The case. Raises msgspec.ValidationError when the file is not one."""
    return msgspec.toml.decode(FILE.read_bytes(), type=Case)


@cache
def in_preparation() -> Prepared:
    """The other case, of the traject that is being prepared. Raises msgspec.ValidationError when the file is none."""
    return msgspec.toml.decode(IN_PREPARATION.read_bytes(), type=Prepared)
