"""Een verzonnen traject op weg: from the first idea until everybody is invited, as the pages of Samenspel do it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import User

from samenspel import clock
from samenspel.demo import before
from samenspel.demo.case import Prepared
from samenspel.demo.past import days_ago
from samenspel.demo.steps import HOST, Step
from samenspel.demo.table import Table
from samenspel.letters import invitations, post
from samenspel.letters.invitation_text import Details
from samenspel.letters.models import Letter
from samenspel.preparation import letters
from samenspel.run_sheets import templates
from samenspel.trajects import membership, people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject

Role = Contact.Role
NOTE_TAKER: Final = Person(name="Wouter", email="wouter@meeschrijven.example", function="meeschrijver")
DAY: Final = 24 * 60


@dataclass(frozen=True)
class Days:
    """Hoeveel dagen geleden het traject begon, er gepeild werd, ieder antwoordde, en de uitnodiging uitging."""

    began: int
    sounded: int
    asked: int
    answered: int
    invited: int


@dataclass(frozen=True)
class Made:
    """Wat er gemaakt is: the traject, its meeting, and the contacts by the key of their person in the case."""

    traject: Traject
    session: Session
    contacts: dict[str, Contact]

    @property
    def ids(self) -> dict[str, str]:
        """The attendee id of every actor of the script, whoever leads included."""
        return {HOST: self.session.host} | {key: row.pk for key, row in self.contacts.items()}


def begin(case: Prepared, user: User, template: str, planned: datetime, days: Days) -> Made:
    """A traject with its people and its meeting; everybody was asked whether they take part (X-1, CR-1 to CR-3)."""
    with days_ago(days.began):
        first = case.heading.initiator
        traject = services.create_traject(case.heading.alias, Role.INITIATOR, person_of(case, first), None)
        membership.appoint(traject, Role.FACILITATOR, user)
        session = services.create_session(case.heading.alias, template, user, planned, demo=True, traject=traject)
        contacts = {first: traject.contacts.get(role=Role.INITIATOR)}
        people.sync_attendee(session, contacts[first])
        others = [one.key for one in case.person if one.key != first]
        rows = membership.add(traject, Role.PARTICIPANT, [person_of(case, key) for key in others])
        contacts |= dict(zip(others, rows, strict=True))
        membership.add(traject, Role.NOTE_TAKER, [NOTE_TAKER])
    session.refresh_from_db()
    made = Made(traject, session, contacts)
    with days_ago(days.sounded):
        _ask(made, "sounding", case.beforehand.due_in_days)
        hand_over(traject)
    return made


def prepare(case: Prepared, made: Made, days: Days, draft: Iterable[Step], *, finished: bool) -> None:
    """Everything that was asked and answered, and the draft that was made of it (CR-3 to CR-7). `finished`: nothing
    waits any longer; otherwise a party cannot come, and some still have to answer."""
    with days_ago(days.asked):
        for kind in ("missing", "tension"):
            _ask(made, kind, case.beforehand.due_in_days)
        for key in case.beforehand.asked:
            letters.ask(made.contacts[key], "moments", clock.today() + timedelta(days=case.beforehand.due_in_days))
        hand_over(made.traject)
        today = clock.today()
    with days_ago(days.answered):
        steps = [*draft, *before.answers(case, today, finished=finished)]
        steps += [] if finished else before.absent(case)
        Table(made.session.pk, made.ids, (days.asked - days.answered) * DAY).play(steps)


def invite(case: Prepared, made: Made, days: Days, template: str, *, but: Iterable[str] = ()) -> None:
    """The invitation, with where and when (CR-10); passed on by hand, but not to these yet."""
    found = templates.find(template)
    where = case.beforehand.meeting
    with days_ago(days.invited):
        minutes = {"minutes": found.minutes} if found else {}
        given: dict[str, Any] = {"place": where.place, "contact": where.contact, "extra": where.extra, **minutes}
        kept = invitations.details(made.session)
        invitations.save_details(made.session, Details(subject=kept.subject, **given))
        invitations.send(made.session)
        hand_over(made.traject, but=[made.contacts[key].pk for key in but])


def person_of(case: Prepared, key: str) -> Person:
    """Somebody of the case as a contact. The addresses are of a domain that cannot exist (RFC 2606)."""
    one = case.person_of(key)
    party = case.party_of(one.party)
    return Person(
        name=one.name,
        email=f"{one.key}@{party.key}.example",
        party=party.name,
        party_short=party.short,
        colour=party.colour,
        function=one.function,
        level=one.level,
        involved=one.involved,
    )


def hand_over(traject: Traject, but: Iterable[str] = ()) -> None:
    """Whoever leads passed on the letters that lay ready, except those to the contacts with these ids."""
    waiting = Letter.objects.filter(traject=traject, state=Letter.State.WAITING).exclude(contact__in=list(but))
    for letter in waiting:
        post.settle(letter, Letter.State.HANDED)


def _ask(made: Made, kind: str, days: int) -> None:
    table = [row for row in people.contacts(made.traject) if people.is_room_role(row)]
    letters.ask_everybody(table, made.traject, kind, clock.today() + timedelta(days=days))
