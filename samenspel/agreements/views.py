"""De pagina van afspraken (X-2): who does what, when and with whose help, for who organises and who leads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from samenspel.agreements import files, register
from samenspel.agreements.forms import PlanForm
from samenspel.agreements.register import Entry
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import IN_DUTCH, Reason, Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal.logged_in import login_required
from samenspel.store.interface import Gone
from samenspel.trajects import access, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

BUSY = "Er wordt net iets vernietigd in dit traject. Er is niets veranderd. Probeer het over een minuut opnieuw."
CHANGED = "Iemand anders veranderde deze afspraak net. Kijk wat er nu staat en bewaar opnieuw als het nog nodig is."
ORGANISERS = (access.INITIATOR, access.FACILITATOR)


@login_required
@never_cache
@require_GET
def overview(request: HttpRequest, traject: str) -> HttpResponse:
    """Every agreement of the traject, what is overdue first."""
    row, roles = access.find(request, traject)
    entries = _entries(request, row)
    done, of = register.counted(entries)
    context = {
        "traject": row,
        "late": [entry for entry in entries if entry.overdue],
        "going": [entry for entry in entries if entry.going and not entry.overdue],
        "over": [entry for entry in entries if not entry.going],
        "done": done,
        "of": of,
        "nobody": sum(entry.going and entry.owner is None for entry in entries),
        "may_plan": bool(roles & frozenset(ORGANISERS)),
    }
    return render(request, "agreements/overview.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, traject: str, agreement: str) -> HttpResponse:
    """Whose it is and when it is due."""
    row, _ = access.find(request, traject, *ORGANISERS)
    entry = next((each for each in _entries(request, row) if each.id == agreement), None)
    if entry is None:
        raise Http404
    choices = _choices(row)
    known = {contact.pk: contact for contact in people.contacts(row)}
    initial = {
        "owner": entry.owner.pk if entry.owner else "",
        "due": entry.body.due,
        "version": entry.version,
    }
    form = PlanForm(request.POST or None, initial=initial, choices=choices)
    if request.method == "POST" and form.is_valid():
        due = form.cleaned_data["due"]
        owner = known.get(form.cleaned_data["owner"])
        try:
            day = due.isoformat() if due else ""
            register.plan(entry, _actor(request, row), owner, day, form.cleaned_data["version"])
        except Gone:
            form.add_error(None, BUSY)
        except Refused as refused:
            form.add_error(None, CHANGED if refused.reason is Reason.CONFLICT else said(refused))
            form.data = request.POST.copy()
            form.data["version"] = str(entry.version)
        else:
            messages.success(request, "De afspraak is bijgewerkt.")
            return redirect("agreements", traject=row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "agreements/plan.html", {"traject": row, "entry": entry, "form": form}, status=status)


@login_required
@never_cache
@require_GET
def workbook(request: HttpRequest, traject: str) -> HttpResponse:
    """All agreements as a workbook."""
    row, _ = access.find(request, traject)
    return download(files.workbook(_entries(request, row)), "afspraken.xlsx", files.XLSX)


@login_required
@never_cache
@require_GET
def calendar(request: HttpRequest, traject: str) -> HttpResponse:
    """What is still to be done, for a calendar."""
    row, _ = access.find(request, traject)
    return download(files.calendar_file(_entries(request, row)), "afspraken.ics", "text/calendar; charset=utf-8")


def download(content: bytes, name: str, mime: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def said(refused: Refused) -> str:
    """A refusal in Dutch."""
    return refused.detail or IN_DUTCH[refused.reason]


def _entries(request: HttpRequest, traject: Traject) -> list[Entry]:
    try:
        return register.register(traject, _reader(request, traject))
    except KeyGone:
        raise Http404 from None


def _reader(request: HttpRequest, traject: Traject) -> Contact | Actor:
    """As whom this account looks: its own contact, or whoever it leads as."""
    contact = access.contact_of(request, traject)
    if contact is not None:
        return contact
    led = traject.sessions.filter(facilitator=request.user.pk).first()
    return Actor(person=led.host if led else "", role=Role.FACILITATOR)


def _actor(request: HttpRequest, traject: Traject) -> Actor:
    reader = access.contact_of(request, traject, *ORGANISERS) or _reader(request, traject)
    return register.as_actor(reader)


def _choices(traject: Traject) -> list[tuple[str, str]]:
    found = []
    for contact in people.contacts(traject):
        person = contact.person
        found.append((contact.pk, f"{person.name} ({person.party})" if person.party else person.name))
    return found
