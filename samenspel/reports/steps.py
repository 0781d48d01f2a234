"""Het verslag op het pad van het traject (X-1)."""

from __future__ import annotations

from django.urls import reverse

from samenspel.reports import comments
from samenspel.reports.dates import day_in_words
from samenspel.reports.models import Report
from samenspel.trajects import access, people
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import Step

NAME = "Verslag"


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """Paper before the meeting, the report after it."""
    leads = bool(roles & frozenset(access.CONTROL))
    meetings = traject.sessions.exclude(template__startswith=access.LOOK_BACK).order_by("created", "pk")
    found = [_report(traject, session, roles, leads) for session in meetings]
    if leads and any(session.status != Session.Status.CLOSED for session in meetings):
        text = "Momenten, duidingen, spelregels en posters om op te hangen, en je voorbereiding op één bladzijde."
        found.append(Step("before", 100, "Papier", "later", text, reverse("papers", args=[traject.pk]), "Bekijk"))
    return found


def _report(traject: Traject, session: Session, roles: frozenset[str], leads: bool) -> Step:
    many = traject.sessions.exclude(template__startswith=access.LOOK_BACK).count() > 1
    title = f"{NAME} van {session.title}" if many else NAME
    report = Report.objects.filter(session=session).first()
    url = f"{reverse('report', args=[traject.pk])}?bijeenkomst={session.pk}"
    if session.status != Session.Status.CLOSED:
        return Step("after", 10, title, "later", "Het staat klaar zodra de bijeenkomst is afgesloten.")
    if report is None or report.state == Report.State.DRAFT:
        text = "Het concept staat klaar. Lees het na en vraag de anderen om mee te lezen."
        return Step("after", 10, title, "todo" if leads else "waiting", text, url, "Lees het concept")
    if report.state == Report.State.COMMENTS:
        return _comments(report, title, url, leads)
    if report.state == Report.State.FINAL:
        sends = access.INITIATOR in roles
        text = "Het verslag is vastgesteld. De initiatiefnemer stuurt het naar iedereen."
        return Step("after", 10, title, "todo" if sends else "waiting", text, url, "Naar het verslag")
    text = f"Verstuurd op {day_in_words(report.sent)}." if report.sent else "Verstuurd."
    return Step("after", 10, title, "done", text, url)


def _comments(report: Report, title: str, url: str, leads: bool) -> Step:
    until = report.comments_until
    readers = people.contacts(report.traject, "initiator", "participant")
    said = {comment.name for comment in comments.of_all(report)}
    if comments.is_open(report):
        text = f"{len(said)} van {len(readers)} mensen reageerden."
        return Step("after", 10, title, "waiting", text, url, "Bekijk", due=until)
    text = "De termijn voor reacties is voorbij. Verwerk ze en stel het verslag vast."
    return Step("after", 10, title, "todo" if leads else "waiting", text, url, "Naar het verslag")
