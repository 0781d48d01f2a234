"""What the two pages of a report share: finding it, its files, and answers to what cannot be done."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse

from samenspel.kernel.refusal import Reason, Refused
from samenspel.keys.cipher import KeyGone
from samenspel.reports.make import make
from samenspel.reports.models import FILES, File, Report
from samenspel.trajects import people
from samenspel.trajects.models import Session, Traject

TYPES: Final[dict[File, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
}
REFUSED: Final = {
    Reason.EMPTY: "Er staat nog niets in het vak. Schrijf op wat je wilt zeggen.",
    Reason.TOO_LONG: "Dit is langer dan 500 tekens. Maak het korter.",
}
NOT_NOW: Final = (
    "Dit lukte niet. Je woorden staan er nog: probeer het nog eens, of geef het door aan de gespreksbegeleider."
)


def session_of(request: HttpRequest, traject: Traject) -> Session | None:
    """The session that is asked for, or the one around which the traject turns. Raises Http404 for another's."""
    wanted = request.POST.get("bijeenkomst") or request.GET.get("bijeenkomst") or ""
    if not wanted:
        return people.main_session(traject)
    # PostgreSQL takes no NUL in a question, where SQLite just finds nothing.
    found = traject.sessions.filter(pk=wanted).first() if wanted.isalnum() else None
    if found is None:
        raise Http404
    return found


def report_of(session: Session | None) -> Report | None:
    """The report of a session as it should be now; None before the meeting closed."""
    if session is None:
        return None
    if session.status == Session.Status.CLOSED:
        return make(session)
    return Report.objects.filter(session=session).first()


def file_of(report: Report | None, name: str, ending: str) -> HttpResponse:
    """One of its files to take along; the drawing also to show. Raises Http404."""
    kind = next((each for each in FILES if each == ending), None)
    if report is None or kind is None or name not in ("verslag", "tijdlijn"):
        raise Http404
    try:
        data = report.file(kind)
    except KeyGone:
        data = b""
    if not data:
        raise Http404
    response = HttpResponse(data, content_type=TYPES[kind])
    how = "inline" if kind == "png" and name == "tijdlijn" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


def said(refused: Refused) -> str:
    """A refusal in words for people."""
    return REFUSED.get(refused.reason, NOT_NOW)
