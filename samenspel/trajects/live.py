"""The pages around the three live screens: a ticket is asked for here, and again by the socket."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samenspel import __version__
from samenspel.invitations import codes, room_door, tickets
from samenspel.kernel.refusal import Refused
from samenspel.store.interface import Gone
from samenspel.trajects import access, first_view, people
from samenspel.trajects.models import Session

ENTRY = {tickets.CONTROL: "control", tickets.PARTICIPANT: "participant", tickets.WALL: "wall"}
TITLE = {tickets.CONTROL: "Regie", tickets.PARTICIPANT: "Meedoen", tickets.WALL: "Wand"}


@require_GET
def control(request: HttpRequest, session: str) -> HttpResponse:
    """Regie. The facilitator who made the session gets a ticket by being logged in."""
    token = ""
    ticket = room_door.control_ticket(request, session)
    if ticket is None and request.user.is_authenticated:
        row, attendee = _led_by(request, session)
        if row is not None and attendee:
            token = tickets.issue(row, tickets.CONTROL, attendee)
            ticket = tickets.by_token(token)
    if ticket is None:
        return _no_ticket(request, session, tickets.CONTROL)
    response = _screen(request, ticket.session, tickets.CONTROL)
    if token:
        tickets.keep(response, session, tickets.CONTROL, token)
    return response


@require_GET
def participant(request: HttpRequest, session: str) -> HttpResponse:
    """The phone."""
    ticket = tickets.of_request(request, session, tickets.PARTICIPANT)
    if ticket is None:
        return _no_ticket(request, session, tickets.PARTICIPANT)
    ahead = first_view.parts(ticket.session.pk, ticket.attendee)
    return _screen(request, ticket.session, tickets.PARTICIPANT, ahead)


@require_GET
def wall(request: HttpRequest, session: str) -> HttpResponse:
    """The projector. Whoever holds Regie in this browser, or made the session, may open it as well."""
    ticket = tickets.of_request(request, session, tickets.WALL)
    if ticket is not None:
        return _screen(request, ticket.session, tickets.WALL)
    control_ticket = room_door.control_ticket(request, session)
    row = control_ticket.session if control_ticket else None
    if row is None and request.user.is_authenticated:
        row = _led_by(request, session)[0]
    if row is None:
        return _no_ticket(request, session, tickets.WALL)
    response = _screen(request, row, tickets.WALL)
    tickets.keep(response, session, tickets.WALL, tickets.issue(row, tickets.WALL))
    return response


def _led_by(request: HttpRequest, session: str) -> tuple[Session | None, str]:
    """The session, and as which attendee this account runs it: who made it, or has that role in its traject."""
    row = access.controlled(request.user, session)
    if row is None:
        return None, ""
    contact = access.contact_of(request, row.traject, *access.CONTROL)
    if contact is not None and contact.pk != row.host:
        try:
            people.sync_attendee(row, contact)
        except (Refused, Gone):
            return None, ""
    return row, contact.pk if contact else row.host


def _screen(request: HttpRequest, row: Session, surface: str, ahead: Sequence[str] = ()) -> HttpResponse:
    code = "" if surface == tickets.PARTICIPANT else codes.make_or_none(row)
    context = {
        "session": row,
        "surface": surface,
        "entry": ENTRY[surface],
        "ahead": ahead,
        "name": TITLE[surface],
        "build": __version__,
        "code": codes.shown(code) if code else "",
        "public_url": settings.SAMENSPEL_PUBLIC_URL,
        "trial": settings.SAMENSPEL_TRIAL,
    }
    return render(request, "trajects/screen.html", context)


def _no_ticket(request: HttpRequest, session: str, surface: str) -> HttpResponse:
    return render(request, "trajects/no_ticket.html", {"session": session, "surface": surface}, status=403)
