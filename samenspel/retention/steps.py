"""De laatste stap op het pad (X-1, X-5): until when the case is kept, or that it is gone."""

from __future__ import annotations

from django.urls import reverse

from samenspel.retention import terms
from samenspel.retention.models import DownloadsGone
from samenspel.retention.records import records
from samenspel.trajects import access
from samenspel.trajects.models import Traject
from samenspel.trajects.path import Step

ORDER = 90
SOON = 14


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """One step, or none as long as there was nothing of a case."""
    url = reverse("retention", args=[traject.pk])
    if terms.case_is_there(traject):
        until = terms.said(traject.case_until)
        leads = bool(roles & set(access.CONTROL))
        confirmed = leads and DownloadsGone.objects.filter(traject=traject.pk).exists()
        soon = terms.days_left(traject) <= SOON
        text = f"De casus wordt bewaard tot en met {until}. De dag erna wordt hij vernietigd."
        if soon and leads and not confirmed:
            text += " Gooi voor die dag ook je eigen downloads, mails en papier weg."
        return [
            Step(
                stage="after",
                order=ORDER,
                title="Bewaren en vernietigen",
                state="todo" if soon and leads and not confirmed else "later",
                text=text,
                url=url,
                action="Bekijk wat bewaard wordt",
                due=traject.case_until,
            )
        ]
    if not records(traject.pk):
        return []
    until = terms.said(traject.outcome_until)
    return [
        Step(
            stage="after",
            order=ORDER,
            title="De casus is vernietigd",
            state="done",
            text=f"Er is een bewijs dat iedereen kan nakijken. De opbrengst blijft tot en met {until}.",
            url=reverse("destroyed", args=[traject.pk]),
            action="Bekijk het bewijs",
        )
    ]
