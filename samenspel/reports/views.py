"""Het verslag voor wie een account heeft: who leads edits, asks for comments and settles; the initiator sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.personal.logged_in import login_required
from samenspel.reports import comments, flow, make, pages, shown
from samenspel.reports.forms import RoundForm, WordsForm
from samenspel.reports.models import Report
from samenspel.store.interface import Gone
from samenspel.trajects import access
from samenspel.trajects.models import Traject

GONE = "De casus van deze bijeenkomst is vernietigd. Het verslag blijft zoals het is."
STEP = "Het verslag is intussen al verder. Kijk hieronder hoe het er nu voor staat."


@login_required
@never_cache
@require_GET
def report(request: HttpRequest, traject: str) -> HttpResponse:
    """The report as it is now, and what can be done next."""
    row, roles = access.find(request, traject)
    return _page(request, row, roles)


def _page(
    request: HttpRequest,
    row: Traject,
    roles: frozenset[str],
    words: WordsForm | None = None,
    until: RoundForm | None = None,
) -> HttpResponse:
    session = pages.session_of(request, row)
    found = pages.report_of(session)
    context: dict[str, Any] = {"traject": row, "session": session, "report": found}
    if found is not None:
        content = found.content
        said = comments.of_all(found) if roles & frozenset(access.CONTROL) else []
        context |= {
            "content": content,
            "page": shown.page(content, said),
            "said": said,
            "open_count": sum(1 for each in said if each.state == "open"),
            "leads": bool(roles & frozenset(access.CONTROL)),
            "sends": _may_send(row, roles),
            "commenting": comments.is_open(found),
            "words_form": words or WordsForm(initial={"title": content.title, "intro": content.intro}),
            "round_form": until or RoundForm(initial={"until": found.comments_until}),
            "states": shown.STATES,
            "sessions": row.sessions.exclude(report=None).order_by("created", "pk"),
        }
    wrong = any(form is not None and form.errors for form in (words, until))
    return render(request, "reports/report.html", context, status=422 if wrong else 200)


def _may_send(row: Traject, roles: frozenset[str]) -> bool:
    """The initiator sends (CR-21); where there is none, somebody has to."""
    if access.INITIATOR in roles:
        return True
    alone = not row.contacts.filter(role=access.INITIATOR, removed=False).exists()
    return alone and access.FACILITATOR in roles


def _leading(request: HttpRequest, traject: str) -> tuple[Traject, frozenset[str], Report]:
    row, roles = access.find(request, traject, *access.CONTROL)
    found = pages.report_of(pages.session_of(request, row))
    if found is None:
        raise Http404
    return row, roles, found


def _back(row: Traject, report: Report) -> HttpResponse:
    return redirect(f"{reverse('report', args=[row.pk])}?bijeenkomst={report.session_id}")


def _step(request: HttpRequest, do: Callable[[], object], done: str) -> None:
    """Take a step; what stands in the way is said on the next page."""
    try:
        do()
    except flow.WrongStep:
        messages.error(request, STEP)
    except (Gone, KeyGone):
        messages.error(request, GONE)
    except Refused as refused:
        messages.error(request, pages.said(refused))
    else:
        messages.success(request, done)


@login_required
@require_POST
def change_words(request: HttpRequest, traject: str) -> HttpResponse:
    """Another title or accompanying sentence."""
    row, roles, found = _leading(request, traject)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, row, roles, words=form)
    title, intro = form.cleaned_data["title"].strip(), form.cleaned_data["intro"].strip()
    _step(request, lambda: make.change(found, title, intro), "Bewaard. De bestanden zijn opnieuw gemaakt.")
    return _back(row, found)


@login_required
@require_POST
def ask_comments(request: HttpRequest, traject: str) -> HttpResponse:
    """Open a comment round, or move its last day."""
    row, roles, found = _leading(request, traject)
    form = RoundForm(request.POST)
    if not form.is_valid():
        return _page(request, row, roles, until=form)
    done = "Iedereen krijgt een brief met een eigen link. Reacties zie je hier binnenkomen."
    try:
        _step(request, lambda: flow.ask_comments(found, form.cleaned_data["until"]), done)
    except flow.WrongDay as wrong:
        form.add_error("until", str(wrong))
        return _page(request, row, roles, until=form)
    return _back(row, found)


@login_required
@require_POST
def stop_comments(request: HttpRequest, traject: str) -> HttpResponse:
    """Close the round before its time."""
    row, _, found = _leading(request, traject)
    _step(request, lambda: flow.stop_comments(found), "Reageren kan niet meer. Het verslag is weer een concept.")
    return _back(row, found)


@login_required
@require_POST
def settle_comment(request: HttpRequest, traject: str) -> HttpResponse:
    """Say what was done with a comment."""
    row, _, found = _leading(request, traject)
    state = request.POST.get("stand", "")
    if state not in shown.STATES:
        raise Http404
    _step(request, lambda: comments.settle(found, request.POST.get("reactie", ""), state), "Genoteerd.")
    return _back(row, found)


@login_required
@require_POST
def settle(request: HttpRequest, traject: str) -> HttpResponse:
    """Make it final."""
    row, _, found = _leading(request, traject)
    _step(request, lambda: flow.settle(found), "Het verslag is vastgesteld. De initiatiefnemer kan het versturen.")
    return _back(row, found)


@login_required
@require_POST
def send(request: HttpRequest, traject: str) -> HttpResponse:
    """Send the final report to everybody, as a link."""
    row, roles = access.find(request, traject)
    found = pages.report_of(pages.session_of(request, row))
    if found is None or not _may_send(row, roles):
        raise Http404
    _step(request, lambda: flow.send(found), "Het verslag gaat naar iedereen die erbij was, met een eigen link.")
    return _back(row, found)


@login_required
@never_cache
@require_GET
def report_file(request: HttpRequest, traject: str, name: str, ending: str) -> HttpResponse:
    """The report as docx, pdf or drawing."""
    row, _ = access.find(request, traject)
    return pages.file_of(pages.report_of(pages.session_of(request, row)), name, ending)
