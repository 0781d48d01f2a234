"""Deelnemers en spanningen: who is missing, who cannot come, and what was said in confidence (CR-3, CR-4)."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.advice import AtTable
from samenspel.instruments.case_reconstruction.records import AbsentParty, MissingParty, SoundingAnswer, Tension
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason, Refused
from samenspel.preparation import answers, pages
from samenspel.preparation.desk import Desk, for_desk
from samenspel.preparation.forms import AbsentForm, DueForm
from samenspel.preparation.views import KEPT, WAYS, question_of
from samenspel.trajects import engine
from samenspel.trajects.access import CONTROL, EVERY, FACILITATOR
from samenspel.vocabulary.people import Party


@require_http_methods(WAYS)
@for_desk(*EVERY)
def participants(request: HttpRequest, desk: Desk, party: str = "") -> HttpResponse:
    """Deelnemers: indicators, parties that somebody misses, and a decision for one that cannot come."""
    decided = {seen.party: seen for seen in desk.of(AbsentParty)}
    parties = sorted(desk.of(Party), key=lambda seen: float(seen.body["place"]))
    form, status = None, 200
    if party:
        found = next((seen for seen in parties if seen.id == party), None)
        if found is None or not desk.is_(*pages.LEADS):
            raise Http404
        old = decided.get(party)
        form = AbsentForm(
            request.POST if request.method == "POST" else None,
            name=found.body["name"],
            initial=old.body if old else None,
            prefix=party,
        )
        if request.method == "POST":
            if form.is_valid() and _decide(desk, party, old.v if old else None, form):
                messages.success(request, KEPT)
                return redirect("prepare_participants", traject=desk.traject.pk)
            status = 422
    named = desk.of(MissingParty)
    names = {row.pk: row.person.party or row.person.name for row in desk.table}
    question = question_of(desk, "missing")
    rows = [_row(seen.id, seen.body, decided.get(seen.id), form if seen.id == party else None) for seen in parties]
    context = {
        "findings": pages.said([*advice.at_table(_seats(desk)), advice.missing(len(named), asked=bool(question))]),
        "parties": rows,
        "named": [(seen, names.get(seen.author or "", "Iemand")) for seen in named], "control": desk.is_(*CONTROL),
        "question": question, "due": DueForm(due=question.due if question else None), "chosen": party,
        "count": len(desk.table),
    }  # fmt: skip
    return pages.show(request, desk, "participants", context, status)


@require_POST
@for_desk(*pages.LEADS)
def comes_after_all(request: HttpRequest, desk: Desk, party: str) -> HttpResponse:
    """The party comes after all."""
    if all(seen.id != party for seen in desk.of(Party)):
        raise Http404
    desk.ask("clear_absent_party", party=party)
    _set_absent(desk, party, absent=False)
    messages.success(request, "De partij doet weer mee.")
    return redirect("prepare_participants", traject=desk.traject.pk)


@require_POST
@for_desk(*CONTROL)
def missing_settled(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A party that somebody missed was dealt with."""
    try:
        desk.ask("withdraw_missing_party", id=request.POST.get("id", "")[:40])
    except Refused as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
    messages.success(request, "Afgehandeld.")
    return redirect("prepare_participants", traject=desk.traject.pk)


@require_GET
@for_desk(FACILITATOR)
def tensions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Spanningen: for the facilitator alone."""
    rows = answers.tensions(desk)
    question = question_of(desk, "tension")
    context = {
        "rows": [row for row in rows if row.body], "silent": [row for row in rows if not row.body], "all": len(rows),
        "findings": pages.said(advice.tension(desk.bodies(Tension))), "question": question,
        "count": sum(row.done for row in rows), "due": DueForm(due=question.due if question else None),
    }  # fmt: skip
    return pages.show(request, desk, "tensions", context)


def _decide(desk: Desk, party: str, base: int | None, form: AbsentForm) -> bool:
    try:
        desk.ask("decide_absent_party", base, party=party, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.text)
        return False
    # While the meeting is held over for it, the party is expected.
    _set_absent(desk, party, absent=form.cleaned_data["decision"] != "hold_over")
    return True


def _set_absent(desk: Desk, party: str, *, absent: bool) -> None:
    """In the room nobody speaks for a party that is absent, and Regie is reminded of it (CR-3)."""
    host = Actor(person=desk.session.host, role=Role.FACILITATOR)
    command = engine.command(desk.session.pk, "change_party", id=party, absent=absent)
    engine.run(desk.session.pk, host, command)


def _row(party: str, body: dict[str, Any], decision: Any, form: AbsentForm | None) -> dict[str, Any]:
    name = body["name"]
    known = msgspec.convert(decision.body, AbsentParty) if decision else None
    finding = pages.said([advice.absent(known, name)])[0] if known else None
    return {"id": party, "name": name, "colour": body["colour"], "finding": finding, "form": form,
            "note": known.note if known else ""}  # fmt: skip


def _seats(desk: Desk) -> list[AtTable]:
    """Who said of themselves that they were involved, counts above what the list says."""
    said = {author: seen.body["involved"] for author, seen in answers.by_author(desk, SoundingAnswer).items()}
    seats = []
    for row in desk.table:
        person, own = row.person, said.get(row.pk, "")
        level = person.level if person.level in ("practice", "team_lead", "management") else ""
        seats.append(AtTable(person.party or None, level, own != "no" if own else person.involved))  # type: ignore[arg-type]
    return seats
