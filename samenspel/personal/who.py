"""Wie is wie: whom a contact can turn to, and who sits at the table."""

from __future__ import annotations

from samenspel.trajects import access, people
from samenspel.trajects.contact import Contact, Person


def reads(contact: Contact) -> bool:
    """Whether the questions of the preparation are for this contact: who sits at the table."""
    return people.is_room_role(contact)


def leaders(contact: Contact) -> list[Person]:
    """Who leads the talk."""
    return [row.person for row in people.contacts(contact.traject, access.FACILITATOR)]


def to_ask(contact: Contact) -> Person | None:
    """Whom to ask when something is not clear: the facilitator, else the initiator."""
    rows = people.contacts(contact.traject, access.FACILITATOR) or people.contacts(contact.traject, access.INITIATOR)
    others = [row.person for row in rows if row.pk != contact.pk]
    return next(iter(others), None)
