"""Afspraken en terugblik op het pad van een traject (X-1, X-2, CR-23)."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from samenspel.agreements import answers, planning, register
from samenspel.keys.cipher import KeyGone
from samenspel.store.interface import Gone
from samenspel.trajects import engine
from samenspel.trajects.access import INITIATOR
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import Step

AGREEMENTS, LOOK_BACK = 220, 230


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """Following the agreements, and the look-back."""
    try:
        return [*_agreements(traject, roles), *_look_back(traject, roles)]
    except KeyGone:
        return []


def _agreements(traject: Traject, roles: frozenset[str]) -> list[Step]:
    entries = register.register(traject)
    url = reverse("agreements", args=[traject.pk])
    if not entries:
        text = "Wie doet wat, wanneer en met wiens hulp. De eigenaren zeggen zelf hoe het gaat."
        return [Step("after", AGREEMENTS, "Afspraken volgen", "later", text)]
    done, of = register.counted(entries)
    late = sum(entry.overdue for entry in entries)
    nobody = sum(entry.going and entry.owner is None for entry in entries)
    if done == of:
        return [Step("after", AGREEMENTS, "Afspraken volgen", "done", "Alles is klaar of vervallen.", url)]
    if nobody and INITIATOR in roles:
        text = f"Bij {nobody} van de {of} is nog niet gekozen wie we vragen hoe het gaat."
        return [
            Step("after", AGREEMENTS, "Afspraken volgen", "todo", text, url, "Eigenaren kiezen", answered=(done, of))
        ]
    text = f"{late} te laat. De eigenaren kregen een herinnering." if late else "De eigenaren krijgen vanzelf bericht."
    return [Step("after", AGREEMENTS, "Afspraken volgen", "waiting", text, url, "Bekijken", answered=(done, of))]


def _look_back(traject: Traject, roles: frozenset[str]) -> list[Step]:
    url = reverse("look_back", args=[traject.pk])
    session = planning.coming(traject)
    if session is not None:
        return [_planned(session, url)]
    window = planning.window(traject)
    if window is not None and window.again and window.agreed is None:
        return [Step("after", LOOK_BACK, "Terugblik", "done", "Jullie keken samen terug.", url)]
    if window is None:
        text = "Drie tot zes maanden na de bijeenkomst kijken jullie samen terug."
        return [Step("after", LOOK_BACK, "Terugblik", "later", text)]
    day = window.agreed or window.first
    text = f"De groep koos {planning.said(day)}." if window.agreed else f"Dat kan vanaf {planning.said(day)}."
    mine = INITIATOR in roles
    return [Step("after", LOOK_BACK, "Terugblik plannen", "todo" if mine else "waiting", text, url, "Plannen", due=day)]


def _planned(session: Session, url: str) -> Step:
    try:
        counted = answers.counted(engine.state_of(session.pk))
    except Gone:
        counted = None
    day = timezone.localtime(session.planned).date() if session.planned else None
    text = f"Op {planning.said(day)}." if day else "Er is nog geen dag."
    return Step("after", LOOK_BACK, "Terugblik", "waiting", text, url, "Bekijken", due=day, answered=counted)
