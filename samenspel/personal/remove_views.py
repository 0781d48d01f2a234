"""Mijn woorden weg: what somebody wrote is taken away, and shown as taken away (CR-22)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samenspel.instruments.case_reconstruction.records import (
    Interpretation,
    MissingParty,
    MomentInput,
    Observation,
    ReportComment,
    SoundingAnswer,
    Tension,
)
from samenspel.personal import room as rooms
from samenspel.personal.door import for_contact
from samenspel.personal.questions import WAYS, nothing
from samenspel.personal.room import Room
from samenspel.personal.texts import texts
from samenspel.trajects.contact import Contact

KINDS = (
    (SoundingAnswer, "je antwoord op de peiling", "je antwoorden op de peiling"),
    (MissingParty, "een partij die je miste", "partijen die je miste"),
    (Tension, "je antwoord over spanning", "je antwoorden over spanning"),
    (MomentInput, "moment dat je inbracht", "momenten die je inbracht"),
    (Interpretation, "duiding die je schreef", "duidingen die je schreef"),
    (Observation, "opmerking over wat opvalt", "opmerkingen over wat opvalt"),
    (ReportComment, "reactie op het verslag", "reacties op het verslag"),
)


@require_http_methods(WAYS)
@for_contact
def remove(request: HttpRequest, contact: Contact) -> HttpResponse:
    """What goes and what stays, then one button."""
    room = rooms.enter(contact)
    if room is None:
        return nothing(request, contact)
    if request.method == "POST":
        room.ask("remove_my_words")
        return redirect(f"{reverse('mine_remove', args=[contact.traject_id])}?klaar")
    there = written(room)
    context = {
        "contact": contact, "traject": contact.traject, "about": texts("peilen")["removing"], "there": there,
        "done": "klaar" in request.GET and not there,
    }  # fmt: skip
    return render(request, "personal/weg.html", context)


def written(room: Room) -> list[str]:
    """What this contact wrote and can still have taken away, in words with numbers."""
    counts = [(len(room.own(kind)), one, more) for kind, one, more in KINDS]
    return [one if count == 1 else f"{count} {more}" for count, one, more in counts if count]
