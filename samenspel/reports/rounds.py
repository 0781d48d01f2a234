"""Every round: reports of meetings that closed, made when they are not there yet or something changed (CR-21)."""

import logging
from datetime import datetime

from samenspel import rounds
from samenspel.reports.make import make
from samenspel.reports.models import Report
from samenspel.trajects.models import Session

log = logging.getLogger("samenspel.reports")


@rounds.job("reports.make", order=40)
def make_reports(now: datetime) -> None:
    """One look at every closed meeting whose report is not final."""
    closed = Session.objects.filter(status=Session.Status.CLOSED).select_related("traject")
    # A demo meeting on its own is only to look at its screens; one in a traject is followed up like any other.
    closed = closed.exclude(demo=True, traject__quick=True)
    for session in closed.exclude(report__state__in=(Report.State.FINAL, Report.State.SENT)):
        if rounds.stopping():
            return
        try:
            make(session)
        except Exception as error:
            # The others get theirs; this one is tried again in the next round.
            log.error("report.failed", exc_info=error, extra={"fields": {"session": session.pk}})
