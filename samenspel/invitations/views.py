"""Meedoen: from a code to a place in the lobby, without an account."""

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.kernel.refusal import Reason, Refused
from samenspel.store.interface import Gone
from samenspel.trajects.models import Session

from . import codes, pass_cookie, room_door, tickets
from .forms import WhoForm
from .guessing import Busy, guard

WRONG = "wrong"
BUSY = "busy"
EXPIRED = "expired"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The front door: one field for the code, and the way in for facilitators."""
    return render(request, "invitations/start.html")


@require_http_methods(["GET", "HEAD", "POST"])
async def code(request: HttpRequest) -> HttpResponse:
    """Take a code. Unknown, closed and full answer alike, in text and in time (B5)."""
    if request.method != "POST":
        return await _page(request, "invitations/code.html", {})
    typed = request.POST.get("code", "")
    try:
        async with guard.attempt(request.META.get("REMOTE_ADDR", "")) as attempt:
            session = await _open_session(request, typed)
            attempt.right = session is not None
    except Busy:
        return await _page(request, "invitations/code.html", {"problem": BUSY}, status=429)
    if session is None:
        return await _page(request, "invitations/code.html", {"problem": WRONG}, status=422)
    if await _known(request, session.pk):
        return redirect("participant", session=session.pk)
    response = redirect("join_who")
    pass_cookie.give(response, str(session.pk))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
async def who(request: HttpRequest) -> HttpResponse:
    """Ask name and party, bring them in, hand out their ticket."""
    passed = pass_cookie.read(request)
    if passed is None:
        return await _page(request, "invitations/code.html", {"problem": EXPIRED})
    if await _known(request, passed.session):
        return redirect("participant", session=passed.session)
    try:
        room = await room_door.state(passed.session)
    except Gone:
        return await _page(request, "invitations/code.html", {"problem": EXPIRED})
    choices = room_door.parties(room)
    form = WhoForm(request.POST or None, parties=[(p.id, p.name) for p in choices])
    if request.method == "POST" and form.is_valid():
        problem = await _join(passed, form)
        if problem is None:
            return await _welcome(passed)
        form.add_error(None, problem)
    status = 422 if request.method == "POST" else 200
    return await _page(
        request,
        "invitations/who.html",
        {"form": form, "parties": choices, "title": room_door.title(room)},
        status=status,
    )


async def _open_session(request: HttpRequest, typed: str) -> Session | None:
    # A wrong code waits its time without holding a connection to the database (B5).
    session = await database_sync_to_async(codes.find)(typed)
    if session is None:
        return None
    if await _known(request, session.pk):
        return session
    try:
        return session if room_door.may_enter(await room_door.state(str(session.pk))) else None
    except Gone:
        return None


async def _known(request: HttpRequest, session_id: str) -> bool:
    ticket = await database_sync_to_async(tickets.of_request)(request, str(session_id), tickets.PARTICIPANT)
    if ticket is None:
        return False
    try:
        return room_door.is_in(await room_door.state(str(session_id)), ticket.attendee)
    except Gone:
        return False


async def _join(passed: pass_cookie.Pass, form: WhoForm) -> str | None:
    """What went wrong, in Dutch, or None."""
    data = form.cleaned_data
    try:
        await room_door.join(passed.session, passed.person, data["name"], data["party"], data["remote"])
    except Refused as refused:
        # A second tap with another name: this browser is in already, as the first tap said.
        if room_door.is_in(await room_door.state(passed.session), passed.person):
            return None
        if refused.reason is Reason.FULL:
            return "Er wachten nu heel veel mensen. Probeer het over een minuut opnieuw; wat je invulde, blijft staan."
        return refused.text
    return None


async def _welcome(passed: pass_cookie.Pass) -> HttpResponse:
    session = await Session.objects.aget(pk=passed.session)
    token = await sync_to_async(tickets.issue)(session, tickets.PARTICIPANT, passed.person)
    response = redirect("participant", session=passed.session)
    tickets.keep(response, passed.session, tickets.PARTICIPANT, token)
    pass_cookie.take(response)
    return response


async def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    return await sync_to_async(render)(request, template, context, status=status)
