"""Wat het verslag van een betrokkene vraagt: read it and comment while that is possible, read it when it is there."""

from __future__ import annotations

from django.urls import reverse

from samenspel.personal.tasks import Task
from samenspel.reports import comments, flow
from samenspel.reports.models import Report
from samenspel.trajects.contact import Contact

ORDER = 70


def tasks(contact: Contact) -> list[Task]:
    """One per report that this contact may read."""
    reports = Report.objects.filter(traject=contact.traject_id).select_related("session", "traject").order_by("made")
    return [_task(report, contact) for report in reports if flow.may_read(report, contact)]


def _task(report: Report, contact: Contact) -> Task:
    url = f"{reverse('report_read', args=[report.traject_id])}?bijeenkomst={report.session_id}"
    key = f"report-{report.pk}"
    if comments.is_open(report):
        why = "Klopt het zo? Je kunt reageren op de rode draden, de lessen en de afspraken."
        done = bool(comments.of_contact(report, contact))
        return Task(key, "Lees mee met het verslag", why, url, ORDER, report.comments_until, done)
    if report.state == Report.State.FINAL and contact.role == Contact.Role.INITIATOR:
        return Task(key, "Verstuur het verslag", "Het is vastgesteld. Jij stuurt het naar iedereen.", url, ORDER)
    return Task(
        key, "Het verslag", "Lees terug wat jullie leerden en afspraken.", url, ORDER, done=report.sent is not None
    )
