"""De eigen afspraken en de terugblik van een betrokkene, by personal link (X-2, CR-23)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.agreements import answers, files, planning, register
from samenspel.agreements.forms import AnswerForm, ReportForm
from samenspel.agreements.register import Entry
from samenspel.agreements.views import BUSY, download, said
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal import links
from samenspel.store.interface import Gone
from samenspel.trajects.contact import Contact

Mine = Callable[[HttpRequest, Contact], HttpResponse]


def for_contact(view: Mine) -> Callable[[HttpRequest, str], HttpResponse]:
    """Only for the contact that this browser came in as."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, traject: str) -> HttpResponse:
        contact = links.contact_of(request, traject)
        if contact is None:
            return render(request, "personal/no_link.html", status=403)
        try:
            return view(request, contact)
        except KeyGone:
            raise Http404 from None

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@for_contact
def agreements(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Own agreements, each with a form; those of the own party and of the others to read."""
    entries = register.register(contact.traject, contact)
    own = [entry for entry in entries if register.is_own(entry, contact)]
    sent = request.POST.get("agreement", "") if request.method == "POST" else ""
    forms = [(entry, _form(request, entry, sent)) for entry in own]
    status = 200
    if sent:
        entry, form = next(((e, f) for e, f in forms if e.id == sent), (None, None))
        if entry is None or form is None:
            raise Http404
        if form.is_valid() and _report(entry, contact, form):
            messages.success(request, "Bewaard. Dank je wel.")
            return redirect("my_agreements", traject=contact.traject_id)
        status = 422
    party = [e for e in entries if e not in own and register.is_of_party(e, contact)]
    others = [e for e in entries if e not in own and e not in party]
    context = {"contact": contact, "traject": contact.traject, "forms": forms, "party": party, "others": others}
    return render(request, "agreements/mine.html", context, status=status)


@require_GET
@for_contact
def calendar(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Own agreements for a calendar."""
    entries = register.register(contact.traject, contact)
    own = [entry for entry in entries if register.is_own(entry, contact)]
    return download(files.calendar_file(own), "mijn-afspraken.ics", "text/calendar; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@for_contact
def look_back(request: HttpRequest, contact: Contact) -> HttpResponse:
    """The questions of the look-back, answered beforehand."""
    session = planning.session_of(contact.traject)
    paper = answers.of(session, contact) if session is not None else None
    if session is None or paper is None:
        return render(request, "agreements/mine_no_look_back.html", {"contact": contact, "traject": contact.traject})
    initial = {f"q_{one.id}": one.answer for one in paper.questions}
    asked = [(one.id, one.text) for one in paper.open]
    form = AnswerForm(request.POST or None, initial=initial, questions=asked)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _answer(session.pk, contact, paper, form):
            messages.success(request, "Je antwoorden zijn bewaard. Je kunt ze nog veranderen.")
            return redirect("mine", traject=contact.traject_id)
        status = 422
    entries = register.register(contact.traject, contact)
    context = {
        "contact": contact,
        "traject": contact.traject,
        "session": session,
        "paper": paper,
        "form": form,
        "fields": [(one, form[f"q_{one.id}"]) for one in paper.open],
        "own": sum(entry.going and register.is_own(entry, contact) for entry in entries),
    }
    return render(request, "agreements/mine_look_back.html", context, status=status)


def _form(request: HttpRequest, entry: Entry, sent: str) -> ReportForm:
    body = entry.body
    initial = {"status": body.status, "report": body.report, "shared": body.shared}
    return ReportForm(
        request.POST if sent == entry.id else None, initial=initial, prefix=None, auto_id=f"id_{entry.id}_%s"
    )


def _report(entry: Entry, contact: Contact, form: ReportForm) -> bool:
    data = form.cleaned_data
    try:
        register.report(entry, register.as_actor(contact), data["status"], data["report"], data["shared"])
    except Gone:
        form.add_error(None, BUSY)
    except Refused as refused:
        form.add_error(None, said(refused))
    else:
        return True
    return False


def _answer(session: str, contact: Contact, paper: answers.Paper, form: AnswerForm) -> bool:
    try:
        answers.save(session, contact, paper, {one.id: form.answer(one.id) for one in paper.open})
    except Gone:
        form.add_error(None, BUSY)
    except Refused as refused:
        form.add_error(None, said(refused))
    else:
        return True
    return False
