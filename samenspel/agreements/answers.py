"""Antwoorden voor de terugblik: what one contact was asked and answered, through the engine (R5, CR-23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samenspel.agreements.carry import LOOK_BACK
from samenspel.instruments.look_back.records import LookBackAnswer, LookBackQuestion
from samenspel.kernel.state import State
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session


@dataclass(frozen=True)
class Question:
    """Vraag met het eigen antwoord. `answered` is the record of that answer, or empty."""

    id: str
    text: str
    help: str
    revealed: bool
    answer: str
    answered: str


@dataclass(frozen=True)
class Paper:
    """Wat er van één betrokkene gevraagd wordt."""

    instance: str
    questions: list[Question]

    @property
    def open(self) -> list[Question]:
        """What can still be answered beforehand."""
        return [one for one in self.questions if not one.revealed]

    @property
    def done(self) -> bool:
        """Whether everything was answered."""
        return all(one.answer for one in self.questions)


def of(session: Session, contact: Contact) -> Paper | None:
    """The questions and own answers, as this contact may see them; None when there is nothing to answer."""
    try:
        state = engine.state_of(session.pk)
    except Gone:
        return None
    instance = people.instance_of(state, LOOK_BACK)
    if not instance:
        return None
    seen = {one.id: one for one in people.seen_by(state, contact)}
    asked = [one for one in seen.values() if one.type == LookBackQuestion.TYPE and one.instance == instance]
    mine = {
        one.scope: one
        for one in seen.values()
        if one.type == LookBackAnswer.TYPE and one.author == contact.pk and not one.body["added"]
    }
    found = []
    for one in sorted(asked, key=lambda each: (each.body["place"], each.id)):
        own = mine.get(one.id)
        body = one.body
        answer = own.body["text"] if own else ""
        found.append(Question(one.id, body["text"], body["help"], body["revealed"], answer, own.id if own else ""))
    return Paper(instance, found)


def save(session: str, contact: Contact, paper: Paper, given: Mapping[str, str]) -> None:
    """Keep the answers, all or none; an empty one is taken back. Raises Refused and Gone."""
    actor = people.actor(contact, engine.state_of(session))
    commands = []
    for one in paper.open:
        text = given.get(one.id, "")
        if text and text != one.answer:
            commands.append(engine.command(paper.instance, "save_answer", question=one.id, text=text))
        elif not text and one.answered:
            commands.append(engine.command(paper.instance, "remove_answer", id=one.answered))
    if commands:
        engine.run(session, actor, *commands)


def counted(state: State) -> tuple[int, int]:
    """How many of those at the table answered something, of how many are asked."""
    from samenspel.vocabulary.people import Attendee

    asked = {
        record.id
        for record in state.of(Attendee)
        if isinstance(record.body, Attendee)
        and record.body.role in ("participant", "initiator")
        and record.body.status == "admitted"
    }
    answered = {record.author for record in state.of(LookBackAnswer)}
    return len(asked & answered), len(asked)
