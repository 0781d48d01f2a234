"""Demo sessions: making one, finding the open one, and the addresses of either."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from samenspel.demo import before
from samenspel.demo.case import Case, load
from samenspel.demo.script import MEETING, Script
from samenspel.demo.steps import HOST, Step, party
from samenspel.demo.table import Table
from samenspel.invitations import codes, links, tickets
from samenspel.store.interface import Gone
from samenspel.trajects import engine
from samenspel.trajects.models import Session
from samenspel.trajects.services import create_session
from samenspel.vocabulary.people import Meeting

TEMPLATE = "casusreconstructie-150"
HOST_NAME = "Begeleider"
PREPARATION = "preparation"
MINUTES = {PREPARATION: 0, "introduction": 10, "timeline": 60, "reflection": 110, "lessons": 140, "closing": 160}


@dataclass(frozen=True)
class Addresses:
    """Adressen van een demobijeenkomst. Every link holds a fresh token in its fragment, for this session only.

    `people` are personal links by the key of a person, for a session in which people are already there.
    """

    session: str
    join_code: str
    control_url: str
    participant_url: str
    wall_url: str
    people: dict[str, str]


def make(until: str | None = None, moments: int | None = None) -> Addresses:
    """A fresh demo session, ready to begin; or, with `until`, one in which the meeting went as far as that part.
    Until `preparation` it is still being prepared, and one party cannot come.

    `moments` is how many moments have been shown (all when not given).
    """
    case = load()
    session = create_session(case.heading.title, TEMPLATE, None, _planned(until), demo=True, host_name=HOST_NAME)
    script = Script(case, timezone.localdate(), moments=len(case.moment) if moments is None else moments)
    people = {HOST: session.host}
    Table(session.pk, people).play(script.preparation())
    if until is not None:
        people |= {person.key: secrets.token_hex(8) for person in case.person}
        table = Table(session.pk, people, MINUTES[until])
        begun = until != PREPARATION
        answered = before.answers(case, timezone.localdate(), finished=begun)
        held = script.until(until) if begun else before.absent(case)
        table.play([*_arrivals(case, people), *answered, *held])
    return addresses(session, people)


def open_session() -> Session | None:
    """The latest demo session whose meeting is not over, or None. Those of the demo trajects are not meant."""
    for session in (
        Session.objects.filter(demo=True, traject__quick=True).exclude(status="closed").order_by("-created")[:20]
    ):
        try:
            meetings = engine.state_of(session.pk).bodies(Meeting)
        except Gone:
            continue
        if not any(meeting.ended for meeting in meetings):
            return session
    return None


def addresses(session: Session, people: dict[str, str] | None = None) -> Addresses:
    """The addresses of a session, with new tokens."""
    code = codes.make(session)
    others = {key: person for key, person in (people or {}).items() if key != HOST}
    return Addresses(
        session=session.pk,
        join_code=code,
        control_url=links.link_url(session, tickets.CONTROL, session.host),
        participant_url=links.join_url(code),
        wall_url=links.link_url(session, tickets.WALL),
        people={key: links.link_url(session, tickets.PARTICIPANT, person) for key, person in others.items()},
    )


def _arrivals(case: Case, people: dict[str, str]) -> list[Step]:
    return [
        Step(
            HOST,
            MEETING,
            "add_attendee",
            {
                "id": people[person.key],
                "name": person.name,
                "party": party(case.party_of(person.party).short),
                "role": "initiator" if person.key == case.heading.initiator else "participant",
                "level": person.level,
                "function": person.function,
                "involved": person.involved,
            },
            wait=5,
        )
        for person in case.person
    ]


def _planned(until: str | None) -> datetime:
    """A round time: the next one, or the one at which a meeting that got this far will have begun."""
    begun = timezone.now() - timedelta(minutes=MINUTES.get(until or "", 0))
    begun = begun.replace(second=0, microsecond=0)
    return begun + timedelta(minutes=(0 if until else 5) - begun.minute % 5)
