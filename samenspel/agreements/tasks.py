"""Wat afspraken en terugblik van iemand vragen, on the personal page (X-2, CR-23)."""

from __future__ import annotations

from django.urls import reverse

from samenspel.agreements import answers, planning, register
from samenspel.keys.cipher import KeyGone
from samenspel.personal.tasks import Task
from samenspel.trajects.contact import Contact


def tasks(contact: Contact) -> list[Task]:
    """Own agreements once there are any, and the questions of the look-back while it lies ahead."""
    return [*_agreements(contact), *_look_back(contact)]


def _agreements(contact: Contact) -> list[Task]:
    try:
        own = [entry for entry in register.register(contact.traject, contact) if register.is_own(entry, contact)]
    except KeyGone:
        return []
    if not own:
        return []
    going = [entry for entry in own if entry.going]
    days = [entry.due for entry in going if entry.due is not None]
    number = "één afspraak" if len(own) == 1 else f"{len(own)} afspraken"
    return [
        Task(
            key="agreements",
            title="Je afspraken",
            why=f"Er staat {number} op jouw naam. Zeg hoe het ermee staat."
            if len(own) == 1
            else f"Er staan {number} op jouw naam. Zeg hoe het ermee staat.",
            url=reverse("my_agreements", args=[contact.traject_id]),
            order=220,
            due=min(days, default=None),
            done=not going,
        )
    ]


def _look_back(contact: Contact) -> list[Task]:
    session = planning.coming(contact.traject)
    if session is None:
        return []
    paper = answers.of(session, contact)
    if paper is None:
        return []
    return [
        Task(
            key="look_back",
            title="Vooraf aan de terugblik",
            why="Twee vragen over wat de bijeenkomst bracht. Het kost tien minuten.",
            url=reverse("my_look_back", args=[contact.traject_id]),
            order=230,
            due=session.planned.date() if session.planned else None,
            done=paper.done,
        )
    ]
