"""Koppelingen: links whose secret stands behind #, exchanged by POST for a cookie, and the QR code."""

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel.personal import links as personal
from samenspel.trajects import access
from samenspel.trajects.models import Session

from . import codes, room_door, tickets

PAGES = {tickets.CONTROL: "control", tickets.PARTICIPANT: "participant", tickets.WALL: "wall"}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """`/binnen#token`: a script posts the token here; the answer is a cookie and the right screen."""
    if request.method != "POST":
        return render(request, "invitations/enter.html")
    token = request.POST.get("token", "")
    ticket = tickets.by_token(token)
    contact = personal.by_token(token) if ticket is None else None
    if contact is not None:
        response = redirect("mine", traject=contact.traject_id)
        personal.keep(response, contact.traject_id, token)
        return response
    if ticket is None:
        return render(request, "invitations/enter.html", {"expired": True}, status=410)
    session = str(ticket.session_id)
    response = redirect(PAGES[ticket.surface], session=session)
    tickets.keep(response, session, ticket.surface, token)
    return response


@require_POST
def link(request: HttpRequest, session: str) -> HttpResponse:
    """Regie asks for a link: for a participant, the wall, or a second Regie. The answer is the only time it is shown.

    With `revoke=1` every earlier personal link and ticket of that attendee ends instead.
    """
    asking = room_door.control_ticket(request, session)
    if asking is None:
        return JsonResponse({"text": "Dit doet de gespreksbegeleider."}, status=403)
    surface, attendee = request.POST.get("surface", ""), request.POST.get("attendee", "")
    if surface not in tickets.SURFACES or (surface != tickets.WALL and not _is_id(attendee)):
        return JsonResponse({"text": "Deze keuze kennen we niet."}, status=400)
    if request.POST.get("revoke"):
        ended = (
            tickets.revoke_walls(asking.session)
            if surface == tickets.WALL
            else tickets.revoke(asking.session, attendee, surface)
        )
        return JsonResponse({"revoked": ended})
    attendee = "" if surface == tickets.WALL else attendee
    return JsonResponse({"url": link_url(asking.session, surface, attendee)})


def link_url(session: Session, surface: str, attendee: str = "") -> str:
    """A fresh personal link, with its secret in the fragment."""
    token = tickets.issue(session, surface, attendee, personal=True)
    return f"{settings.SAMENSPEL_PUBLIC_URL}/binnen#{token}"


def join_url(code: str) -> str:
    """The address in the QR code: the code is filled in by the page itself."""
    return f"{settings.SAMENSPEL_PUBLIC_URL}/meedoen#{code}"


@require_GET
def qr(request: HttpRequest, session: str) -> HttpResponse:
    """The QR code of the session as a drawing, for whoever shows it: Regie and wall."""
    ticket = tickets.of_request(request, session, tickets.WALL) or room_door.control_ticket(request, session)
    row = ticket.session if ticket else _owned(request, session)
    code = codes.of(row) if row else ""
    if not code:
        raise Http404
    drawing = io.BytesIO()
    segno.make(join_url(code), error="m").save(
        drawing, kind="svg", border=2, dark="#12343b", light="#ffffff", xmldecl=False, omitsize=True
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _owned(request: HttpRequest, session: str) -> Session | None:
    return access.controlled(request.user, session)


def _is_id(value: str) -> bool:
    return 1 <= len(value) <= 40 and value.replace("-", "").replace("_", "").isalnum()
