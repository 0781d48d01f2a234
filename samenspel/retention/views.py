"""Bewaren: what is kept and until when, for who leads the traject and for everybody who takes part (X-5, CR-22)."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samenspel import clock
from samenspel.personal import links
from samenspel.personal.logged_in import login_required
from samenspel.retention import destroying, records, sweep, terms
from samenspel.retention.forms import DestroyForm, TermsForm
from samenspel.retention.models import DownloadsGone
from samenspel.trajects import access
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Traject

MAY_CHANGE = (access.INITIATOR, access.FACILITATOR)
LEADING = (Contact.Role.FACILITATOR, Contact.Role.NOTE_TAKER)
log = logging.getLogger("samenspel.retention")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: HttpRequest, traject: str) -> HttpResponse:
    """What is kept, until when, and choosing another day."""
    row, _roles = access.find(request, traject, *access.EVERY)
    may_change = bool(_roles & set(MAY_CHANGE))
    case = terms.case_is_there(row)
    first = {"case_until": row.case_until, "outcome_until": row.outcome_until}
    form = TermsForm(request.POST or None, initial=first, case=case)
    if request.method == "POST":
        if not may_change:
            raise Http404
        if form.is_valid() and _keep(row, form):
            messages.success(request, "Bewaard. Iedereen in het traject ziet de nieuwe datum.")
            return redirect("retention", traject=row.pk)
        row.refresh_from_db()
    context = _context(request, row) | {"form": form, "may_change": may_change}
    return render(request, "retention/keeping.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def destroy_now(request: HttpRequest, traject: str) -> HttpResponse:
    """Destroy the case today, after the word was typed."""
    row, roles = access.find(request, traject, *MAY_CHANGE)
    if not destroying.has_something(row):
        return redirect("retention", traject=row.pk)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = access.INITIATOR if access.INITIATOR in roles else access.FACILITATOR
        try:
            destroying.destroy(row, "request", by)
        except destroying.NothingToDestroy:
            pass
        except sweep.Remains as error:
            log.error("destroying.waits", extra={"fields": {"error": type(error).__name__}})
            messages.warning(request, "De sleutel is vernietigd. Het opruimen wordt binnen enkele minuten afgemaakt.")
        except Exception as error:
            log.error("destroying.failed", exc_info=error, extra={"fields": {"error": type(error).__name__}})
            form.add_error(
                None, "Het lukte niet om eerst het verslag te maken. Er is niets vernietigd. Probeer opnieuw."
            )
        if not form.errors:
            return redirect("destroyed", traject=row.pk)
    context = _context(request, row) | {"form": form}
    return render(request, "retention/destroy_now.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def downloads_gone(request: HttpRequest, traject: str) -> HttpResponse:
    """Who led says that own downloads, mails and paper are gone; also after access ended."""
    contact = led_by(request, traject)
    if contact is None:
        raise Http404
    if request.POST.get("weg") == "ja":
        DownloadsGone.objects.get_or_create(traject=traject, contact=contact.pk, defaults={"day": clock.today()})
        messages.success(request, "Dank je. We hebben genoteerd dat je alles hebt weggegooid.")
    else:
        messages.warning(request, "Zet een vinkje als je alles hebt weggegooid.")
    where = "destroyed" if records.records(traject) else "retention"
    return redirect(where, traject=traject)


@require_GET
def mine(request: HttpRequest, traject: str) -> HttpResponse:
    """The same for somebody without an account: what is kept, until when, and the fingerprint to keep."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return render(request, "personal/no_link.html", status=403)
    context = _context(request, contact.traject) | {"contact": contact}
    return render(request, "retention/mine.html", context)


def led_by(request: HttpRequest, traject: str) -> Contact | None:
    """The contact of this account that leads or led, or helps with it, also when its access has ended."""
    if not request.user.is_authenticated:
        return None
    own = Contact.objects.filter(traject=traject, user=request.user, role__in=LEADING)
    return own.order_by("removed", "pk").first()


def _keep(row: Traject, form: TermsForm) -> bool:
    """Both days, or neither; a day that cannot be is said at its field."""
    wanted: dict[str, date | None] = {name: form.cleaned_data.get(name) for name in form.fields}
    days = (row.case_until, row.outcome_until)
    for name, keep in (("case_until", terms.keep_case_until), ("outcome_until", terms.keep_outcome_until)):
        day = wanted.get(name)
        if day is None or day == getattr(row, name):
            continue
        try:
            keep(row, day)
        except terms.OutOfBounds as error:
            form.add_error(name, str(error))
    if form.errors:
        row.case_until, row.outcome_until = days
        row.save(update_fields=["case_until", "outcome_until"])
    return not form.errors


def _context(request: HttpRequest, row: Traject) -> dict[str, Any]:
    contact = led_by(request, row.pk)
    confirmed = {each.contact: each.day for each in DownloadsGone.objects.filter(traject=row.pk)}
    leading = row.contacts.filter(role__in=LEADING)
    return {
        "traject": row,
        "traject_id": row.pk,
        "case": terms.case_is_there(row),
        "left": terms.days_left(row),
        "latest": terms.latest(row),
        "latest_outcome": terms.latest_outcome(row),
        "fingerprint": records.grouped(records.fingerprint(row.pk)),
        "records": records.records(row.pk),
        "leads": contact,
        "own_confirmed": confirmed.get(contact.pk) if contact else None,
        "confirmed": [(each.person.name, confirmed.get(each.pk)) for each in leading],
    }
