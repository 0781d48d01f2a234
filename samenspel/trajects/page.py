"""De pagina van een traject (X-1): three stations, what comes next and for whom, and what lies within reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.urls import NoReverseMatch, reverse

from samenspel import clock
from samenspel.keys.cipher import KeyGone
from samenspel.trajects import path
from samenspel.trajects.access import CONTROL, EVERY, FACILITATOR, INITIATOR
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import STAGES, Stage, Step

State = Literal["done", "here", "ahead"]
LEADS: Final = (INITIATOR, FACILITATOR)
DOORS: Final = (
    ("outbox", "Post", "Uitnodigingen en herinneringen: wat is verstuurd en wat wacht.", LEADS),
    ("papers", "Papier", "Kaarten, vellen en het blad voor de begeleider, om te printen.", CONTROL),
    ("report", "Verslag", "Het verslag en de opmerkingen daarop.", EVERY),
    ("agreements", "Afspraken", "Wie doet wat, wanneer en met wiens hulp.", EVERY),
    ("look_back", "Terugblik", "Na drie tot zes maanden samen kijken wat het bracht.", EVERY),
)
"""Url name, what it is called, why one goes there, and who may."""


@dataclass(frozen=True)
class Stretch:
    """Station op het pad: a stage with its steps."""

    key: Stage
    name: str
    state: State
    steps: list[Step]


@dataclass(frozen=True)
class Page:
    """Het traject zoals iemand met deze rollen het ziet. `mine`: the next step is for whoever looks."""

    stations: list[Stretch]
    next: Step | None
    mine: bool


@dataclass(frozen=True)
class PartyRow:
    """Partij in het traject, with the names of its people."""

    name: str
    short: str
    colour: int
    people: list[Contact]


@dataclass(frozen=True)
class Door:
    """Deur naar een ander deel van het traject."""

    url: str
    title: str
    text: str


def stage_of(traject: Traject) -> Stage:
    """Where the traject is: before the first meeting, at it, or after it."""
    sessions = list(traject.sessions.all())
    if any(session.status == Session.Status.CLOSED for session in sessions):
        return "after"
    return "meeting" if any(session.status == Session.Status.OPEN for session in sessions) else "before"


def page_of(traject: Traject, roles: frozenset[str]) -> Page:
    """The whole path. What was left open in a stage that is over, is not asked any more."""
    steps = path.steps_of(traject, roles)
    turn = [stage for stage, _ in STAGES]
    here = turn.index(stage_of(traject))
    ahead = [step for step in steps if turn.index(step.stage) >= here]
    following = path.next_step(ahead)
    stations = [
        Stretch(stage, name, _state(number, here), [step for step in steps if step.stage == stage])
        for number, (stage, name) in enumerate(STAGES)
    ]
    return Page(stations, following, following is not None and following.state == "todo")


def parties_of(contacts: list[Contact]) -> list[PartyRow]:
    """Everybody by party, who has none last."""
    found: dict[str, list[Contact]] = {}
    for row in contacts:
        found.setdefault(row.person.party.casefold(), []).append(row)
    rows = [_party(rows) for rows in found.values()]
    return sorted(rows, key=lambda row: (not row.name, row.name.casefold()))


def doors(traject: Traject, roles: frozenset[str]) -> list[Door]:
    """What lies within reach of these roles."""
    found = []
    for name, title, text, may in DOORS:
        if not roles & frozenset(may):
            continue
        try:
            found.append(Door(reverse(name, args=[traject.pk]), title, text))
        except NoReverseMatch:
            continue
    return found


def days_until(day: date) -> int:
    """How many days are left, that day included; nothing when it is over."""
    return max((day - clock.today()).days + 1, 0)


def readable(traject: Traject) -> bool:
    """Whether there is still something of it to read."""
    try:
        return bool(traject.title) or True
    except KeyGone:
        return False


def who_leads(contacts: list[Contact]) -> dict[str, list[Person]]:
    """Role → the people who have it."""
    return {role: [row.person for row in contacts if row.role == role] for role in EVERY}


def _party(rows: list[Contact]) -> PartyRow:
    first = rows[0].person
    return PartyRow(first.party, first.party_short or first.party, first.colour, rows)


def _state(number: int, here: int) -> State:
    if number == here:
        return "here"
    return "done" if number < here else "ahead"
