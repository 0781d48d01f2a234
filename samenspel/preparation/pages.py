"""De pagina's van de voorbereiding: which there are for whom, and what they all show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from samenspel.instruments.case_reconstruction import advice
from samenspel.instruments.case_reconstruction.advice import Finding
from samenspel.personal.texts import texts
from samenspel.preparation.desk import Desk
from samenspel.trajects.access import CONTROL, EVERY, FACILITATOR, INITIATOR

LEADS = (INITIATOR, FACILITATOR)
PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sounding", "Peilen", EVERY),
    ("facilitator", "Begeleider", EVERY),
    ("participants", "Deelnemers", EVERY),
    ("tensions", "Spanningen", (FACILITATOR,)),
    ("privacy", "Privacy", EVERY),
    ("asking", "Momenten vragen", CONTROL),
)


@dataclass(frozen=True)
class Said:
    """Aanwijzing as it stands on a page."""

    title: str
    text: str
    steps: tuple[str, ...]
    state: str


def said(findings: Iterable[Finding]) -> list[Said]:
    """What the instrument advises, in its own words."""
    own = texts("voorbereiding")
    words = [(finding, advice.words(finding, own)) for finding in findings]
    return [Said(each.title, each.text, each.steps, finding.state) for finding, each in words]


def show(request: HttpRequest, desk: Desk, page: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """One page, with the way to the others."""
    links = [
        (reverse(f"prepare_{name}", args=[desk.traject.pk]), title, name == page)
        for name, title, may in PAGES
        if desk.is_(*may)
    ]
    everywhere = {"traject": desk.traject, "links": links, "page": page, "leads": desk.is_(*LEADS)}
    return render(request, f"preparation/{page}.html", {**everywhere, **context}, status=status)
