"""Persoonlijke links: the way in for who has no account. The secret stands behind #, so that no log ever holds it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samenspel import clock
from samenspel.invitations.tickets import hashed
from samenspel.personal.models import PersonalLink
from samenspel.trajects.contact import Contact

DAYS = 120
"""How many days a link works, the day it was made included. Every letter carries a new one."""
COOKIE_AGE = 60 * 60 * 24 * 30


def issue(contact: Contact) -> str:
    """The address of a new link; the only time that it can be read."""
    token = secrets.token_urlsafe(32)
    PersonalLink.objects.create(contact=contact, token_hash=hashed(token), created=clock.today())
    return f"{settings.SAMENSPEL_PUBLIC_URL}/binnen#{token}"


def revoke(contact: Contact) -> int:
    """End every link of a contact, and every browser that came in with one; gives how many there were."""
    return PersonalLink.objects.filter(contact=contact, revoked=False).update(revoked=True)


def by_token(token: str) -> Contact | None:
    """Whose link this is, while it works; otherwise None."""
    if not 20 <= len(token) <= 100:
        return None
    young = clock.today() - timedelta(days=DAYS)
    found = PersonalLink.objects.select_related("contact", "contact__traject").filter(
        token_hash=hashed(token), revoked=False, created__gt=young, contact__removed=False
    )
    row = found.first()
    return row.contact if row else None


def contact_of(request: HttpRequest, traject: str) -> Contact | None:
    """The contact that this browser came in as, for this traject; None for everybody else."""
    contact = by_token(request.COOKIES.get(cookie_name(traject), ""))
    return contact if contact is not None and contact.traject_id == traject else None


def clear_away() -> int:
    """Remove links that work no longer by their age; returns how many there were."""
    old = clock.today() - timedelta(days=DAYS)
    return PersonalLink.objects.filter(created__lte=old).delete()[0]


def cookie_name(traject: str) -> str:
    """One cookie per traject."""
    return f"{'__Host-' if settings.SAMENSPEL_HTTPS else ''}samenspel_mijn_{traject}"


def keep(response: HttpResponse, traject: str, token: str) -> None:
    """Set the cookie."""
    response.set_cookie(
        cookie_name(traject),
        token,
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SAMENSPEL_HTTPS,
        samesite="Strict",
        path="/",
    )
