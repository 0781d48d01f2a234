"""Vertellen dat het weg is: one letter to everybody who took part, with the address of the record (CR-22)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from samenspel.keys.cipher import KeyGone
from samenspel.letters import post
from samenspel.retention import terms
from samenspel.retention.records import DeletionRecord, grouped
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

KIND = "deletion"


def tell(record: DeletionRecord) -> int:
    """Lay the letters ready; once per contact and record, however often it is asked. How many people there are."""
    traject = Traject.objects.filter(pk=record.content["traject"]).first()
    if traject is None:
        return 0
    # Who led has been removed by now, and hears it as well; whoever was taken off before does not.
    told = [each for each in traject.contacts.order_by("pk") if not each.removed or each.role in LED]
    try:
        for contact in told:
            _put(traject, contact, record)
    except KeyGone:
        return 0
    return len(told)


LED = (Contact.Role.FACILITATOR, Contact.Role.NOTE_TAKER)


def _put(traject: Traject, contact: Contact, record: DeletionRecord) -> None:
    address = f"{settings.SAMENSPEL_PUBLIC_URL}{reverse('destroyed', args=[traject.pk])}"
    lines = [
        f"De casus van ‘{traject.title}’ is op {terms.said(record.day)} vernietigd. Wat er over de casus is gezegd en "
        "opgeschreven, kan niemand meer lezen, ook niet uit een reservekopie.",
        f"Op deze bladzijde staat het bewijs: {address}",
        "Kreeg je eerder een vingerafdruk? Plak hem daar, dan zie je of het om deze casus gaat. Dit is de vingerafdruk "
        "van de sleutel die is vernietigd:",
        "\n".join(grouped(each) for each in record.keys.values()),
    ]
    if contact.role in LED:
        lines.append(
            "Je toegang is hiermee geëindigd. Heb je zelf nog bestanden, mails of papier van deze casus? Gooi ze dan "
            "weg, en laat dat weten op die bladzijde."
        )
    else:
        until = terms.said(traject.outcome_until)
        lines.append(f"De rode draden, de lessen, de afspraken en het verslag blijven tot en met {until}.")
    post.put(
        contact,
        KIND,
        f"deletion:{record.entry.hash[:16]}:{contact.pk}",
        subject="De casus is vernietigd",
        text="\n\n".join(lines),
        link=False,
    )
