"""Verslag maken: as the meeting closes and whenever something changed, until it is final (CR-21). Idempotent."""

from __future__ import annotations

import logging
from datetime import date

import msgspec
from django.db import transaction

from samenspel import clock
from samenspel.exports import pdf, picture, word
from samenspel.exports.word_template import TemplateFault
from samenspel.kernel.state import State
from samenspel.keys.cipher import KeyGone
from samenspel.reports import build, templates
from samenspel.reports.dates import day_in_words
from samenspel.reports.models import Content, Report
from samenspel.store.interface import Gone
from samenspel.store.models import SessionClock
from samenspel.trajects import engine
from samenspel.trajects.models import Session

log = logging.getLogger("samenspel.reports")


def make(session: Session) -> Report | None:
    """The report of this session, made or made anew where its records changed; a final one stays as it is.

    None when there is none and none can be made any more, because its case or its keys are gone.
    """
    report = Report.objects.filter(session=session).first()
    if report is not None and report.settled:
        return report
    kept = SessionClock.objects.filter(session=session.pk).values_list("clock", "case_state").first()
    if kept is None or kept[1]:
        return report
    if report is not None and report.clock == kept[0]:
        return report
    try:
        return _made_anew(session, report, engine.state_of(session.pk), kept[0])
    except (Gone, KeyGone):
        return report


def change(report: Report, title: str, intro: str) -> None:
    """Another title and accompanying sentence; empty is ours. Does nothing to a final report. Raises Gone, KeyGone."""
    if not report.settled:
        old = report.content
        report.set_content(msgspec.structs.replace(old, title=title, intro=intro, source=""))
        remake(report)


def remake(report: Report) -> None:
    """Write its files anew from the records of this moment, whatever it was made from. Raises Gone, KeyGone."""
    kept = SessionClock.objects.filter(session=report.session_id).values_list("clock", flat=True).first()
    _made_anew(report.session, report, engine.state_of(report.session_id), kept if kept is not None else -1)


def _made_anew(session: Session, report: Report | None, state: State, seen: int) -> Report:
    report = report or Report(session=session, traject=session.traject)
    known = report.content if report.sealed else None
    title, intro = (known.title, known.intro) if known else ("", "")
    new = build.content(session, state, title, intro, _note(report))
    template = templates.current()
    new = msgspec.structs.replace(new, source=templates.fingerprint(new.source, template))
    report.clock = seen
    if known is None or known.source != new.source:
        report.set_content(new)
        report.made = clock.now()
        _files(report, new, state, template)
    with transaction.atomic():
        # Two that look at the same moment make the same report; the second finds it there.
        other = Report.objects.select_for_update().filter(session=session).first()
        if other is not None and (other.pk != report.pk or (other.settled and not report.settled)):
            return other
        report.save()
    return report


def _files(report: Report, new: Content, state: State, template: bytes | None) -> None:
    report.set_file("pdf", pdf.pdf(new.document))
    try:
        report.set_file("docx", word.docx(new.document, template, templates.fields(new)))
    except TemplateFault as fault:
        # The report comes in any case; the template is looked at again by whoever put it there.
        log.warning("report.template", extra={"fields": {"fault": type(fault).__name__}})
        report.set_file("docx", word.docx(new.document))
    drawing = build.picture(state)
    report.set_file("png", picture.png(drawing) if drawing else b"")


def _note(report: Report) -> str:
    if report.settled:
        return ""
    if report.state == Report.State.COMMENTS and isinstance(report.comments_until, date):
        return f"Concept: reageren kan tot en met {day_in_words(report.comments_until)}"
    return "Concept"
