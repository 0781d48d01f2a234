"""De persoonlijke pagina van een betrokkene, without an account: what is asked, what is done, how data is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from samenspel import clock
from samenspel.invitations import tickets
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal import tasks, who
from samenspel.personal.door import for_contact
from samenspel.retention import records
from samenspel.trajects import access, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session

SAID = {
    "peilen": "Bewaard. Dank je wel voor je antwoord. Je kunt het hier nog veranderen.",
    "spanning": "Bewaard. Dank je wel dat je dit deelt. De gespreksbegeleider gaat er zorgvuldig mee om.",
    "ontbreekt": "Bewaard. De initiatiefnemer en de gespreksbegeleider kijken ernaar.",
}


@require_GET
@for_contact
def mine(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Everything asked of this contact, the first thing first."""
    person, traject = contact.person, contact.traject
    asked = tasks.tasks_of(contact)
    todo = [task for task in asked if not task.done and not task.optional]
    rest = [task for task in asked if task.done or task.optional]
    context = {
        "contact": contact, "traject": traject, "person": person, "title": traject.title,
        "said": SAID.get(request.GET.get("klaar", ""), ""), "today": clock.today(),
        "first": todo[0] if todo else None, "more": todo[1:], "rest": rest,
        "meetings": [(row, is_now(row)) for row in _ahead(contact)],
        "fingerprint": records.grouped(records.fingerprint(traject.pk)), "help": who.to_ask(contact),
        "table": who.reads(contact), "destroyed": bool(records.records(traject.pk)),
    }  # fmt: skip
    return render(request, "personal/mine.html", context)


@require_POST
@for_contact
def to_meeting(request: HttpRequest, contact: Contact, session: str) -> HttpResponse:
    """Into the room, as the attendee that this contact is; no code is needed."""
    row = next((one for one in _ahead(contact) if one.pk == session), None)
    if row is None or not is_now(row):
        return render(request, "personal/not_now.html", {"traject": contact.traject, "session": row}, status=409)
    if contact.role == access.FACILITATOR:
        # Leading asks for an account with a second step; a link in a mail is not enough for that.
        return redirect("control", session=row.pk)
    surface = tickets.CONTROL if contact.role == access.NOTE_TAKER else tickets.PARTICIPANT
    try:
        people.sync_attendee(row, contact, present=True)
    except Refused as refused:
        context = {"traject": contact.traject, "session": row, "why": refused.text}
        return render(request, "personal/not_now.html", context, status=409)
    response = redirect("control" if surface == tickets.CONTROL else "participant", session=row.pk)
    held = tickets.of_request(request, row.pk, surface)
    if held is None or held.attendee != contact.pk:
        tickets.keep(response, row.pk, surface, tickets.issue(row, surface, contact.pk))
    return response


def is_now(session: Session) -> bool:
    """Whether the meeting goes on, or is today."""
    planned = timezone.localtime(session.planned).date() if session.planned else None
    return session.status == Session.Status.OPEN or planned == clock.today()


def _ahead(contact: Contact) -> list[Session]:
    rows = contact.traject.sessions.exclude(status=Session.Status.CLOSED).order_by("planned", "created")
    return [row for row in rows if _readable(row)]


def _readable(row: Session) -> bool:
    try:
        return bool(row.title)
    except KeyGone:
        return False
