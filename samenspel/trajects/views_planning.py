"""Bijeenkomsten in een traject: when, and one more (CR-9, X-1)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from samenspel.invitations import codes
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Refused
from samenspel.letters import invitations
from samenspel.personal.logged_in import login_required
from samenspel.retention import terms
from samenspel.store.interface import Gone
from samenspel.trajects import access, engine, once, people, services
from samenspel.trajects.access import FACILITATOR, INITIATOR
from samenspel.trajects.models import Session, Traject

from .forms_traject import DateForm, PlanForm

LONGER = "De bijeenkomst is zo laat dat de bewaartermijn meeschuift: de casus blijft nu tot en met {day}."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def date(request: HttpRequest, traject: str, session: str) -> HttpResponse:
    """When the meeting is. Who was invited hears of a change when the letter goes, and not before."""
    row, _ = access.find(request, traject, INITIATOR, FACILITATOR)
    found = get_object_or_404(row.sessions.exclude(status=Session.Status.CLOSED), pk=session)
    form = DateForm(request.POST or None, initial=_start_values(found))
    if request.method == "POST" and form.is_valid():
        set_date(found, form.planned)
        return redirect(*_on_to(request, row, found))
    context = {"traject": row, "session": found, "form": form, "invited": invitations.sent(found)}
    return render(request, "trajects/session_date.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, traject: str) -> HttpResponse:
    """One more meeting, with everybody of the traject in its room."""
    row, roles = access.find(request, traject, INITIATOR, FACILITATOR)
    form = PlanForm(request.POST or None, initial={"template": "casusreconstructie-120", "time": "13:30"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        leads: Any = request.user if FACILITATOR in roles else None
        try:
            made = once.once(request, row.sessions.all(), lambda: _planned(row, data, leads, form.planned))
        except once.OnItsWay:
            form.add_error(None, once.ON_ITS_WAY)
        except (Refused, services.UnknownTemplate):
            form.add_error("title", "Er is nog niets gemaakt. Controleer de naam en je keuze.")
        else:
            codes.make_or_none(made)
            messages.success(request, "De bijeenkomst staat klaar.")
            return redirect(*_on_to(request, row, made))
    context = {"traject": row, "form": form, "chosen": form["template"].value() or "", "once": once.mark(request)}
    return render(request, "trajects/session_plan.html", context, status=422 if request.method == "POST" else 200)


def _planned(row: Traject, data: dict[str, Any], leads: Any, planned: datetime) -> Session:
    made = services.create_session(data["title"], data["template"], leads, planned, traject=row)
    people.sync_all(made)
    return made


def set_date(session: Session, planned: datetime) -> None:
    """Another moment, here and in the room; its run sheet counts from it."""
    session.planned = planned
    session.save(update_fields=["planned"])
    host = Actor(person=session.host, role=Role.FACILITATOR)
    try:
        start = round(planned.timestamp() * 1000)
        engine.run(session.pk, host, engine.command(session.pk, "set_meeting", planned_start=start))
    except Gone:
        return


def _start_values(session: Session) -> dict[str, Any]:
    if session.planned is None:
        return {"time": "13:30"}
    start = timezone.localtime(session.planned)
    return {"day": start.date(), "time": start.strftime("%H:%M")}


def _on_to(request: HttpRequest, row: Traject, session: Session) -> tuple[str, ...]:
    if terms.follow_meetings(row):
        messages.warning(request, LONGER.format(day=date_format(row.case_until, "j F Y")))
    if invitations.changed(session):
        messages.warning(request, "Wie al was uitgenodigd, weet dit nog niet. Verstuur de wijziging.")
        return ("invitation", row.pk, session.pk)
    return ("traject", row.pk)
