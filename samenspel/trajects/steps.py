"""De eigen stappen van het traject: who leads, who comes, when, and the meeting itself (X-1, CR-2, CR-3, CR-9)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from samenspel import clock
from samenspel.trajects import indicators, people
from samenspel.trajects.access import CONTROL, FACILITATOR, INITIATOR, LOOK_BACK
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import Step

OUTSIDERS = frozenset({"note_taker"})


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """Four steps of preparation, and one for each meeting."""
    everybody = people.contacts(traject)
    # A look-back has steps of its own, and its own term (CR-23).
    sessions = list(traject.sessions.exclude(template__startswith=LOOK_BACK).order_by("planned", "created"))
    own = [_leads(traject, everybody, roles), _comes(traject, everybody, roles)]
    if not any(row.role == INITIATOR for row in everybody) and FACILITATOR in roles:
        own.append(_initiates(traject))
    own += [_date(traject, session, roles) for session in sessions if session.status != Session.Status.CLOSED]
    return own + [_meets(session, roles) for session in sessions]


def _may(roles: frozenset[str]) -> bool:
    return bool(roles - OUTSIDERS)


def _initiates(traject: Traject) -> Step:
    return Step(
        "before",
        5,
        "Wie neemt het initiatief?",
        "todo",
        "De initiatiefnemer houdt na afloop de lessen en de afspraken vast. Zet die persoon met zijn rol op de lijst.",
        reverse("contact_new", args=[traject.pk]) + "?rol=initiator",
        "Initiatiefnemer toevoegen",
    )


def _leads(traject: Traject, everybody: list[Contact], roles: frozenset[str]) -> Step:
    leading = [row for row in everybody if row.role == FACILITATOR]
    writing = [row for row in everybody if row.role == "note_taker"]
    url = reverse("traject_appoint", args=[traject.pk])
    if not leading:
        text = "Kies iemand die niet bij de casus betrokken was en die het vertrouwen van alle partijen heeft."
        return Step("before", 20, "Gespreksbegeleider aanwijzen", "todo", text, url, "Aanwijzen")
    names = " en ".join(row.person.name for row in leading)
    second = len(leading) > 1 or writing
    text = (
        names if second else f"{names}. Liefst is er een tweede persoon: om samen te begeleiden of om mee te schrijven."
    )
    return Step("before", 20, "Gespreksbegeleider", "done", text, url if _may(roles) else "")


def _comes(traject: Traject, everybody: list[Contact], roles: frozenset[str]) -> Step:
    seated = [row for row in everybody if row.role in indicators.AT_TABLE]
    parties = people.parties_of(row.person for row in seated)
    url = reverse("traject_people", args=[traject.pk])
    if len(parties) < 2:
        text = "Zet de partijen en hun mensen op de lijst. Tien tot twaalf mensen is goed te doen."
        action = "Mensen toevoegen"
        return Step("before", 30, "Deelnemers op de lijst", "todo" if _may(roles) else "waiting", text, url, action)
    text = f"{len(seated)} mensen van {len(parties)} partijen."
    return Step("before", 30, "Deelnemers op de lijst", "done", text, url)


def _date(traject: Traject, session: Session, roles: frozenset[str]) -> Step:
    url = reverse("session_date", args=[traject.pk, session.pk]) if _may(roles) else ""
    many = traject.sessions.count() > 1
    name = f"Datum van {session.title}" if many else "Datum van de bijeenkomst"
    if session.planned is None:
        text = "Prik een dag waarop iedereen kan. De uitnodiging gaat pas uit als jij dat zegt."
        return Step("before", 80, name, "todo" if url else "waiting", text, url, "Datum kiezen")
    day = timezone.localtime(session.planned)
    text = f"{_said(day.date())} om {day:%H:%M} uur."
    return Step("before", 80, name, "done", text, url)


def _meets(session: Session, roles: frozenset[str]) -> Step:
    title = "De bijeenkomst" if session.title == session.traject.title else session.title
    url = reverse("control", args=[session.pk]) if roles & frozenset(CONTROL) else ""
    if session.status == Session.Status.CLOSED:
        return Step("meeting", 115, title, "done", "De bijeenkomst is geweest.", url)
    if session.planned is None:
        return Step("meeting", 115, title, "later", "Er is nog geen datum.", url)
    start = timezone.localtime(session.planned)
    when = f"{_said(start.date())}, {start:%H:%M} uur"
    if session.status == Session.Status.OPEN or start.date() <= clock.today():
        text, who = f"{when}.", "de gespreksbegeleider"
        return Step("meeting", 115, title, "todo" if url else "waiting", text, url, "Open Regie", who=who)
    return Step("meeting", 115, title, "later", f"{when}.", url, due=start.date())


def _said(day: date) -> str:
    return date_format(day, "l j F Y")
