"""De vragen vooraf, one page each: peilen (CR-1), ontbreekt er een partij (CR-3), spanning (CR-4)."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.instruments.case_reconstruction.records import MissingParty
from samenspel.kernel.refusal import Reason, Refused
from samenspel.personal import room as rooms
from samenspel.personal.door import for_contact
from samenspel.personal.forms import MissingForm, QuestionForm, SoundingForm, TensionForm
from samenspel.personal.room import Room
from samenspel.personal.texts import texts
from samenspel.personal.unsent import words
from samenspel.personal.who import reads
from samenspel.trajects.contact import Contact
from samenspel.vocabulary.people import Party

WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(WAYS)
@for_contact
def sounding(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Peilen: reassurance first, then four questions."""
    return _ask(request, contact, SoundingForm, "peilen", {"about": texts("peilen")})


@require_http_methods(WAYS)
@for_contact
def tension(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Spanning: read by the facilitator only, and that is said first."""
    return _ask(request, contact, TensionForm, "spanning", {"about": texts("peilen")["tension"]})


@require_http_methods(WAYS)
@for_contact
def missing(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Ontbreekt er een partij: who is invited, and what somebody named earlier."""
    room = rooms.enter(contact)
    invited = sorted(
        (seen.body for seen in room.of(Party) if not seen.body.get("absent")) if room else [],
        key=lambda party: float(party["place"]),
    )
    context = {"about": texts("peilen")["missing_party"], "invited": invited}
    return _ask(
        request, contact, MissingForm, "ontbreekt", {**context, "named": room.own(MissingParty) if room else []}
    )


@require_POST
@for_contact
def missing_back(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Take back what one named oneself."""
    room = rooms.enter(contact)
    if room is None:
        return nothing(request, contact)
    try:
        room.ask("withdraw_missing_party", id=request.POST.get("id", "")[:40])
    except Refused as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
        # Twice is once: what is not there any more is what was wanted.
    return redirect(f"{reverse('mine_missing', args=[contact.traject_id])}?weg")


def nothing(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Nothing is asked in this traject."""
    return render(request, "personal/nothing.html", {"contact": contact, "traject": contact.traject}, status=404)


def closed(request: HttpRequest, room: Room, title: str, rows: list[tuple[str, str]]) -> HttpResponse:
    """The preparation is over: what was kept stays to be read, what is sent now is shown so that it can be copied."""
    unsent = words(request)
    context = {"contact": room.contact, "traject": room.contact.traject, "title": title, "rows": rows, "unsent": unsent}
    return render(request, "personal/closed.html", context, status=409 if request.method == "POST" else 200)


def _ask(
    request: HttpRequest, contact: Contact, kind: type[QuestionForm], key: str, context: dict[str, Any]
) -> HttpResponse:
    room = rooms.enter(contact)
    if room is None or not reads(contact):
        return nothing(request, contact)
    saved = room.one(kind.body) if kind is not MissingForm else None
    form = kind(request.POST, saved=saved) if request.method == "POST" else kind(saved=saved)
    if not room.open:
        return closed(request, room, TITLES[key], shown(kind(saved=saved), room.own(kind.body)))
    status = 200
    if request.method == "POST":
        done, status = keep(request, room, form)
        if done:
            return redirect(f"{reverse('mine', args=[contact.traject_id])}?klaar={key}")
    kept = shown(kind(saved=saved), [saved]) if form.conflict and saved else []
    everywhere = {
        "contact": contact, "traject": contact.traject, "form": form, "kept": kept, "saved": saved,
        "once": request.POST.get("once") or secrets.token_hex(8), "who": texts("peilen")["who_reads"],
    }  # fmt: skip
    return render(request, f"personal/{key}.html", {**everywhere, **context}, status=status)


TITLES = {
    "peilen": "Samen terugkijken",
    "spanning": "Spanning in de samenwerking",
    "ontbreekt": "Ontbreekt er een partij?",
}


def keep(request: HttpRequest, room: Room, form: QuestionForm) -> tuple[bool, int]:
    """Look at what was sent, and keep it; gives whether it is kept, and otherwise with which status it comes back."""
    if not form.is_valid():
        return False, 422
    if form.saved is not None and form.same():
        return True, 200
    if form.outdated():
        form.conflict = True
        return False, 409
    if form.warned(room.contact.traject):
        return False, 422
    try:
        room.ask(form.move, request.POST.get("once", "")[:40], **form.answer)
    except Refused as refused:
        form.add_error(None, refused.text)
        return False, 422
    return True, 200


def shown(form: QuestionForm, kept: list[Any]) -> list[tuple[str, str]]:
    """What is kept, as question and answer."""
    rows = []
    for seen in kept:
        for name, field in form.fields.items():
            value = seen.body.get(name)
            options = dict(getattr(field, "choices", ()))
            text = "Ja" if value is True else options.get(value, value) if isinstance(value, str) else ""
            if text:
                rows.append((str(field.label), str(text)))
    return rows
