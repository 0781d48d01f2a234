"""De tijdlijn van toen, with moments only: drawn anew while the case is there, otherwise as the report kept it."""

from __future__ import annotations

from samenspel.exports.picture import png
from samenspel.exports.views import exports_of
from samenspel.keys.cipher import KeyGone
from samenspel.reports.models import Report
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.models import Traject

RECONSTRUCTION = "case_reconstruction"


def of_then(traject: Traject) -> bytes | None:
    """The picture as png, or None when there is none (any more)."""
    for report in Report.objects.filter(traject=traject).order_by("made"):
        try:
            kept = report.file("png")
        except KeyGone:
            return None
        if kept:
            return kept
    return _drawn(traject)


def _drawn(traject: Traject) -> bytes | None:
    for session in traject.sessions.order_by("created", "pk"):
        try:
            state = engine.state_of(session.pk)
        except Gone:
            continue
        instance = people.instance_of(state, RECONSTRUCTION)
        if instance and any(getattr(one, "revealed", False) for one in (r.body for r in state.of("defining_moment"))):
            _, drawing = exports_of(RECONSTRUCTION)["tijdlijn.svg"](state, instance)
            return png(drawing)
    return None
