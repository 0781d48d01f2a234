"""De terugblik plannen (CR-23): by the initiator, between three and six months after the meeting."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from samenspel import clock
from samenspel.agreements import carry, picture
from samenspel.instruments.look_back.records import LookBackTalk
from samenspel.kernel.audience import Role
from samenspel.kernel.change import Put
from samenspel.kernel.command import Actor
from samenspel.letters import invitations
from samenspel.letters.invitation_text import Details
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect, Gone
from samenspel.store.models import SessionClock
from samenspel.trajects import engine, people, services
from samenspel.trajects.access import LOOK_BACK
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject, new_id
from samenspel.vocabulary.outcomes import LookBack

TEMPLATES: Final = {"follow_up": "terugblik-90", "went_well": "terugblik-goed-gegaan-90"}
SOONEST, LATEST = 3, 6
"""Months after the meeting (001)."""
STILL: Final = timedelta(days=62)
"""How long it can still be planned by who lets the six months go by."""
EXTRA: Final = (
    "We kijken samen terug: wat hebben de lessen en afspraken ons gebracht? De casus bespreken we niet opnieuw.\n\n"
    "Beantwoord vooraf twee vragen op je eigen pagina, en zeg hoe het met jouw afspraken staat. Dat kost tien minuten."
)
Variant = Literal["follow_up", "went_well"]


class NotPossible(Exception):
    """The reason, in Dutch, why this cannot be; nothing was changed."""


@dataclass(frozen=True)
class Window:
    """Tijdvak waarin de terugblik valt. `held` is the day of the meeting, `agreed` the date that the group fixed;
    `again`: there was a look-back before."""

    held: date
    first: date
    last: date
    agreed: date | None
    organiser: str
    again: bool = False


def session_of(traject: Traject) -> Session | None:
    """The look-back that lies ahead, or else the last one that was held."""
    return coming(traject) or next(iter(_look_backs(traject)), None)


def coming(traject: Traject) -> Session | None:
    """The look-back that still has to be held."""
    return next((row for row in _look_backs(traject) if not is_over(row)), None)


def is_over(session: Session) -> bool:
    """Whether a meeting was held, or its case is gone so that it cannot be held any more."""
    if session.status == Session.Status.CLOSED:
        return True
    return SessionClock.objects.filter(session=session.pk, case_state="gone").exists()


def window(traject: Traject) -> Window | None:
    """When it can be; None as long as there was no meeting to look back on. Once there was a look-back, the group
    chooses the next one freely."""
    rows = [row for row in traject.sessions.order_by("created", "pk") if is_over(row) or _day(row) < clock.today()]
    again = [row for row in rows if row.template.startswith(LOOK_BACK) and is_over(row)]
    meetings = again[-1:] or [row for row in rows if not row.template.startswith(LOOK_BACK)]
    if not meetings:
        return None
    held = max(_day(row) for row in meetings)
    first, last = add_months(held, SOONEST), add_months(held, LATEST)
    if again:
        first, last = clock.today(), traject.outcome_until
    elif clock.today() > last - timedelta(days=14):
        last = clock.today() + STILL
    fixed = [body for row in meetings if (body := _fixed(row)) is not None]
    agreed = date.fromisoformat(fixed[-1].date) if fixed else None
    organiser = fixed[-1].organiser if fixed else ""
    return Window(held, max(first, clock.today()), last, agreed, organiser, bool(again))


def check_day(traject: Traject, day: date) -> None:
    """Raises NotPossible for a day on which it cannot be, with the reason and what can."""
    found = window(traject)
    if found is None:
        raise NotPossible("Er is nog geen bijeenkomst geweest om op terug te kijken.")
    if day < clock.today():
        raise NotPossible(
            f"Deze dag is al voorbij. Kies een dag van {said(found.first)} tot en met {said(found.last)}."
        )
    if not found.again and not found.first <= day <= found.last:
        raise NotPossible(
            f"De bijeenkomst was op {said(found.held)}. Een terugblik is drie tot zes maanden later: kies een dag van "
            f"{said(found.first)} tot en met {said(found.last)}."
        )
    if day > traject.outcome_until:
        raise NotPossible(
            f"De lessen en afspraken worden bewaard tot en met {said(traject.outcome_until)}. Kies een eerdere dag, of "
            "verleng eerst de bewaartermijn."
        )


def plan(traject: Traject, moment: datetime, variant: Variant, by: Contact, with_facilitator: bool) -> Session:
    """Make the look-back ready: a meeting with the agreements, lessons and threads in it, and everybody at the table.
    Raises NotPossible, and Refused when a name or title does not fit."""
    check_day(traject, timezone.localtime(moment).date())
    if coming(traject) is not None:
        raise NotPossible("De terugblik staat al klaar. Kies hieronder een andere dag.")
    with transaction.atomic():
        leads = _grant_anew(traject).user if with_facilitator else None
        title = f"Terugblik: {traject.title}"[:60].strip()
        # Without a user: one given here would become facilitator of the whole traject (CR-4).
        made = services.create_session(title, TEMPLATES[variant], leads, moment, traject=traject)
        if not with_facilitator:
            _takes_the_chair(made, by)
        _seat(made, with_facilitator)
        _tell_the_talk(made, variant)
        carry.carry_along(made)
        invitations.save_details(made, Details(subject="Terugblik", extra=EXTRA, minutes=90))
    return made


def move_to(session: Session, moment: datetime) -> None:
    """Another moment; whoever was invited hears of it from the invitation. Raises NotPossible."""
    check_day(session.traject, timezone.localtime(moment).date())
    if is_over(session):
        raise NotPossible("De terugblik is al geweest.")
    session.planned = moment
    session.save(update_fields=["planned"])
    host = Actor(person=session.host, role=Role.FACILITATOR)
    start = round(moment.timestamp() * 1000)
    engine.run(session.pk, host, engine.command(session.pk, "set_meeting", planned_start=start))


def ended_facilitator(traject: Traject) -> Contact | None:
    """Who led the meeting, now or until the case was destroyed."""
    rows = traject.contacts.filter(role=Contact.Role.FACILITATOR, user__isnull=False)
    return rows.filter(removed=False).first() or rows.order_by("pk").last()


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def said(day: date) -> str:
    """A day as people say it."""
    return date_format(day, "j F Y")


def _look_backs(traject: Traject) -> list[Session]:
    return list(traject.sessions.filter(template__startswith=LOOK_BACK).order_by("-created", "-pk"))


def _day(session: Session) -> date:
    return timezone.localtime(session.planned or session.created).date()


def _fixed(session: Session) -> LookBack | None:
    try:
        return next(iter(engine.state_of(session.pk).bodies(LookBack)), None)
    except Gone:
        return None


def _grant_anew(traject: Traject) -> Contact:
    """Access for who led, for as long as this meeting lies ahead (CR-22, CR-23)."""
    leading = ended_facilitator(traject)
    if leading is None:
        raise NotPossible("Er is geen gespreksbegeleider met een account. Wijs er eerst een aan bij het traject.")
    if leading.removed:
        leading.removed = False
        leading.save(update_fields=["removed"])
    return leading


def _seat(session: Session, with_facilitator: bool) -> None:
    leading = (Contact.Role.FACILITATOR, Contact.Role.NOTE_TAKER) if with_facilitator else ()
    for contact in people.contacts(session.traject, Contact.Role.INITIATOR, Contact.Role.PARTICIPANT, *leading):
        people.sync_attendee(session, contact)


def _takes_the_chair(session: Session, by: Contact) -> None:
    """Who organises leads the talk as well, at a seat of its own in this room and with no other rights for it: a
    facilitator of the traject could read what was told in confidence (CR-4)."""
    chair = new_id()
    host = Actor(person=session.host, role=Role.FACILITATOR)
    engine.run(
        session.pk,
        host,
        engine.command(session.pk, "add_attendee", id=chair, name=by.person.name[:60], role="facilitator"),
    )
    engine.run(
        session.pk,
        Actor(person=chair, role=Role.FACILITATOR),
        engine.command(session.pk, "remove_attendee", id=session.host),
    )
    session.host = chair
    session.facilitator = by.user
    session.save(update_fields=["host", "facilitator"])


def _tell_the_talk(session: Session, variant: Variant) -> None:
    """What it looks back on, and whether there is a picture of it."""
    kept = engine.store()
    clock_now = kept.clock(session.pk)
    state = engine.state_of(session.pk)
    record = state.of(LookBackTalk)[0]
    found = window(session.traject)
    body = LookBackTalk(
        variant=variant,
        picture=picture.of_then(session.traject) is not None,
        held=found.held.isoformat() if found else "",
    )
    put = Put(msgspec.structs.replace(record, body=body, version=record.version + 1))
    kept.commit(session.pk, clock_now, [Effect(None, clock_now + 1, stamped([put], clock_now + 1))])
