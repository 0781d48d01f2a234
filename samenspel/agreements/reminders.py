"""Herinneringen aan afspraken (X-2): a week before the day, the day after, and a month later; and at the look-back.

One letter for everything of one person on one day. Its key holds ids and a day, so it goes once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samenspel.agreements import answers, planning, register
from samenspel.agreements.register import Entry
from samenspel.keys.cipher import KeyGone
from samenspel.letters import invitations
from samenspel.letters.reminders import Reminder
from samenspel.store.models import SessionClock
from samenspel.trajects.access import LOOK_BACK
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject

KIND: Final = "agreement"
BEFORE, SOON_AFTER, LATER = timedelta(days=7), timedelta(days=14), timedelta(days=30)
PLAN_AHEAD: Final = timedelta(days=28)
ANSWER_AHEAD: Final = timedelta(days=7)
AT_MOST: Final = 5

_known: dict[str, tuple[object, list[Reminder]]] = {}


def due(now: datetime) -> Iterator[Reminder]:
    """What is due today. A traject in which nothing happened since this was last worked out, today, is not opened."""
    today = timezone.localtime(now).date()
    there = Traject.objects.filter(quick=False, outcome_until__gte=today)
    alive = set()
    for traject in there:
        alive.add(traject.pk)
        stand = _stand(traject, today)
        kept = _known.get(traject.pk)
        if kept is None or kept[0] != stand:
            try:
                kept = (stand, list(_of(traject, today)))
            except KeyGone:
                continue
            _known[traject.pk] = kept
        yield from kept[1]
    for gone in set(_known) - alive:
        del _known[gone]


def _stand(traject: Traject, today: date) -> object:
    """Whatever the answer depends on: the day, the meetings and how far they are, and who takes part."""
    sessions = traject.sessions.order_by("pk").values_list("pk", "status", "planned")
    clocks = SessionClock.objects.filter(traject=traject.pk).order_by("session")
    people = traject.contacts.order_by("pk").values_list("pk", "removed")
    told = [invitations.sent(one) for one in traject.sessions.filter(template__startswith=LOOK_BACK)]
    return today, list(sessions), list(clocks.values_list("session", "clock", "case_state")), list(people), told


def _of(traject: Traject, today: date) -> Iterator[Reminder]:
    yield from _agreements(traject, today)
    yield from _look_back(traject, today)


def _agreements(traject: Traject, today: date) -> Iterator[Reminder]:
    asked = [
        (entry.owner, entry.due, when, entry)
        for entry in register.register(traject)
        if entry.going and entry.owner is not None and entry.due is not None and (when := turn(entry.due, today))
    ]
    asked.sort(key=lambda one: (one[0].pk, one[1], one[2], one[3].id))
    for (_, day, when), group in groupby(asked, key=lambda one: (one[0].pk, one[1], one[2])):
        found = list(group)
        yield _letter(found[0][0], day, when, [entry for *_, entry in found])


def turn(due: date, today: date) -> str:
    """Which reminder it is time for, or an empty text: `before`, `after` or `month`."""
    if due - BEFORE <= today < due:
        return "before"
    if due < today <= due + SOON_AFTER:
        return "after"
    return "month" if due + LATER <= today <= due + 2 * LATER else ""


def _letter(contact: Contact, day: date, when: str, entries: list[Entry]) -> Reminder:
    one = len(entries) == 1
    said = planning.said(day)
    first = {
        "before": f"{'Deze afspraak staat' if one else 'Deze afspraken staan'} op jouw naam, voor {said}:",
        "after": f"{'Deze afspraak zou' if one else 'Deze afspraken zouden'} op {said} klaar zijn:",
        "month": f"{'Deze afspraak zou' if one else 'Deze afspraken zouden'} een maand geleden klaar zijn, op {said}:",
    }[when]
    lines = [f"- {_words(entry)}" for entry in entries[:AT_MOST]]
    lines += [f"- en nog {len(entries) - AT_MOST}"] if len(entries) > AT_MOST else []
    text = [
        first,
        "\n".join(lines),
        "Zeg op je eigen pagina hoe het ermee staat. Dat kost een minuut. Lukt het niet of is het niet meer nodig? Zeg "
        "dat dan ook; daar leren we van.",
        "{link}",
    ]
    return Reminder(
        contact=contact,
        key=f"agreements:{contact.pk}:{day.isoformat()}:{when}",
        subject="Hoe staat het met je afspraak?" if one else "Hoe staat het met je afspraken?",
        text="\n\n".join(text),
        kind=KIND,
        button="Zeg hoe het gaat",
    )


def _words(entry: Entry) -> str:
    """The agreement in a letter; one about the case itself is not put in the mail."""
    if entry.body.kind == "case":
        return "een afspraak over de casus zelf; je leest hem op je eigen pagina"
    return " ".join(entry.body.what.split())


def _look_back(traject: Traject, today: date) -> Iterator[Reminder]:
    session = planning.coming(traject)
    if session is None:
        yield from _to_plan(traject, today)
    elif session.planned is not None:
        day = timezone.localtime(session.planned).date()
        if day - ANSWER_AHEAD <= today < day and invitations.sent(session) is not None:
            yield from _to_answer(session, day)


def _to_plan(traject: Traject, today: date) -> Iterator[Reminder]:
    found = planning.window(traject)
    if found is None or (found.again and found.agreed is None):
        return
    day = found.agreed or planning.add_months(found.held, planning.SOONEST)
    if not day - PLAN_AHEAD <= today <= day + LATER:
        return
    address = f"{settings.SAMENSPEL_PUBLIC_URL}{reverse('look_back', args=[traject.pk])}"
    for contact in traject.contacts.filter(role=Contact.Role.INITIATOR, removed=False):
        yield Reminder(
            contact=contact,
            key=f"look_back:plan:{contact.pk}:{day.isoformat()}",
            subject="Plan de terugblik",
            text=f"Op {planning.said(found.held)} kwamen jullie bij elkaar. Drie tot zes maanden later kijken jullie "
            "samen terug: wat heeft het ons gebracht? Jij organiseert dat. Plan de terugblik op deze bladzijde: "
            f"{address}\n\nAlle afspraken, lessen en rode draden staan er klaar.",
            kind="look_back",
            link=contact.user_id is None,
        )


def _to_answer(session: Session, day: date) -> Iterator[Reminder]:
    roles = (Contact.Role.INITIATOR, Contact.Role.PARTICIPANT)
    for contact in session.traject.contacts.filter(role__in=roles, removed=False):
        paper = answers.of(session, contact)
        if paper is None or any(one.answer for one in paper.questions):
            continue
        yield Reminder(
            contact=contact,
            key=f"look_back:answer:{session.pk}:{contact.pk}:{day.isoformat()}",
            subject="Twee vragen voor de terugblik",
            text=f"Op {planning.said(day)} kijken we samen terug. Wil je vooraf twee vragen beantwoorden? Het kost "
            "tien minuten, en het gesprek wordt er beter van.\n\n{link}",
            kind="look_back",
            button="Beantwoord de vragen",
        )
