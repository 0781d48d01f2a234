"""De terugblik plannen (CR-23), and the picture of then that the room shows."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.agreements import answers, picture, planning
from samenspel.agreements.forms import LookBackForm
from samenspel.agreements.views import BUSY, said
from samenspel.invitations import tickets
from samenspel.kernel.audience import Role
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.letters import invitations
from samenspel.personal.logged_in import login_required
from samenspel.room.people import audience_of
from samenspel.store.interface import Gone
from samenspel.trajects import access, engine
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, traject: str) -> HttpResponse:
    """Plan it, or see how it stands and choose another day."""
    row, _ = access.find(request, traject)
    mine = access.contact_of(request, row, access.INITIATOR)
    session = planning.coming(row)
    held = planning.session_of(row) if session is None else None
    found = planning.window(row)
    form = LookBackForm(request.POST or None, initial=_begin(session, found))
    status = 200
    if request.method == "POST":
        if mine is None:
            raise Http404
        if form.is_valid() and _planned(form, row, session, mine):
            messages.success(request, "De terugblik staat klaar." if session is None else "De dag is veranderd.")
            return redirect("look_back", traject=row.pk)
        status = 422
    leading = planning.ended_facilitator(row)
    context = {
        "traject": row,
        "session": session,
        "held": held,
        "window": found,
        "form": form,
        "mine": mine,
        "facilitator": leading.person.name if leading else "",
        "leads": _leads(request, session or held),
        "counted": _counted(session),
        "invited": invitations.sent(session) if session else None,
        "changed": invitations.changed(session) if session else False,
        "variant": form["variant"].value() or "follow_up",
        "led_by": form["led_by"].value() or "initiator",
    }
    return render(request, "agreements/look_back.html", context, status=status)


@require_GET
def then(request: HttpRequest, session: str) -> HttpResponse:
    """The timeline of then, moments only, for whoever is in the room of the look-back."""
    row = Session.objects.select_related("traject").filter(pk=session, template__startswith=access.LOOK_BACK).first()
    if row is None or not _is_in_the_room(request, session):
        raise Http404
    found = picture.of_then(row.traject)
    if not found:
        raise Http404
    response = HttpResponse(found, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


def _leads(request: HttpRequest, session: Session | None) -> bool:
    return session is not None and access.controlled(request.user, session.pk) is not None


def _is_in_the_room(request: HttpRequest, session: str) -> bool:
    try:
        state = engine.state_of(session)
    except Gone:
        return False
    for surface in tickets.SURFACES:
        ticket = tickets.of_request(request, session, surface)
        audience = audience_of(state, surface, ticket.attendee) if ticket else None  # type: ignore[arg-type]
        if audience is not None and audience.role is not Role.WAITING:
            return True
    return False


def _planned(form: LookBackForm, traject: Traject, session: Session | None, mine: Contact) -> bool:
    data = form.cleaned_data
    try:
        if session is None:
            variant: planning.Variant = "went_well" if data["variant"] == "went_well" else "follow_up"
            planning.plan(traject, form.moment, variant, mine, data["led_by"] == "facilitator")
        else:
            planning.move_to(session, form.moment)
    except planning.NotPossible as reason:
        form.add_error("day", str(reason))
    except Refused as refused:
        form.add_error(None, said(refused))
    except (Gone, KeyGone):
        form.add_error(None, BUSY)
    else:
        return True
    return False


def _begin(session: Session | None, found: planning.Window | None) -> dict[str, object]:
    if session is not None and session.planned is not None:
        start = timezone.localtime(session.planned)
        return {"day": start.date(), "time": start.strftime("%H:%M")}
    day = (found.agreed or found.first) if found else None
    return {"day": day, "time": time(13, 30).strftime("%H:%M")}


def _counted(session: Session | None) -> tuple[int, int] | None:
    if session is None:
        return None
    try:
        return answers.counted(engine.state_of(session.pk))
    except Gone:
        return None
