"""Vragen stellen: to everybody at once, or to the few parties that tell of their moments (CR-1, CR-4, CR-6)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.records import DefiningMoment
from samenspel.kernel.refusal import Refused
from samenspel.letters import post
from samenspel.personal.texts import texts
from samenspel.preparation import answers, letters, pages
from samenspel.preparation.desk import Desk, for_desk
from samenspel.preparation.forms import AskingForm, DueForm
from samenspel.preparation.models import Question
from samenspel.preparation.views import WAYS
from samenspel.trajects import engine, people
from samenspel.trajects.access import CONTROL, FACILITATOR, INITIATOR
from samenspel.trajects.contact import Contact
from samenspel.vocabulary.people import Attendee

MAY = {"sounding": (INITIATOR, FACILITATOR), "missing": (INITIATOR, FACILITATOR), "tension": (FACILITATOR,)}
PAGE = {"sounding": "prepare_sounding", "missing": "prepare_participants", "tension": "prepare_tensions"}


@require_POST
@for_desk(INITIATOR, FACILITATOR)
def ask(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """Ask everybody at the table, or move the day; whoever was asked before gets no second letter of it."""
    if kind not in MAY or not desk.is_(*MAY[kind]):
        raise Http404
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"Er is nog niets gevraagd. {' '.join(map(str, form.errors['due']))}")
        return redirect(PAGE[kind], traject=desk.traject.pk)
    if not desk.table:
        messages.error(request, "Er staat nog niemand op de lijst. Voeg eerst de deelnemers toe.")
        return redirect(PAGE[kind], traject=desk.traject.pk)
    new = letters.ask_everybody(desk.table, desk.traject, kind, form.cleaned_data["due"])
    messages.success(request, _told(len(desk.table)) if new else "De dag is veranderd.")
    return redirect(PAGE[kind], traject=desk.traject.pk)


@require_POST
@for_desk(INITIATOR, FACILITATOR, "note_taker")
def remind(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """Remind who did not answer yet; once a day at most."""
    may = MAY.get(kind) or (CONTROL if kind == "moments" else ())
    if not desk.is_(*may):
        raise Http404
    done = answers.answered(desk, kind)
    if kind == "moments":
        wanted = [(one["contact"], one["due"]) for one in answers.moments(desk)]
    else:
        question = Question.objects.filter(traject=desk.traject, kind=kind).first()
        wanted = [(row, question.due) for row in desk.table] if question else []
    waiting = [(row, due) for row, due in wanted if row.pk not in done]
    for row, due in waiting:
        letters.remind(row, kind, due)
    how = f"Een herinnering voor {len(waiting)} mensen ligt klaar." if waiting else "Iedereen heeft al geantwoord."
    messages.success(request, how)
    return redirect(PAGE.get(kind, "prepare_asking"), traject=desk.traject.pk)


@require_http_methods(WAYS)
@for_desk(*CONTROL)
def asking(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Uitvraag: whom, before when, and what came in."""
    rows = answers.moments(desk)
    asked = [row["contact"].pk for row in rows]
    due = next((row["due"] for row in rows if row["due"]), None)
    form = AskingForm(request.POST if request.method == "POST" else None, people=desk.table, asked=asked, due=due)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _put(desk, form, asked):
            messages.success(request, "Bewaard. Wie nieuw gevraagd is, krijgt een bericht.")
            return redirect("prepare_asking", traject=desk.traject.pk)
        status = 422
    parties = {row["contact"].person.party for row in rows}
    began = any(row["contact"].role == INITIATOR for row in rows)
    context = {
        "form": form, "rows": rows, "hint": texts("peilen")["moments"]["hint"], "by_mail": post.by_mail(),
        "findings": pages.said(
            [*advice.asked(len(parties), initiator=began), advice.draft(len(desk.of(DefiningMoment)))]
        ),
        "count": sum(row["done"] for row in rows), "sent": sum(row["sent"] for row in rows), "session": desk.session,
    }  # fmt: skip
    return pages.show(request, desk, "asking", context, status)


def _put(desk: Desk, form: AskingForm, before: list[str]) -> bool:
    """Ask who is chosen, and no longer who is not any more."""
    chosen, due = form.cleaned_data["people"], form.cleaned_data["due"]
    wanted = [row for row in desk.table if row.pk in chosen]
    homeless = [row.person.name for row in wanted if not row.person.party]
    if homeless:
        names = ", ".join(homeless)
        form.add_error("people", f"Nog zonder partij: {names}. Vul eerst in namens wie, dan weten we welke kleur.")
        return False
    try:
        for row in wanted:
            desk.ask("ask_moments", person=row.pk, party=_party(desk, row), due=due.isoformat())
        for row in desk.table:
            if row.pk in before and row.pk not in chosen:
                desk.ask("stop_asking_moments", person=row.pk)
                letters.withdraw(row, "moments")
    except Refused as refused:
        form.add_error(None, refused.text)
        return False
    _write(wanted, due)
    return True


def _write(wanted: list[Contact], due: date) -> None:
    for row in wanted:
        letters.ask(row, "moments", due)


def _party(desk: Desk, contact: Contact) -> str:
    people.sync_attendee(desk.session, contact)
    record = engine.state_of(desk.session.pk).get(contact.pk)
    body = record.body if record else None
    return (body.party if isinstance(body, Attendee) else None) or ""


def _told(count: int) -> str:
    if post.by_mail():
        return f"Gevraagd. De brieven aan {count} mensen gaan nu weg."
    return f"Gevraagd. Bij Post liggen {count} brieven klaar. Er is geen mailserver: geef ze zelf door."
