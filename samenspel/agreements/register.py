"""Het register van afspraken (X-2): all agreements of all meetings of a traject, each once, as somebody may see them.

It reads what is kept under the key `outcome` only, so it is the same before and after the case is destroyed (CR-22).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import msgspec

from samenspel import clock
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import visibility
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject
from samenspel.vocabulary import agreed
from samenspel.vocabulary.outcomes import Agreement, Lesson, Status
from samenspel.vocabulary.people import Party

GOING: Final = ("open", "started")
STATUSES: Final[dict[str, str]] = {"open": "Open", "started": "Begonnen", "done": "Gedaan", "dropped": "Vervallen"}
KINDS: Final[dict[str, str]] = {
    "working": "Zo gaan we werken",
    "case": "Voor de casus zelf",
    "new_information": "Hoe we met nieuwe informatie omgaan",
}


@dataclass(frozen=True)
class Entry:
    """Afspraak in het register, as whoever looks may see it. `owner` is the contact who is asked how it goes; `party`
    and `lesson` are words. `session` is the newest meeting that has it: there it is changed."""

    id: str
    session: Session
    instance: str
    body: Agreement
    version: int
    owner: Contact | None
    author: str | None
    party: str
    lesson: str
    may_read: bool

    @property
    def due(self) -> date | None:
        """The day on which it should be done. What was kept once and is no day, like 31 February, is none."""
        try:
            return date.fromisoformat(self.body.due) if self.body.due else None
        except ValueError:
            return None

    @property
    def going(self) -> bool:
        """Whether something is still to be done."""
        return self.body.status in GOING

    @property
    def overdue(self) -> bool:
        """Whether its day is over and it is not done."""
        return self.going and self.due is not None and self.due < clock.today()

    @property
    def status(self) -> str:
        """In a word."""
        return STATUSES[self.body.status]

    @property
    def kind(self) -> str:
        """What sort of agreement it is, in words."""
        return KINDS[self.body.kind]


def register(traject: Traject, reader: Contact | Actor | None = None) -> list[Entry]:
    """Every agreement of the traject, the newest meeting's words for each; overdue first, then by date, done last.

    `reader` is who looks; what the view hides from them is empty. Without one everything shows: for reminders, which
    tell nobody. Raises KeyGone when the outcome is destroyed.
    """
    known = {row.pk: row for row in traject.contacts.all()}
    found: dict[str, Entry] = {}
    for session in traject.sessions.order_by("created", "pk"):
        try:
            state = engine.state_of(session.pk)
        except Gone:
            continue
        for record in state.of(Agreement):
            found[record.id] = _entry(session, state, record, known, reader)
    return sorted(found.values(), key=_turn)


def find(traject: Traject, agreement: str, reader: Contact | Actor | None = None) -> Entry | None:
    """One agreement, or None."""
    return next((entry for entry in register(traject, reader) if entry.id == agreement), None)


def is_own(entry: Entry, contact: Contact) -> bool:
    """Whether this contact is asked how it goes."""
    return entry.owner is not None and entry.owner.pk == contact.pk


def is_of_party(entry: Entry, contact: Contact) -> bool:
    """Whether it is an agreement of the party that this contact speaks for."""
    party = contact.person.party.casefold()
    return bool(party) and entry.party.casefold() == party


def report(entry: Entry, actor: Actor, status: Status, text: str, shared: bool) -> None:
    """Say how far it is. Raises Refused, and Gone when the meeting is being destroyed."""
    args: dict[str, object] = {"id": entry.id, "status": status, "report": text, "shared": shared}
    engine.run(entry.session.pk, actor, _command(entry, "report_agreement", args))


def plan(entry: Entry, actor: Actor, owner: Contact | None, due: str, version: int) -> None:
    """Say whose it is and when it is due; `version` is the one that was looked at (R11). Raises Refused and Gone."""
    if owner is not None and (owner.removed or owner.traject_id != entry.session.traject_id):
        raise Refused(Reason.NOT_FOUND)
    if owner is not None and engine.state_of(entry.session.pk).of("attendee"):
        people.sync_attendee(entry.session, owner)
    args: dict[str, object] = {"id": entry.id, "owner": owner.pk if owner else None, "due": due}
    engine.run(entry.session.pk, actor, _command(entry, "plan_agreement", args, version))


def as_actor(reader: Contact | Actor) -> Actor:
    """Who acts."""
    return reader if isinstance(reader, Actor) else Actor(person=reader.pk, role=Role(reader.role))


def _command(entry: Entry, move: str, args: dict[str, object], base: int | None = None) -> Command:
    return Command(op=secrets.token_hex(16), instance=entry.instance, move=move, args=args, base=base)


def _entry(
    session: Session, state: State, record: Record, known: dict[str, Contact], reader: Contact | Actor | None
) -> Entry:
    body = cast(Agreement, record.body)
    owner = known.get(agreed.owned_by(record, body) or "")
    asked = owner is not None and not owner.removed and (body.owner is not None or people.is_room_role(owner))
    may_read = reader is None or _may_read(state, record, reader)
    lesson = state.get(body.lesson)
    return Entry(
        id=record.id,
        session=session,
        instance=record.instance,
        body=body if may_read else msgspec.structs.replace(body, report="", reported=0),
        version=record.version,
        owner=owner if asked else None,
        author=record.author,
        party=_party(state, record, owner),
        lesson=lesson.body.text if lesson is not None and isinstance(lesson.body, Lesson) else "",
        may_read=may_read,
    )


def _may_read(state: State, record: Record, reader: Contact | Actor) -> bool:
    actor = people.actor(reader, state) if isinstance(reader, Contact) else reader
    tags = Audience(actor.role, actor.person, actor.party).tags
    sight = visibility(engine.instruments(), state, record).sight_for(tags)
    return sight is not None and (sight.fields is None or "report" in sight.fields)


def _party(state: State, record: Record, owner: Contact | None) -> str:
    if owner is not None and owner.person.party:
        return owner.person.party
    party = state.get(record.party)
    return party.body.name if party is not None and isinstance(party.body, Party) else ""


def _turn(entry: Entry) -> tuple[bool, bool, str, float, str]:
    late = entry.overdue
    return (not entry.going, not late, entry.body.due or "9999", entry.body.place, entry.id)


def counted(entries: Iterable[Entry]) -> tuple[int, int]:
    """How many are done or dropped, of how many."""
    all_of_them = list(entries)
    return sum(not entry.going for entry in all_of_them), len(all_of_them)
