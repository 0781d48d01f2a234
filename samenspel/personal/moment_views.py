"""Uitvraag: the defining moments of one party, kept one by one and sent together (CR-6, CR-7)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel import clock
from samenspel.instruments.case_reconstruction import hints, when
from samenspel.instruments.case_reconstruction.records import Abbreviation, MomentInput, MomentRequest, When
from samenspel.instruments.case_reconstruction.texts import HINTS
from samenspel.kernel.project import Seen
from samenspel.kernel.refusal import Reason, Refused
from samenspel.personal import careful
from samenspel.personal import room as rooms
from samenspel.personal.door import for_contact
from samenspel.personal.due import day
from samenspel.personal.forms import MomentForm, said
from samenspel.personal.questions import WAYS, closed, keep, nothing, shown
from samenspel.personal.room import Room
from samenspel.personal.texts import texts
from samenspel.trajects.contact import Contact

TITLE = "Bepalende momenten"


@dataclass(frozen=True)
class Own:
    """Eigen moment as its author sees it, with hints on how it is written."""

    seen: Seen
    when: str
    half: bool
    hints: list[str]

    @property
    def body(self) -> dict[str, Any]:
        """What is kept."""
        return self.seen.body


@require_GET
@for_contact
def moments(request: HttpRequest, contact: Contact) -> HttpResponse:
    """What somebody brought in so far, in the order of time."""
    room = rooms.enter(contact)
    if room is None or not invited(room):
        return nothing(request, contact)
    own = of(room)
    if not room.open:
        return closed(request, room, TITLE, _rows(own))
    due = due_of(room)
    context = {
        "contact": contact, "traject": contact.traject, "own": own, "about": texts("peilen")["moments"],
        "who": texts("peilen")["who_reads"], "due": due, "late": due is not None and due < clock.today(),
        "ready": [one for one in own if one.body["state"] == "draft" and not one.half],
        "halves": [one for one in own if one.half], "sent": [one for one in own if one.body["state"] == "sent"],
        "kept": request.GET.get("klaar", ""),
    }  # fmt: skip
    return render(request, "personal/momenten.html", context)


@require_http_methods(WAYS)
@for_contact
def moment(request: HttpRequest, contact: Contact, moment: str = "") -> HttpResponse:
    """One moment: a new one, or one that was kept before."""
    room = rooms.enter(contact)
    if room is None or not invited(room):
        return nothing(request, contact)
    saved = next((seen for seen in room.own(MomentInput) if seen.id == moment), None)
    if not room.open:
        return closed(request, room, TITLE, _rows(of(room)))
    if moment and (saved is None or saved.body["state"] == "removed"):
        return render(request, "personal/moment_gone.html", _lost(request, contact), status=404)
    form = MomentForm(request.POST, saved=saved) if request.method == "POST" else MomentForm(saved=saved)
    status = 200
    if request.method == "POST":
        done, status = keep(request, room, form)
        if done:
            return redirect(f"{reverse('mine_moments', args=[contact.traject_id])}?klaar=bewaard")
    context = {
        "contact": contact, "traject": contact.traject, "form": form, "saved": saved,
        "about": texts("peilen")["moments"], "once": request.POST.get("once") or secrets.token_hex(8),
        "kept": shown(MomentForm(saved=saved), [saved]) if form.conflict and saved else [],
        "handled": bool(saved and saved.body["handled"]), "hints": _hints(room, saved) if saved else [],
    }  # fmt: skip
    return render(request, "personal/moment.html", context, status=status)


@require_POST
@for_contact
def send(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Hand over everything that is ready, after one look for data of persons."""
    room = rooms.enter(contact)
    if room is None or not invited(room):
        return nothing(request, contact)
    own = of(room)
    if not room.open:
        return closed(request, room, TITLE, _rows(own))
    ready = [one for one in own if one.body["state"] == "draft" and not one.half]
    words = {one.seen.id: f"{one.body['text']}\n{one.body['meaning']}" for one in ready}
    found = careful.look(words, careful.names_in(contact.traject))
    if found and request.POST.get("toch") != careful.token(found):
        warned = [(one, found[one.seen.id]) for one in ready if one.seen.id in found]
        context = {"contact": contact, "traject": contact.traject, "warned": warned, "toch": careful.token(found)}
        return render(request, "personal/momenten_kijk.html", context, status=422)
    try:
        room.ask("send_moment_inputs")
    except Refused as refused:
        if refused.reason is not Reason.EMPTY:
            raise
        return redirect(f"{reverse('mine_moments', args=[contact.traject_id])}?klaar=niets")
    return redirect(f"{reverse('mine_moments', args=[contact.traject_id])}?klaar=verstuurd")


@require_POST
@for_contact
def withdraw(request: HttpRequest, contact: Contact, moment: str) -> HttpResponse:
    """Take an own moment away, as long as nothing was done with it."""
    room = rooms.enter(contact)
    if room is None:
        return nothing(request, contact)
    if not room.open:
        return closed(request, room, TITLE, _rows(of(room)))
    result = "weg"
    try:
        room.ask("withdraw_moment_input", id=moment)
    except Refused as refused:
        # Twice is once. What the facilitator worked into the timeline goes another way: all own words at once.
        result = "weg" if refused.reason is Reason.NOT_FOUND else "verwerkt"
    return redirect(f"{reverse('mine_moments', args=[contact.traject_id])}?klaar={result}")


def invited(room: Room) -> bool:
    """Whether this contact was asked for moments, or brought some in before."""
    return bool(request_of(room) or room.own(MomentInput))


def request_of(room: Room) -> dict[str, Any] | None:
    """The question that was put to this contact, as it sees it."""
    found = (seen.body for seen in room.of(MomentRequest) if seen.body.get("person") == room.contact.pk)
    return next(found, None)


def due_of(room: Room) -> Any:
    """The day before which the moments are asked, or None."""
    asked = request_of(room)
    return day(asked["due"]) if asked else None


def of(room: Room) -> list[Own]:
    """The own moments, in the order of time; without a date last."""
    seen = sorted(room.own(MomentInput), key=_place)
    return [
        Own(one, said(one.body["when"]), one.body["state"] == "draft" and not (one.body["text"] and one.body["when"]),
            _hints(room, one))
        for one in seen
    ]  # fmt: skip


def _place(seen: Seen) -> tuple[bool, tuple[int, ...], str]:
    date = seen.body["when"]
    return date is None, when.sort_key(When(**date)) if date else (), seen.id


def _hints(room: Room, seen: Seen) -> list[str]:
    known = [one.body["word"] for one in room.of(Abbreviation)]
    keys = dict.fromkeys([*hints.on_moment(seen.body["text"], known), *hints.on_words(seen.body["meaning"], known)])
    return [str(HINTS[key]["text"]) for key in keys] if seen.body["state"] != "removed" else []


def _rows(own: list[Own]) -> list[tuple[str, str]]:
    return [(one.when or "Zonder datum", f"{one.body['text']}\n{one.body['meaning']}".strip()) for one in own]


def _lost(request: HttpRequest, contact: Contact) -> dict[str, Any]:
    words = [request.POST.get(name, "") for name in ("when", "text", "meaning")]
    return {"contact": contact, "traject": contact.traject, "unsent": [word for word in words if word]}
