"""Toegangsbewijzen: 256 random bits in a cookie, their hash in the database.

The cookie is SameSite=Strict: a foreign site can neither open a socket nor post with it. Links in mail and QR
codes lead to `/binnen` and `/meedoen`, whose own script posts from our own page, so nothing needs Lax.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samenspel.trajects.models import Session

from .models import Ticket

CONTROL, PARTICIPANT, WALL = "regie", "deelnemer", "wand"
SURFACES = (CONTROL, PARTICIPANT, WALL)
COOKIE_AGE = 60 * 60 * 24 * 30
DAYS_LINK, DAYS_HERE, DAYS_CONTROL = 90, 30, 2
"""How many days a ticket works, the day it was made included: one handed out as a link, one of the browser that came
in with the code, and the Regie that logging in gave (whoever comes back later logs in again)."""


def issue(session: Session, surface: str, attendee: str = "", *, personal: bool = False) -> str:
    """A new ticket; returns its token, which is nowhere kept readable."""
    if surface not in SURFACES:
        raise ValueError(surface)
    token = secrets.token_urlsafe(32)
    Ticket.objects.create(
        session=session, surface=surface, attendee=attendee, personal=personal, token_hash=hashed(token)
    )
    return token


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str) -> Ticket | None:
    """The valid ticket of a token, or None."""
    if not 20 <= len(token) <= 100:
        return None
    return good().select_related("session", "session__traject").filter(token_hash=hashed(token)).first()


def holder(cookies: Mapping[str, str], session_id: str, surface: str) -> Ticket | None:
    """The valid ticket among these cookies for this surface of this session, or None."""
    ticket = by_token(cookies.get(cookie_name(session_id, surface), ""))
    if ticket is None or str(ticket.session_id) != session_id or ticket.surface != surface:
        return None
    return ticket


def token_from(scope: Mapping[str, Any], session_id: str, surface: str) -> str:
    """The token that a socket's request carries for this surface of this session, or an empty text."""
    start = f"{cookie_name(session_id, surface)}="
    raw = b";".join(value for header, value in scope.get("headers", ()) if header == b"cookie")
    # Only our own cookie is read, so that a strange neighbour cannot make a parser give up. Our value has no quotes.
    own = (part.strip() for part in raw.decode("latin-1").split(";"))
    return next((part[len(start) :] for part in own if part.startswith(start)), "")


def of_request(request: HttpRequest, session_id: str, surface: str) -> Ticket | None:
    """The same for a page."""
    return holder(request.COOKIES, session_id, surface)


def revoke(session: Session, attendee: str, surface: str | None = None) -> int:
    """End the tickets of an attendee; returns how many there were."""
    tickets = Ticket.objects.filter(session=session, attendee=attendee, revoked=False)
    if surface:
        tickets = tickets.filter(surface=surface)
    return tickets.update(revoked=True)


def revoke_walls(session: Session) -> int:
    """End every wall link of a session."""
    return Ticket.objects.filter(session=session, surface=WALL, revoked=False).update(revoked=True)


def end_own_control(user: object, cookies: Mapping[str, str]) -> None:
    """Somebody logs out: Regie of their own sessions closes in that browser. Links handed out live on."""
    start = cookie_name("", CONTROL)
    here = [hashed(token) for name, token in cookies.items() if name.startswith(start)]
    own = Ticket.objects.filter(token_hash__in=here, personal=False, session__facilitator=user)
    own.update(revoked=True)


def revoked(keys: frozenset[str]) -> frozenset[str]:
    """Which of these tickets, by primary key, are no longer good: open connections end with their ticket."""
    asked = [int(key) for key in keys]
    if not asked:
        return keys
    # Asked every two seconds for as long as somebody is connected: the question is put in words once a day.
    fill = asked[:1] * ((1 << len(asked).bit_length()) - len(asked))
    question, given = _still_good(timezone.localdate(), len(asked) + len(fill))
    with connection.cursor() as cursor:
        cursor.execute(question, (*given, *asked, *fill))
        return keys - {str(key) for (key,) in cursor.fetchall()}


@lru_cache(maxsize=16)
def _still_good(today: date, keys: int) -> tuple[str, tuple[Any, ...]]:
    """Which of so many tickets are good on this day, as a statement and what comes in it before their keys."""
    named = tuple(range(1, keys + 1))
    question, given = good().filter(pk__in=named).values_list("pk", flat=True).query.sql_with_params()
    if given[-keys:] != named:
        raise AssertionError("the keys no longer come last in the question")
    return question, tuple(given[:-keys])


def clear_away() -> int:
    """Remove tickets that work no longer by their age; returns how many there were."""
    return Ticket.objects.filter(created__lte=timezone.localdate() - timedelta(days=DAYS_LINK)).delete()[0]


def good() -> QuerySet[Ticket]:
    """The tickets that work today."""
    today = timezone.localdate()
    link, here, control = (today - timedelta(days=days) for days in (DAYS_LINK, DAYS_HERE, DAYS_CONTROL))
    young = (
        Q(personal=True, created__gt=link)
        | Q(personal=False, surface=CONTROL, created__gt=control)
        | (Q(personal=False, created__gt=here) & ~Q(surface=CONTROL))
    )
    return Ticket.objects.filter(young, revoked=False)


def cookie_name(session_id: str, surface: str) -> str:
    """One cookie per session and surface, so that one browser can hold several roles."""
    prefix = "__Host-" if settings.SAMENSPEL_HTTPS else ""
    return f"{prefix}samenspel_{surface}_{session_id}"


def keep(response: HttpResponse, session_id: str, surface: str, token: str) -> None:
    """Set the ticket's cookie."""
    response.set_cookie(
        cookie_name(session_id, surface),
        token,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SAMENSPEL_HTTPS,
        samesite="Strict",
        path="/",
    )


def forget(response: HttpResponse, session_id: str, surface: str) -> None:
    """Remove the ticket's cookie."""
    response.delete_cookie(cookie_name(session_id, surface), path="/", samesite="Strict")
