"""Peilen, begeleider en privacy: the case, who leads, and on what ground (CR-1, CR-2, CR-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.records import CaseChoice, FacilitatorCheck, SoundingAnswer
from samenspel.kernel.refusal import Reason, Refused
from samenspel.personal.careful import CarefulForm
from samenspel.personal.texts import texts
from samenspel.preparation import answers, pages
from samenspel.preparation.desk import Desk, for_desk
from samenspel.preparation.forms import CaseForm, CheckForm, DueForm, PrivacyForm
from samenspel.preparation.models import Question
from samenspel.trajects import people
from samenspel.trajects.access import CONTROL, EVERY, FACILITATOR

WAYS = ["GET", "HEAD", "POST"]
KEPT = "Bewaard."
LAST_DAY = 32_503_680_000_000
"""Milliseconds at the year 3000: no date is later."""


@require_GET
@for_desk(*EVERY)
def start(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The first page."""
    return redirect("prepare_sounding", traject=desk.traject.pk)


@require_http_methods(WAYS)
@for_desk(*EVERY)
def sounding(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Peilen: the choice of the case, who is willing, and whether the two preconditions hold."""
    saved = desk.one(CaseChoice)
    form = CaseForm(request.POST if request.method == "POST" else None, saved=saved, alias=desk.traject.title)
    status = 200
    if request.method == "POST":
        if choose(desk, form):
            messages.success(request, KEPT)
            return redirect("prepare_sounding", traject=desk.traject.pk)
        status = 409 if form.conflict else 422
    said = desk.bodies(SoundingAnswer)
    choice = next(iter(desk.bodies(CaseChoice)), None)
    rows = answers.sounding(desk)
    question = question_of(desk, "sounding")
    context = {
        "form": form, "saved": saved, "rows": rows, "count": sum(row.done for row in rows), "question": question,
        "fit": pages.said([advice.fit(choice)]), "conditions": pages.said(advice.preconditions(choice, said)),
        "willing": pages.said(advice.willingness(said)), "due": DueForm(due=question.due if question else None),
    }  # fmt: skip
    return pages.show(request, desk, "sounding", context, status)


@require_http_methods(WAYS)
@for_desk(*EVERY)
def facilitator(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Begeleider: the self-check of who leads or writes along; others see how it stands."""
    mine = desk.is_(*CONTROL)
    saved = desk.mine(FacilitatorCheck) if mine else None
    form = CheckForm(request.POST if request.method == "POST" else None, saved=saved)
    status = 200
    if request.method == "POST" and mine:
        if check(desk, form):
            messages.success(request, KEPT)
            return redirect("prepare_facilitator", traject=desk.traject.pk)
        status = 409 if form.conflict else 422
    leading, writing = people.contacts(desk.traject, FACILITATOR), people.contacts(desk.traject, "note_taker")
    seen = answers.by_author(desk, FacilitatorCheck)
    checks = [body for body in desk.bodies(FacilitatorCheck)]
    context = {
        "form": form if mine else None, "saved": saved, "about": texts("voorbereiding")["facilitator"],
        "findings": pages.said(advice.leading(checks, second=len(leading) + len(writing) > 1)),
        "who": [(row, _promise(seen[row.pk].body if row.pk in seen else None)) for row in [*leading, *writing]],
    }  # fmt: skip
    return pages.show(request, desk, "facilitator", context, status)


@require_http_methods(WAYS)
@for_desk(*EVERY)
def privacy(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Privacy: purpose and legal basis."""
    saved = desk.one(CaseChoice)
    form = PrivacyForm(request.POST if request.method == "POST" else None, saved=saved)
    status = 200
    if request.method == "POST":
        if choose(desk, form):
            messages.success(request, KEPT)
            return redirect("prepare_privacy", traject=desk.traject.pk)
        status = 409 if form.conflict else 422
    choice = next(iter(desk.bodies(CaseChoice)), None)
    card = next(one for one in texts("guide")["preparation"] if one["key"] == "privacy")
    context = {"form": form, "saved": saved, "findings": pages.said(advice.privacy(choice)), "about": card["text"]}
    return pages.show(request, desk, "privacy", context, status)


def choose(desk: Desk, form: CaseForm | PrivacyForm) -> bool:
    """Keep these fields of the choice of the case; the others stay as they are."""
    if not _sound(desk, form):
        return False
    kept: dict[str, Any] = dict(form.saved.body) if form.saved else {"alias": desk.traject.title}
    return _do(desk, form, "choose_case", {**kept, **{name: form.cleaned_data[name] for name in form.own}})


def check(desk: Desk, form: CheckForm) -> bool:
    """Keep the self-check of the asker."""
    return _sound(desk, form) and _do(desk, form, "check_facilitator", form.answer)


def question_of(desk: Desk, kind: str) -> Question | None:
    """What everybody was asked, or None."""
    return Question.objects.filter(traject=desk.traject, kind=kind).first()


def _sound(desk: Desk, form: CarefulForm) -> bool:
    if not form.is_valid():
        return False
    form.conflict = form.outdated()
    return not form.conflict and not form.warned(desk.traject)


def _do(desk: Desk, form: CarefulForm, move: str, args: dict[str, Any]) -> bool:
    try:
        desk.ask(move, form.saved.v if form.saved else None, **args)
    except Refused as refused:
        form.conflict = refused.reason is Reason.CONFLICT
        form.add_error(None, refused.text)
        return False
    return True


def _promise(check: dict[str, Any] | None) -> str:
    if check is None:
        return "zelftoets nog niet gedaan"
    seconds = min(check["confirmed_at"], LAST_DAY) / 1000
    at = timezone.localtime(datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone()))
    said = {
        "none": "zelftoets gedaan, geen verklaring van geheimhouding",
        "paper": "zelftoets gedaan, tekent de geheimhouding op papier",
        "confirmed": f"zelftoets gedaan, geheimhouding bevestigd op {at:%d-%m-%Y}",
    }
    return said[check["confidentiality"]]
