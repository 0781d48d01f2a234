"""De stap Uitnodigen op het pad van een traject (X-1, CR-10)."""

from __future__ import annotations

from typing import Literal

from django.urls import reverse

from samenspel import clock
from samenspel.letters import invitations, post
from samenspel.letters.models import Letter
from samenspel.trajects import access
from samenspel.trajects.models import Session, Traject
from samenspel.trajects.path import Step

State = Literal["todo", "waiting", "done", "later"]
ORDER = 85
TROUBLE_ORDER = 1
HAS_IT = (Letter.State.SENT, Letter.State.HANDED)


def steps(traject: Traject, roles: frozenset[str]) -> list[Step]:
    """One step for each meeting ahead that has a date, and one for letters that ask for attention."""
    may = bool(roles & {access.FACILITATOR, access.INITIATOR})
    now = clock.now()
    ahead = [row for row in traject.sessions.order_by("planned") if row.planned and row.planned > now]
    found = [_invites(session, may) for session in ahead if session.status == Session.Status.DRAFT]
    return [*filter(None, found), *_trouble(traject, may)]


def _invites(session: Session, may: bool) -> Step | None:
    guests = invitations.guests(session)
    if not guests:
        return None
    url = reverse("invitation", args=[session.traject_id, session.pk])
    state: State = "todo" if may else "waiting"
    if invitations.is_cancelled(session):
        return Step("before", ORDER, "Uitnodiging", "done", "De bijeenkomst is afgezegd.", url)
    if invitations.changed(session):
        text = "Er is iets veranderd sinds de mensen bericht kregen. Verstuur de wijziging."
        return Step("before", ORDER, "Uitnodiging", state, text, url, "Wijziging versturen")
    letters = invitations.letters_of(session)
    have = sum(1 for guest in guests if guest.pk in letters and letters[guest.pk].state in HAS_IT)
    missing = [guest for guest in guests if guest.pk not in letters]
    if missing:
        text = "Met een bestand voor in de agenda, en een persoonlijke link voor ieder."
        return Step("before", ORDER, "Uitnodigen", state, text, url, "Uitnodigen", answered=(have, len(guests)))
    text = "Wie de uitnodiging heeft, zie je op de pagina."
    done: State = "done" if have == len(guests) else "waiting"
    return Step("before", ORDER, "Uitnodiging", done, text, url, answered=(have, len(guests)))


def _trouble(traject: Traject, may: bool) -> list[Step]:
    letters = Letter.objects.filter(traject=traject)
    url = reverse("outbox", args=[traject.pk])
    stuck = letters.filter(state__in=post.ASKS).count()
    ready = letters.filter(state__in=(Letter.State.WAITING, Letter.State.FAILED), due__lte=clock.now())
    by_hand = 0 if post.by_mail() else ready.count()
    if not may or not stuck + by_hand:
        return []
    count = stuck + by_hand
    if by_hand and not stuck:
        many = f"Er liggen {count} brieven klaar om zelf door te geven."
        text = "Er ligt 1 brief klaar om zelf door te geven." if count == 1 else many
    else:
        many = f"Er zijn {count} brieven die je aandacht vragen."
        text = "Er is 1 brief die je aandacht vraagt." if count == 1 else many
    return [Step("before", TROUBLE_ORDER, "Post", "todo", text, url, "Naar de post")]
