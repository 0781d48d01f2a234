"""Wie wat doet in een traject: appoint, change, hand over, take off, and the rooms follow (X-1, CR-2, CR-3)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Refused
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject

FACILITATOR, INITIATOR, PARTICIPANT = Contact.Role.FACILITATOR, Contact.Role.INITIATOR, Contact.Role.PARTICIPANT
KNOWN_ADDRESS = "Iemand met dit e-mailadres staat al op de lijst. Er is niets veranderd."
MOST = 200
"""How many contacts a traject can have; a room with a large plenary is joined by code."""


class NotPossible(Exception):
    """The reason, in Dutch, why this cannot be done; nothing was changed."""


class Changed(Exception):
    """Somebody else changed the same contact since it was read; nothing was written."""


def version_of(contact: Contact) -> str:
    """Which state of a contact somebody looks at. Says nothing of what it holds: that is sealed anew every time."""
    return hashlib.sha256(bytes(contact.sealed) + contact.role.encode()).hexdigest()[:16]


def account(text: str) -> User | None:
    """The account with this user name or e-mail address, if it can be used and only one answers to it."""
    name = text.strip()
    found = list(User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True)[:2])
    return found[0] if name and len(found) == 1 else None


def add(traject: Traject, role: str, persons: list[Person]) -> list[Contact]:
    """People on the list, all or none, and into the rooms. Raises NotPossible."""
    with transaction.atomic():
        Traject.objects.select_for_update().get(pk=traject.pk)
        if traject.contacts.filter(removed=False).count() + len(persons) > MOST:
            raise NotPossible(f"Er passen hoogstens {MOST} mensen op de lijst. Er is niets toegevoegd.")
        _keep_addresses_apart(traject, persons)
        rows = [people.add_contact(traject, role, _with_colour(traject, person)) for person in persons]
        for row in rows:
            follow(row)
    return rows


def change(contact: Contact, person: Person, version: str) -> Contact:
    """Other particulars of a contact. Raises Changed when it is another one than was looked at, and NotPossible."""
    with transaction.atomic():
        Traject.objects.select_for_update().get(pk=contact.traject_id)
        row = Contact.objects.select_for_update().select_related("traject").get(pk=contact.pk)
        if version_of(row) != version or row.removed:
            raise Changed
        _keep_addresses_apart(row.traject, [person], but=row.pk)
        row.set_person(_with_colour(row.traject, person, but=row.pk))
        row.save(update_fields=["sealed"])
        follow(row)
    return row


def set_role(contact: Contact, role: str) -> None:
    """Another role, also in the rooms that are not over. Raises NotPossible."""
    with transaction.atomic():
        row = Contact.objects.select_for_update().select_related("traject").get(pk=contact.pk)
        if row.role == FACILITATOR and role != FACILITATOR:
            _chair_goes_over(row)
        if row.role == INITIATOR and role != INITIATOR:
            _keep_an_initiator(row)
        row.role = role
        row.save(update_fields=["role"])
        follow(row)
        for session in _not_over(row.traject):
            _in_room(session, "change_attendee", id=row.pk, role=role)
    contact.role = role


def appoint(traject: Traject, role: str, user: Any) -> Contact:
    """An account gets a role in the traject (CR-2); who takes part already keeps the same place at the table."""
    with transaction.atomic():
        Traject.objects.select_for_update().get(pk=traject.pk)
        known = traject.contacts.filter(user=user, removed=False).first()
        if known is not None and known.role == role:
            raise NotPossible("Deze collega heeft die rol al in dit traject.")
        if known is None:
            person = Person(name=(user.get_full_name() or user.get_username())[:60], email=user.email or "")
            known = people.add_contact(traject, role, person, user)
            follow(known)
        else:
            set_role(known, role)
    return known


def accept(contact: Contact, user: Any) -> None:
    """Somebody who came in by link says: this is my account. Raises NotPossible when the contact has one already."""
    with transaction.atomic():
        row = Contact.objects.select_for_update().select_related("traject").get(pk=contact.pk)
        if row.user_id is not None or row.removed or row.role == PARTICIPANT:
            raise NotPossible("Bij deze uitnodiging hoort al een account.")
        if row.traject.contacts.filter(user=user, role=row.role, removed=False).exists():
            raise NotPossible("Met dit account heb je die rol al in dit traject.")
        row.user = user
        row.save(update_fields=["user"])
        Session.objects.filter(traject=row.traject, host=row.pk).update(facilitator=user)


def hand_over(giver: Contact, user: Any) -> Contact:
    """The initiative goes to another account; who gives it stays as participant. Raises NotPossible."""
    if giver.user_id == user.pk:
        raise NotPossible("Dat ben je zelf. Kies het account van iemand anders.")
    with transaction.atomic():
        taker = appoint(giver.traject, INITIATOR, user)
        set_role(giver, PARTICIPANT)
    return taker


def take_off(contact: Contact, *, words: bool = False) -> None:
    """Somebody takes part no more: particulars are overwritten, links end, rooms that are not over lose the attendee.

    What was written in a room stays with its party, unless `words` go as well (CR-22): then it is seen that something
    was removed where others had read it. Raises NotPossible for the last one who can lead or initiate.
    """
    from samenspel.invitations.models import Ticket
    from samenspel.letters import invitations

    with transaction.atomic():
        row = Contact.objects.select_for_update().select_related("traject").get(pk=contact.pk)
        if row.role == FACILITATOR:
            _chair_goes_over(row)
        if row.role == INITIATOR:
            _keep_an_initiator(row)
        if words:
            for session in row.traject.sessions.select_related("traject"):
                _remove_words(session, row)
        for session in _not_over(row.traject):
            _in_room(session, "remove_attendee", id=row.pk)
            invitations.cancel_for(session, row)
        row.links.all().delete()
        Ticket.objects.filter(session__traject=row.traject, attendee=row.pk).update(revoked=True)
        row.set_person(Person(name=""))
        row.removed, row.user = True, None
        row.save(update_fields=["sealed", "removed", "user"])


def follow(contact: Contact) -> None:
    """The rooms that are not over know what the list knows. Raises NotPossible when one of them cannot."""
    for session in _not_over(contact.traject):
        try:
            people.sync_attendee(session, contact)
            if contact.role == FACILITATOR:
                _take_free_chair(session, contact)
        except Refused:
            raise NotPossible("De bijeenkomst kan dit niet opnemen: er zijn al te veel mensen of partijen.") from None
        except Gone:
            continue


def _take_free_chair(session: Session, contact: Contact) -> None:
    chair = session.host
    if Contact.objects.filter(pk=chair, removed=False).exists():
        return
    session.host, session.facilitator = contact.pk, contact.user
    session.save(update_fields=["host", "facilitator"])
    _in_room(session, "remove_attendee", id=chair)


def _chair_goes_over(leaving: Contact) -> None:
    others = leaving.traject.contacts.filter(role=FACILITATOR, removed=False).exclude(pk=leaving.pk)
    heir = others.filter(user__isnull=False).first() or others.first()
    led = [session for session in _not_over(leaving.traject) if session.host == leaving.pk]
    if heir is None and led:
        raise NotPossible("Wijs eerst een andere gespreksbegeleider aan. Er is niets veranderd.")
    for session in led:
        session.host, session.facilitator = heir.pk, heir.user  # type: ignore[union-attr]
        session.save(update_fields=["host", "facilitator"])
    Session.objects.filter(traject=leaving.traject, facilitator=leaving.user).update(facilitator=None)


def _keep_an_initiator(leaving: Contact) -> None:
    others = leaving.traject.contacts.filter(role=INITIATOR, removed=False).exclude(pk=leaving.pk)
    if not others.exists():
        raise NotPossible("Er moet een initiatiefnemer blijven: draag dat eerst over. Er is niets veranderd.")


def _keep_addresses_apart(traject: Traject, persons: list[Person], but: str = "") -> None:
    """Read under the lock of the traject: who looked before may have been overtaken."""
    taken = {row.person.email.casefold() for row in people.contacts(traject) if row.pk != but} - {""}
    if any(person.email.casefold() in taken for person in persons):
        raise NotPossible(KNOWN_ADDRESS)


def _with_colour(traject: Traject, person: Person, but: str = "") -> Person:
    """Everybody of a party has its colour and its short name; a new party gets the first colour that is free."""
    if not person.party:
        return msgspec.structs.replace(person, colour=0, party_short="")
    others = [row for row in people.contacts(traject) if row.pk != but]
    same = [row for row in others if row.person.party.casefold() == person.party.casefold()]
    taken = {row.person.colour for row in others}
    free = (colour for colour in range(1, people.COLOURS + 1) if colour not in taken)
    colour = same[0].person.colour if same else next(free, len(taken) % people.COLOURS + 1)
    short = person.party_short or (same[0].person.party_short if same else "")
    for row in same:
        if row.person.party_short != short:
            row.set_person(msgspec.structs.replace(row.person, party_short=short))
            row.save(update_fields=["sealed"])
    return msgspec.structs.replace(person, colour=colour, party_short=short)


def _not_over(traject: Traject) -> list[Session]:
    return list(traject.sessions.exclude(status=Session.Status.CLOSED).select_related("traject"))


def _remove_words(session: Session, contact: Contact) -> None:
    """What somebody wrote for the case, taken away on request by whoever leads; nothing where the case is gone."""
    try:
        instance = people.instance_of(engine.state_of(session.pk), "case_reconstruction")
        if instance:
            host = Actor(person=session.host, role=Role.FACILITATOR)
            engine.run(session.pk, host, engine.command(instance, "remove_my_words", person=contact.pk))
    except Gone:
        return


def _in_room(session: Session, move: str, **args: object) -> None:
    """One move of whoever leads; a room in which there is nothing to do is left as it is."""
    try:
        if engine.state_of(session.pk).get(str(args["id"])) is not None:
            engine.run(
                session.pk, Actor(person=session.host, role=Role.FACILITATOR), engine.command(session.pk, move, **args)
            )
    except Gone:
        return
    except Refused:
        raise NotPossible("De bijeenkomst laat dit nu niet toe. Er is niets veranderd.") from None
