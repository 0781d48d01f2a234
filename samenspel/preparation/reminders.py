"""Herinneringen van de voorbereiding: two days before the day and the day after it, to who did not answer (CR-1, CR-6).

Who came onto the list after a question was asked, gets that question here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from samenspel import clock
from samenspel.instruments.case_reconstruction.records import MomentRequest, SoundingAnswer, Tension
from samenspel.keys.cipher import KeyGone
from samenspel.letters.models import Letter
from samenspel.letters.reminders import Reminder
from samenspel.personal import room as rooms
from samenspel.personal.due import day
from samenspel.personal.room import Room
from samenspel.preparation import letters
from samenspel.preparation.models import Question
from samenspel.preparation.tasks import QUESTIONS
from samenspel.store.interface import Gone
from samenspel.trajects import people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject

BEFORE: Final = timedelta(days=2)
AFTER: Final = timedelta(days=7)
GENTLE: Final = ("tension",)
"""Nobody has to answer this: one reminder, and none once the day is over."""
Asked = tuple[str, date | None]


def due(now: datetime) -> Iterator[Reminder]:
    """Every reminder that holds now, in trajects whose meeting is still to come."""
    ahead = Session.objects.exclude(status=Session.Status.CLOSED).values("traject")
    for traject in Traject.objects.filter(pk__in=ahead):
        try:
            yield from _of_traject(traject)
        except (Gone, KeyGone):
            # Destroyed: there is nothing left to ask.
            continue


def _of_traject(traject: Traject) -> Iterator[Reminder]:
    session = people.main_session(traject)
    questions = list(Question.objects.filter(traject=traject))
    asked_before = set(Letter.objects.filter(traject=traject, key__startswith="ask:").values_list("key", flat=True))
    if session is None or (not questions and not asked_before):
        return
    for contact in traject.contacts.filter(removed=False):
        room = rooms.enter(contact) if people.is_room_role(contact) else None
        if room is None or not room.open:
            continue
        for kind, last in _open(room, questions):
            yield from _for(contact, kind, last, asked_before)


def _for(contact: Contact, kind: str, last: date | None, asked_before: set[str]) -> Iterator[Reminder]:
    today = clock.today()
    if letters.key(contact, kind) not in asked_before:
        subject, text = letters.question(contact, kind, last)
        yield Reminder(contact, letters.key(contact, kind), subject, text, letters.KIND[kind], letters.BUTTON[kind])
        return
    if last is None:
        return
    when = "before" if last - BEFORE <= today <= last else "after" if last < today <= last + AFTER else ""
    if not when or (when == "after" and kind in GENTLE):
        return
    subject, text = letters.reminder(contact, kind, last)
    key = f"{when}:{kind}:{contact.pk}:{last.isoformat()}"
    yield Reminder(contact, key, subject, text, button=letters.BUTTON[kind])


def _open(room: Room, questions: list[Question]) -> Iterator[Asked]:
    """The questions that this contact did not answer yet."""
    for question in questions:
        if question.kind == "sounding" and _answered(room):
            continue
        if question.kind == "tension" and room.one(Tension):
            continue
        # Nobody can say "I miss nobody": silence is an answer there.
        yield question.kind, None if question.kind == "missing" else question.due
    for seen in room.of(MomentRequest):
        if seen.body.get("person") == room.contact.pk and not seen.body.get("answered"):
            yield "moments", day(seen.body["due"])


def _answered(room: Room) -> bool:
    answer = room.one(SoundingAnswer)
    return answer is not None and all(answer.body[name] for name in QUESTIONS)
