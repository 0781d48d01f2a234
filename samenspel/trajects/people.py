"""Wat er met betrokkenen van een traject kan: add, change, take off, and bring into a room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samenspel.kernel.audience import ROOM_ROLES, Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.project import Seen, snapshot
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.kernel.text import NAME_LENGTH, SHORT_LENGTH
from samenspel.trajects import engine
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject, new_id
from samenspel.vocabulary.people import Attendee, Party

COLOURS = 12
_SMALL = ("de", "het", "van", "voor", "en", "in", "op", "der", "den")


def contacts(traject: Traject, *roles: str) -> list[Contact]:
    """Who takes part, in the order of their names; of these roles when any are named. Raises KeyGone."""
    rows = traject.contacts.filter(removed=False)
    if roles:
        rows = rows.filter(role__in=roles)
    return sorted(rows, key=lambda row: row.person.name.casefold())


def add_contact(traject: Traject, role: str, person: Person, user: Any = None, contact_id: str = "") -> Contact:
    """Somebody new; `contact_id` when it was known as an attendee before."""
    row = Contact(id=contact_id or new_id(), traject=traject, role=role, user=user)
    row.set_person(person)
    row.save(force_insert=True)
    return row


def main_session(traject: Traject) -> Session | None:
    """The meeting around which the traject turns: the first one."""
    return traject.sessions.order_by("created", "pk").first()


def instance_of(state: State, instrument: str) -> str:
    """The id of the first instance of an instrument in a room, or an empty text."""
    found = (r.id for r in state.of(Instance) if isinstance(r.body, Instance) and r.body.instrument == instrument)
    return next(found, "")


def actor(contact: Contact, state: State | None = None) -> Actor:
    """Who asks something of the engine on behalf of this contact; its party is that of its attendee in the room."""
    record = state.get(contact.pk) if state else None
    body = record.body if record else None
    party = body.party if isinstance(body, Attendee) else None
    return Actor(person=contact.pk, role=Role(contact.role), party=party)


def seen_by(state: State, contact: Contact) -> list[Seen]:
    """What this contact may see of a room, and nothing else (R5): the one projection of every page and letter."""
    asking = actor(contact, state)
    return snapshot(engine.instruments(), state, Audience(asking.role, asking.person, asking.party))


def sync_attendee(session: Session, contact: Contact, *, present: bool = False) -> None:
    """Bring a contact into the room of a session, under its own id and party; the room follows later changes. Who is
    expected is on the list and not there yet; `present` says that somebody came in (R14).

    Raises Refused when the room cannot take it (full, a name too long), and Gone when its key is destroyed.
    """
    state = engine.state_of(session.pk)
    host = Actor(person=session.host, role=Role.FACILITATOR)
    person = contact.person
    party = _party(session, state, host, person)
    known = state.get(contact.pk)
    level = person.level if person.level in ("practice", "team_lead", "management") else ""
    fields: dict[str, object] = {
        "name": person.name[:NAME_LENGTH],
        "party": party,
        "function": person.function[:NAME_LENGTH],
        "level": level,
        "involved": person.involved,
    }
    if known is None:
        add = engine.command(session.pk, "add_attendee", id=contact.pk, role=contact.role, **fields)
        come = engine.command(session.pk, "change_attendee", id=contact.pk, present=present)
        engine.run(session.pk, host, add, *([come] if is_room_role(contact) else []))
        return
    given = {name: value for name, value in fields.items() if value is not None}
    if present:
        given["present"] = True
    if any(getattr(known.body, name, None) != value for name, value in given.items()):
        change = engine.command(session.pk, "change_attendee", id=contact.pk, **given)
        engine.run(session.pk, host, engine.over(known, change))


def sync_all(session: Session) -> None:
    """Bring every contact of the traject into the room."""
    for contact in contacts(session.traject):
        sync_attendee(session, contact)


def is_room_role(contact: Contact) -> bool:
    """Whether the contact sits at the table, rather than leading the talk."""
    return Role(contact.role) in ROOM_ROLES


def parties_of(people: Iterable[Person]) -> list[str]:
    """The parties that these speak for, each once, in the order in which they come."""
    return list(dict.fromkeys(person.party for person in people if person.party))


def _party(session: Session, state: State, host: Actor, person: Person) -> str | None:
    if not person.party:
        return None
    wanted = person.party.casefold()
    known = [(record.id, record.body) for record in state.of(Party) if isinstance(record.body, Party)]
    for party_id, body in known:
        if wanted in (body.name.casefold(), body.short.casefold()):
            return party_id
    taken = {body.colour for _, body in known}
    free = next((colour for colour in range(1, COLOURS + 1) if colour not in taken), len(known) % COLOURS + 1)
    colour = person.colour if person.colour and person.colour not in taken else free
    short = _own_short(person.party_short or short_name(person.party), {body.short for _, body in known})
    engine.run(
        session.pk,
        host,
        engine.command(session.pk, "add_party", name=person.party[:NAME_LENGTH], short=short, colour=colour),
    )
    after = engine.state_of(session.pk)
    return next((r.id for r in after.of(Party) if isinstance(r.body, Party) and r.body.name.casefold() == wanted), None)


def short_name(name: str) -> str:
    """A short name for who gave none: whole words that fit, or the beginning of a long word with a full stop."""
    if len(name) <= SHORT_LENGTH:
        return name
    words = name[: SHORT_LENGTH + 1].rsplit(" ", 1)[0].strip()
    while words.rpartition(" ")[2].casefold() in _SMALL:
        words = words.rpartition(" ")[0]
    return words if 0 < len(words) <= SHORT_LENGTH else f"{name[: SHORT_LENGTH - 1].strip()}."


def _own_short(wanted: str, taken: set[str]) -> str:
    """Two parties never share a short name: the second gets a number behind it."""
    wanted = wanted[:SHORT_LENGTH].strip()
    used = {short.casefold() for short in taken}
    tries = (wanted, *(f"{wanted[: SHORT_LENGTH - 2].strip()} {number}" for number in range(2, 100)))
    return next(short for short in tries if short.casefold() not in used)
