"""What becomes of a report when its case is destroyed, or its outcome (CR-22)."""

from __future__ import annotations

from samenspel.reports import flow
from samenspel.reports.make import make
from samenspel.reports.models import Report
from samenspel.retention.parts import Part, Scope, register, register_before_destroy
from samenspel.trajects.models import Session


def before_case_goes(traject: str, sessions: tuple[str, ...]) -> None:
    """The last report, final from now on: the records it comes from are about to go. A session that was never held
    leaves none."""
    for session in Session.objects.filter(traject=traject, pk__in=sessions, status=Session.Status.CLOSED):
        report = make(session)
        if report is not None and not report.settled:
            flow.settle(report)


def install() -> None:
    """Say to the keeping of data what there is of ours."""
    register(
        Part(
            "reports",
            lambda scope: [_rows(scope)] if scope.outcome else [],
        )
    )
    register_before_destroy(before_case_goes)


def _rows(scope: Scope):  # type: ignore[no-untyped-def]
    rows = Report.objects.filter(traject=scope.traject)
    return rows if scope.everything else rows.filter(session__in=scope.sessions)
