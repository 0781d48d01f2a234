"""Herinneringen: veertien en drie dagen tevoren weten initiatiefnemer en gespreksbegeleider dat de casus weggaat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse

from samenspel import clock
from samenspel.letters.reminders import Reminder
from samenspel.retention import terms
from samenspel.retention.records import fingerprint, grouped
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

DAYS: Final = (14, 3)
WARNED: Final = (Contact.Role.INITIATOR, Contact.Role.FACILITATOR)


def due(now: datetime) -> Iterator[Reminder]:
    """One letter at fourteen days and one at three; who extends the term gets new ones for the new day. About the
    outcome one letter, to who began."""
    for traject in Traject.objects.all():
        left = terms.days_left(traject)
        reached = [days for days in DAYS if 0 <= left <= days]
        if reached and terms.case_is_there(traject):
            for contact in traject.contacts.filter(role__in=WARNED, removed=False):
                yield _warning(traject, contact, min(reached))
        if 0 <= (traject.outcome_until - clock.today()).days <= DAYS[0]:
            for contact in traject.contacts.filter(role=Contact.Role.INITIATOR, removed=False):
                yield _last(traject, contact)


def _warning(traject: Traject, contact: Contact, days: int) -> Reminder:
    day = terms.said(traject.case_until)
    address = _page(traject)
    lines = [
        f"{day} is de laatste dag dat de casus van ‘{traject.title}’ wordt bewaard. De dag erna wordt hij vernietigd: "
        "de momenten, de duidingen en alles wat iemand in de voorbereiding schreef. Dat kan niemand terughalen.",
        "Wat blijft: de rode draden, de lessen, de afspraken, het verslag en de tijdlijn zonder duidingen.",
    ]
    if contact.role == Contact.Role.FACILITATOR:
        lines.append(
            "Heb je zelf nog bestanden, mails of papier van deze casus? Gooi ze dan weg, en laat dat weten op de "
            "bladzijde hieronder. Daarna eindigt jouw toegang."
        )
    lines += [
        f"Is dat te vroeg of te laat? Op deze bladzijde kies je een andere dag: {address}",
        "Na afloop kun je nakijken dat het echt weg is. Bewaar daarvoor deze vingerafdruk:",
        grouped(fingerprint(traject.pk)),
    ]
    return Reminder(
        contact=contact,
        key=f"retention:{days}:{traject.case_until.isoformat()}:{contact.pk}",
        subject=f"Over {max(terms.days_left(traject), 0)} dagen gaat de casus weg",
        text="\n\n".join(lines),
        kind="retention",
        link=False,
    )


def _last(traject: Traject, contact: Contact) -> Reminder:
    proof = f"{settings.SAMENSPEL_PUBLIC_URL}{reverse('destroyed', args=[traject.pk])}"
    lines = [
        f"{terms.said(traject.outcome_until)} is de laatste dag dat de opbrengst van ‘{traject.title}’ wordt bewaard: "
        "de lessen, de afspraken, het verslag en de namen van wie meededen. De dag erna gaat alles weg.",
        "Sla op wat je nog nodig hebt: het verslag, en de afspraken als werkblad. Heb je meer tijd nodig? Op deze "
        f"bladzijde kies je een andere dag: {_page(traject)}",
        f"Daarna is er alleen nog het bewijs van vernietiging: {proof}",
    ]
    return Reminder(
        contact=contact,
        key=f"retention:outcome:{traject.outcome_until.isoformat()}:{contact.pk}",
        subject="Over twee weken gaat de opbrengst weg",
        text="\n\n".join(lines),
        kind="retention",
        link=False,
    )


def _page(traject: Traject) -> str:
    return f"{settings.SAMENSPEL_PUBLIC_URL}{reverse('retention', args=[traject.pk])}"
