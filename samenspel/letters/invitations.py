"""Uitnodigen voor een bijeenkomst (CR-10): to everybody once, again when something changes, and when it is off.

Calendars follow by the same UID with a higher SEQUENCE. What was sent last is kept, sealed, so that a change shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from samenspel import clock
from samenspel.letters import calendar, post
from samenspel.letters.calendar import Occasion
from samenspel.letters.invitation_text import Details, default_details, text_of
from samenspel.letters.models import Invitation, Letter
from samenspel.organisation.address import said
from samenspel.trajects import people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session

State = Letter.State
NEW, UPDATE, CANCEL = "invitation", "invitation_update", "invitation_cancel"
KINDS = (NEW, UPDATE, CANCEL)
TABLE, COLUMN = "invitation", "details"


class NoDate(Exception):
    """The meeting has no date yet, so nobody can be invited."""


class Kept(msgspec.Struct, frozen=True):
    """What is kept of an invitation: the details as they are, as they were last sent, and for when."""

    details: Details
    sent: Details | None = None
    sent_start: str = ""


def guests(session: Session) -> list[Contact]:
    """Who is invited: everybody in the traject but the facilitator, by name. Raises KeyGone."""
    roles = (Contact.Role.INITIATOR, Contact.Role.NOTE_TAKER, Contact.Role.PARTICIPANT)
    return people.contacts(session.traject, *roles)


def details(session: Session) -> Details:
    """The practical details as they are now; a proposal when nobody wrote any. Raises KeyGone."""
    kept = _read(_row(session))
    return kept.details if kept else default_details(session)


def save_details(session: Session, given: Details) -> None:
    """Keep other details; nobody hears of them before `send`. Raises KeyGone."""
    with transaction.atomic():
        row = _row(session)
        kept = _read(row)
        _write(row, msgspec.structs.replace(kept, details=given) if kept else Kept(given))


def occasion(session: Session, given: Details | None = None) -> Occasion:
    """The meeting as calendars show it: practical things and what to expect, nothing of the case. Raises NoDate."""
    if session.planned is None:
        raise NoDate(session.pk)
    found = given or details(session)
    lines = ["Met je eigen link uit de mail bereid je je voor en doe je mee."]
    lines += [f"Vragen: {found.contact}"] if found.contact else []
    end = session.planned + timedelta(minutes=found.minutes)
    return Occasion(session.pk, found.subject, session.planned, end, found.place, found.online, "\n".join(lines))


def changed(session: Session) -> bool:
    """Whether what people were told is no longer so: another moment, place, way in, or length."""
    kept = _read(_row(session))
    if kept is None or kept.sent is None:
        return False
    return _told(kept.sent, kept.sent_start) != _told(kept.details, _start(session))


def sent(session: Session) -> datetime | None:
    """When somebody was first invited to this meeting, or told of the last change."""
    row = Invitation.objects.filter(pk=session.pk).first()
    return row.sent if row else None


def is_cancelled(session: Session) -> bool:
    """Whether everybody was told that it is off."""
    return Invitation.objects.filter(pk=session.pk, cancelled=True).exists()


def send(session: Session, only: Iterable[Contact] | None = None) -> int:
    """Invite whoever was not invited yet; when something changed, tell whoever was. Gives how many letters were laid
    ready. Pressed twice, it lays nothing ready the second time. Raises NoDate and KeyGone."""
    if session.planned is None:
        raise NoDate(session.pk)
    with transaction.atomic():
        row = _row(session, lock=True)
        kept = _read(row) or Kept(default_details(session))
        news = row.version == 0 or row.cancelled or changed(session)
        if news:
            row.sequence += 1 if row.version else 0
            row.version, row.cancelled = row.version + 1, False
            _withdraw(session)
        row.sent = clock.now()
        _write(row, Kept(kept.details, kept.details, _start(session)))
        reached = _reached(session)
        wanted = {contact.pk for contact in only} if only is not None and not news else None
        to = [contact for contact in guests(session) if wanted is None or contact.pk in wanted]
        known = Letter.objects.filter(traject=session.traject_id, key__startswith=_prefix(session))
        before = known.count()
        for contact in to:
            _put(session, row, contact, UPDATE if contact.pk in reached else NEW)
        return known.count() - before


def cancel(session: Session) -> int:
    """Tell whoever was invited that it is off; who had not heard of it yet, hears nothing. Gives how many letters."""
    with transaction.atomic():
        row = _row(session, lock=True)
        if row.version == 0 or row.cancelled or session.planned is None:
            return 0
        row.version, row.sequence, row.cancelled, row.sent = row.version + 1, row.sequence + 1, True, clock.now()
        _withdraw(session)
        row.save()
        reached = _reached(session)
        told = [contact for contact in guests(session) if contact.pk in reached]
        for contact in told:
            _put(session, row, contact, CANCEL)
        return len(told)


def cancel_for(session: Session, contact: Contact) -> bool:
    """Take the meeting out of the calendar of one who takes part no longer; gives whether a letter was laid ready."""
    row = _row(session)
    if row.version == 0 or row.cancelled or contact.pk not in _reached(session):
        return False
    if session.planned is None or session.planned < clock.now():
        return False
    row.sequence += 1
    _put(session, row, contact, CANCEL, ":left")
    return True


def letters_of(session: Session) -> dict[str, Letter]:
    """The latest invitation of each contact, whatever became of it."""
    rows = Letter.objects.filter(traject=session.traject_id, key__startswith=_prefix(session))
    return {letter.contact_id: letter for letter in rows.order_by("created", "pk")}


def preview(session: Session, given: Details) -> tuple[str, str]:
    """Subject and text of the invitation as somebody would get it. Raises NoDate."""
    subject, text = text_of(NEW, session, given)
    return said(subject), said(text)


@post.remakes(NEW)
@post.remakes(UPDATE)
def again(letter: Letter) -> Letter | None:
    """An invitation that came back, written anew, with what holds now."""
    session = Session.objects.filter(pk=letter.key.split(":")[1], traject=letter.traject_id).first()
    row = Invitation.objects.filter(pk=session.pk).first() if session else None
    if session is None or row is None or row.cancelled or session.planned is None or letter.contact.removed:
        return None
    return _put(session, row, letter.contact, NEW, f":{letter.pk}")


def _put(session: Session, row: Invitation, contact: Contact, kind: str, more: str = "") -> Letter:
    subject, text = text_of(kind, session, details(session))
    sender = next(iter(people.contacts(session.traject, Contact.Role.FACILITATOR)), None)
    file = calendar.event(
        occasion(session), contact, row.sequence, kind == CANCEL, sender.person.name if sender else ""
    )
    key = f"{_prefix(session)}{contact.pk}:{row.version}{'x' if kind == CANCEL else ''}{more}"
    return post.put(
        contact,
        kind,
        key,
        subject=subject,
        text=text,
        attachments=[calendar.attachment(file)],
        link=kind != CANCEL,
        button="Open je eigen pagina",
    )


def _prefix(session: Session) -> str:
    return f"invite:{session.pk}:"


def _reached(session: Session) -> set[str]:
    """Who (perhaps) has a letter about this meeting in hand."""
    had = (State.SENT, State.HANDED, State.UNCERTAIN, State.SENDING)
    rows = Letter.objects.filter(traject=session.traject_id, key__startswith=_prefix(session), state__in=had)
    return set(rows.values_list("contact_id", flat=True))


def _withdraw(session: Session) -> None:
    """What has not gone yet would say something that is no longer so."""
    post.cancel(Letter.objects.filter(traject=session.traject_id, key__startswith=_prefix(session)))


def _told(found: Details, start: str) -> tuple[object, ...]:
    return (start, found.subject, found.place, found.online, found.minutes)


def _start(session: Session) -> str:
    return session.planned.isoformat() if session.planned else ""


def _row(session: Session, lock: bool = False) -> Invitation:
    if not lock:
        return Invitation.objects.filter(pk=session.pk).first() or Invitation(session=session)
    Invitation.objects.get_or_create(session=session)
    return Invitation.objects.select_for_update().get(pk=session.pk)


def _read(row: Invitation) -> Kept | None:
    from samenspel.trajects.engine import cipher

    sealed = bytes(row.sealed)
    if not sealed:
        return None
    data = cipher().open(row.session.traject_id, "outcome", TABLE, row.session_id, COLUMN, 1, sealed)
    return msgspec.json.decode(data, type=Kept)


def _write(row: Invitation, kept: Kept) -> None:
    from samenspel.trajects.engine import cipher

    data = msgspec.json.encode(kept)
    row.sealed = cipher().seal(row.session.traject_id, "outcome", TABLE, row.session_id, COLUMN, 1, data)
    row.save()
