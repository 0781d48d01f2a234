"""Toegang tot een traject: which account may do what, decided at every request from the rows of that moment."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject

INITIATOR, FACILITATOR, NOTE_TAKER = "initiator", "facilitator", "note_taker"
CONTROL = (FACILITATOR, NOTE_TAKER)
EVERY = (INITIATOR, FACILITATOR, NOTE_TAKER)
LOOK_BACK = "terugblik"
"""How templates of a look-back begin. The initiator may lead one, and is not the facilitator of the traject by that:
that role reads what was said in confidence (CR-4, CR-23)."""
User = AbstractBaseUser | AnonymousUser


def roles_of(user: User, traject: Traject) -> frozenset[str]:
    """The roles of an account in a traject; none for who has nothing to do with it."""
    if not user.is_authenticated:
        return frozenset()
    own = traject.contacts.filter(user_id=user.pk).exclude(role=Contact.Role.PARTICIPANT).values_list("role", "removed")
    found = {role for role, removed in own if not removed}
    # Who was taken off the traject does not come back through a session that still bears the name (CR-22).
    led = traject.sessions.filter(facilitator_id=user.pk).exclude(template__startswith=LOOK_BACK)
    if (FACILITATOR, True) not in own and led.exists():
        found.add(FACILITATOR)
    return frozenset(found)


def trajects_of(user: User) -> QuerySet[Traject]:
    """Every traject in which the account has a role, the newest first."""
    if not user.is_authenticated:
        return Traject.objects.none()
    own = Contact.objects.filter(user_id=user.pk, removed=False).exclude(role=Contact.Role.PARTICIPANT)
    ended = Contact.objects.filter(user_id=user.pk, removed=True, role=Contact.Role.FACILITATOR)
    led = Session.objects.filter(facilitator_id=user.pk).exclude(traject__in=ended.values("traject"))
    wanted = Q(pk__in=own.values("traject")) | Q(pk__in=led.values("traject"))
    return Traject.objects.filter(wanted).order_by("-created")


def find(request: HttpRequest, traject: str, *roles: str) -> tuple[Traject, frozenset[str]]:
    """The traject, and the roles of who asks; Http404 for whoever has none of `roles` (any when none are named)."""
    row = Traject.objects.filter(pk=traject).first()
    held = roles_of(request.user, row) if row else frozenset()
    if row is None or not held & frozenset(roles or EVERY):
        raise Http404
    return row, held


def controlled(user: User, session: str) -> Session | None:
    """The session, when this account runs it as facilitator or note-taker; otherwise None."""
    row = Session.objects.select_related("traject").filter(pk=session).first()
    if row is None or not user.is_authenticated:
        return None
    leads = row.template.startswith(LOOK_BACK) and row.facilitator_id == user.pk
    return row if leads or roles_of(user, row.traject) & frozenset(CONTROL) else None


def contact_of(request: HttpRequest, traject: Traject, *roles: str) -> Contact | None:
    """The contact behind the account, in the first of these roles that it has."""
    if not request.user.is_authenticated:
        return None
    own = {row.role: row for row in traject.contacts.filter(user=request.user, removed=False)}
    return next((own[role] for role in roles or EVERY if role in own), None)
