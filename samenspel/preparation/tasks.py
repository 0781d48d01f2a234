"""Wat er voor de bijeenkomst van een betrokkene gevraagd wordt, for its personal page (CR-1, CR-3, CR-4, CR-6)."""

from __future__ import annotations

from django.urls import reverse

from samenspel.instruments.case_reconstruction.records import MissingParty, SoundingAnswer, Tension
from samenspel.personal import moment_views, who
from samenspel.personal import room as rooms
from samenspel.personal.room import Room
from samenspel.personal.tasks import Task
from samenspel.preparation.models import Question
from samenspel.store.interface import Gone
from samenspel.trajects.contact import Contact

QUESTIONS = ("open", "time", "learn", "involved")


def tasks(contact: Contact) -> list[Task]:
    """What is asked of this contact now; nothing once the meeting began or the case is gone."""
    try:
        room = rooms.enter(contact) if who.reads(contact) else None
    except Gone:
        return []
    if room is None or not room.open:
        return []
    asked = {row.kind: row for row in contact.traject.questions.all()}
    return [*_sounding(room, asked), *_missing(room, asked), *_tension(room, asked), *_moments(room)]


def _sounding(room: Room, asked: dict[str, Question]) -> list[Task]:
    question, answer = asked.get(Question.Kind.SOUNDING), room.one(SoundingAnswer)
    if question is None and answer is None:
        return []
    given = sum(bool(answer.body[name]) for name in QUESTIONS) if answer else 0
    return [
        Task(
            "sounding",
            "Wil je samen terugkijken?",
            "Vier korte vragen. Het kost je twee minuten.",
            reverse("mine_sounding", args=[room.contact.traject_id]),
            10,
            question.due if question else None,
            given == len(QUESTIONS),
            answer=f"{given} van de {len(QUESTIONS)} vragen beantwoord" if given else "",
        )
    ]


def _missing(room: Room, asked: dict[str, Question]) -> list[Task]:
    question, named = asked.get(Question.Kind.MISSING), len(room.own(MissingParty))
    if question is None and not named:
        return []
    return [
        Task(
            "missing",
            "Ontbreekt er een partij?",
            "Kijk wie er uitgenodigd zijn, en noem wie je mist.",
            reverse("mine_missing", args=[room.contact.traject_id]),
            30,
            question.due if question else None,
            bool(named),
            optional=True,
            answer=f"Genoemd: {named}" if named else "",
        )
    ]


def _tension(room: Room, asked: dict[str, Question]) -> list[Task]:
    question, answer = asked.get(Question.Kind.TENSION), room.one(Tension)
    if question is None and answer is None:
        return []
    return [
        Task(
            "tension",
            "Is er spanning in de samenwerking?",
            "Eén vraag. Alleen de gespreksbegeleider leest je antwoord. Je hoeft niet te antwoorden.",
            reverse("mine_tension", args=[room.contact.traject_id]),
            40,
            question.due if question else None,
            answer is not None,
        )
    ]


def _moments(room: Room) -> list[Task]:
    if not moment_views.invited(room):
        return []
    own, request = moment_views.of(room), moment_views.request_of(room)
    sent = [one for one in own if one.body["state"] == "sent"]
    drafts = len([one for one in own if one.body["state"] == "draft"])
    said = [f"{len(sent)} verstuurd"] if sent else []
    said += [f"{drafts} nog niet verstuurd"] if drafts else []
    return [
        Task(
            "moments",
            "Jullie bepalende momenten",
            "Welke momenten deden ertoe voor jouw organisatie? De gespreksbegeleider maakt er een eerste tijdlijn van.",
            reverse("mine_moments", args=[room.contact.traject_id]),
            60,
            moment_views.due_of(room),
            bool(request and request["answered"] and not drafts) or (request is None and not drafts),
            answer=", ".join(said),
        )
    ]
