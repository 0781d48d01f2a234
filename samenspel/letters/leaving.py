"""What goes of letters when a traject or a meeting goes (CR-22). Of a case there is nothing here: letters hold none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from samenspel.letters.models import Invitation, Letter
from samenspel.retention.parts import Part, Scope, register

Rows = Iterator[QuerySet[Any]]


def register_letters() -> None:
    """Called once, when Django starts."""
    register(Part("letters", _letters))
    register(Part("invitations", _invitations))


def _letters(scope: Scope) -> Rows:
    if scope.everything:
        yield Letter.objects.filter(traject=scope.traject)
    elif scope.outcome:
        of_these = Q()
        for session in scope.sessions:
            of_these |= Q(key__startswith=f"invite:{session}:")
        yield Letter.objects.filter(of_these, traject=scope.traject) if of_these else Letter.objects.none()


def _invitations(scope: Scope) -> Rows:
    if scope.outcome:
        yield Invitation.objects.filter(session__in=scope.sessions)
