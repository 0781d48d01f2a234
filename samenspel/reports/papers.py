"""Papier bij een traject (CR-8): a page that says what can be printed, and the files. For control only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samenspel.exports import paper, pdf, session_paper, word
from samenspel.exports.declaration import declaration
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.project import snapshot
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.keys.cipher import KeyGone
from samenspel.reports.dates import day_in_words
from samenspel.store.interface import Gone
from samenspel.trajects import access, engine, people
from samenspel.trajects.models import Session, Traject
from samenspel.vocabulary.paper import PaperKind, Size

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SIZES: Final = {"a5": "A5", "a4": "A4", "a3": "A3"}


@dataclass(frozen=True)
class Print:
    """Drukwerk op de pagina: what it is, what for, and its files as (words, file name with query)."""

    title: str
    purpose: str
    files: tuple[tuple[str, str], ...]


@require_GET
def papers(request: HttpRequest, traject: str) -> HttpResponse:
    """What can be printed for each session of the traject."""
    row, _ = access.find(request, traject, *access.CONTROL)
    sessions = [(session, _prints(row, session)) for session in row.sessions.order_by("created", "pk")]
    return render(request, "reports/papers.html", {"traject": row, "sessions": sessions})


@require_GET
def paper_file(request: HttpRequest, traject: str, name: str, ending: str) -> HttpResponse:
    """One file, made at once from the records of this moment."""
    row, roles = access.find(request, traject, *access.CONTROL)
    session = _session(request, row)
    size = request.GET.get("formaat", "")
    if ending not in ("pdf", "docx") or (ending == "docx" and name != "geheimhouding"):
        raise Http404
    try:
        made = _made(row, session, name, ending, size, roles)
    except (Gone, KeyGone):
        made = None
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type=DOCX if ending == "docx" else PDF)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


def _made(row: Traject, session: Session, name: str, ending: str, size: str, roles: frozenset[str]) -> bytes | None:
    if name == "geheimhouding":
        document = declaration(session.title, day_in_words(row.case_until))
        return word.docx(document) if ending == "docx" else pdf.pdf(document)
    state = engine.state_of(session.pk)
    if name == "meedoen":
        return session_paper.join_poster(session, size if size in ("a3", "a4") else "a4")
    if name == "voorbereiding":
        return session_paper.preparation(session, state, _tension(session, state, roles))
    for kind_name, (kind, instance) in _kinds(state).items():
        if kind_name == name:
            wanted: Size | None = next((each for each in kind.sizes if each == size), None)
            return paper.pdf(kind.make(state, instance), wanted)
    return None


def _kinds(state: State) -> dict[str, tuple[PaperKind, str]]:
    """Everything the instruments of a session can print; the first instance that knows a name gives it."""
    found: dict[str, tuple[PaperKind, str]] = {}
    for record in state.of(Instance):
        if isinstance(record.body, Instance):
            for name, kind in paper.kinds_of(record.body.instrument).items():
                found.setdefault(name, (kind, record.id))
    return found


def _prints(row: Traject, session: Session) -> list[Print]:
    try:
        state = engine.state_of(session.pk)
    except (Gone, KeyGone):
        return []
    main = people.main_session(row)
    which = "" if main is not None and main.pk == session.pk else f"&bijeenkomst={session.pk}"
    first = f"?{which[1:]}" if which else ""
    prints = [
        Print(
            "Voorbereiding op één bladzijde",
            "Het draaiboek, wie er komen en waar je op let. Voor jou als begeleider.",
            (("pdf", f"voorbereiding.pdf{first}"),),
        )
    ]
    if session.status != Session.Status.CLOSED:
        files = tuple((SIZES[size], f"meedoen.pdf?formaat={size}{which}") for size in ("a4", "a3"))
        prints.append(Print("Meedoen", "Poster met de QR-code en de code, voor bij de deur of op tafel.", files))
    for name, (kind, _) in _kinds(state).items():
        files = tuple((SIZES[size], f"{name}.pdf?formaat={size}{which}") for size in kind.sizes)
        prints.append(Print(kind.title, kind.purpose, files))
    prints.append(
        Print(
            "Verklaring van geheimhouding",
            "Als jullie dat willen: de gespreksbegeleider tekent haar en de initiatiefnemer bewaart haar.",
            (("pdf", f"geheimhouding.pdf{first}"), ("Word", f"geheimhouding.docx{first}")),
        )
    )
    return prints


def _session(request: HttpRequest, row: Traject) -> Session:
    wanted = request.GET.get("bijeenkomst", "")
    # PostgreSQL takes no NUL in a question, where SQLite just finds nothing.
    asked = row.sessions.filter(pk=wanted) if wanted.isalnum() else row.sessions.none()
    found = asked.first() if wanted else people.main_session(row)
    if found is None:
        raise Http404
    return found


def _tension(session: Session, state: State, roles: frozenset[str]) -> tuple[int, int] | None:
    """How many mention light and serious tension, through the facilitator's own projection and nobody else's (CR-4)."""
    if access.FACILITATOR not in roles:
        return None
    seen = snapshot(engine.instruments(), state, Audience(Role.FACILITATOR, session.host, None))
    levels = [each.body.get("level") for each in seen if each.type == "tension"]
    return levels.count("light"), levels.count("serious")
