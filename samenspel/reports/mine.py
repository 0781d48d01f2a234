"""Het verslag voor wie een persoonlijke link heeft: read, take along, comment; the initiator may send."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal import links
from samenspel.reports import comments, flow, pages, shown
from samenspel.reports.models import Report
from samenspel.store.interface import Gone
from samenspel.trajects.contact import Contact

LATE = (
    "Reageren kan niet meer: de termijn is voorbij. Je woorden zijn niet bewaard. Vind je het belangrijk? Bel of mail "
    "dan de gespreksbegeleider of de initiatiefnemer."
)


@never_cache
@require_GET
def report_read(request: HttpRequest, traject: str) -> HttpResponse:
    """The report, with the reader's own comments."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return _no_link(request)
    return _page(request, contact, _report(request, contact))


@require_POST
def report_comment(request: HttpRequest, traject: str) -> HttpResponse:
    """Comment on a thread, a lesson or an agreement; change an own comment, or take it back."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return _no_link(request)
    report = _report(request, contact)
    if report is None:
        raise Http404
    target, text, own = (request.POST.get(name, "") for name in ("waarop", "tekst", "reactie"))
    try:
        if "intrekken" in request.POST:
            comments.withdraw(report, contact, own)
            messages.success(request, "Je reactie is weg.")
        else:
            comments.say(report, contact, target, text, own)
            messages.success(request, "Bewaard. De gespreksbegeleider en de initiatiefnemer lezen je reactie.")
    except comments.Late:
        return _page(request, contact, report, LATE, target, text, 409)
    except Refused as refused:
        return _page(request, contact, report, pages.said(refused), target, text, 422)
    except (Gone, KeyGone):
        return _page(request, contact, report, LATE, target, text, 409)
    return redirect(f"{reverse('report_read', args=[traject])}?bijeenkomst={report.session_id}#r-{target}")


@require_POST
def report_send_mine(request: HttpRequest, traject: str) -> HttpResponse:
    """The initiator sends the final report."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return _no_link(request)
    report = _report(request, contact)
    if report is None or contact.role != Contact.Role.INITIATOR:
        raise Http404
    try:
        flow.send(report)
        messages.success(request, "Het verslag gaat naar iedereen die erbij was, met een eigen link.")
    except flow.WrongStep:
        messages.error(request, "Het verslag is nog niet vastgesteld.")
    return redirect(f"{reverse('report_read', args=[traject])}?bijeenkomst={report.session_id}")


@never_cache
@require_GET
def report_file_mine(request: HttpRequest, traject: str, name: str, ending: str) -> HttpResponse:
    """The report to take along."""
    contact = links.contact_of(request, traject)
    if contact is None:
        return _no_link(request)
    report = _report(request, contact)
    if report is not None and not flow.may_read(report, contact):
        report = None
    return pages.file_of(report, name, ending)


def _report(request: HttpRequest, contact: Contact) -> Report | None:
    return pages.report_of(pages.session_of(request, contact.traject))


def _page(
    request: HttpRequest,
    contact: Contact,
    report: Report | None,
    problem: str = "",
    target: str = "",
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"contact": contact, "traject": contact.traject, "report": None}
    if report is not None and flow.may_read(report, contact):
        own = comments.of_contact(report, contact)
        context |= {
            "report": report,
            "content": report.content,
            "page": shown.page(report.content, own),
            "commenting": comments.is_open(report),
            "states": shown.STATES,
            "sends": contact.role == Contact.Role.INITIATOR and report.settled,
        }
    context |= {"problem": problem, "target": target, "text": text}
    return render(request, "reports/mine.html", context, status=status)


def _no_link(request: HttpRequest) -> HttpResponse:
    return render(request, "personal/no_link.html", status=403)
