"""Begeleiders beheren: accounts made by an administrator, never by somebody themselves.

An administrator is a user with both of Django's marks; there is always one left who can log in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from samenspel.invitations import tickets
from samenspel.invitations.models import Ticket

from . import logins, one_time
from .models import OneTimeLink
from .security_log import event

VALID = timedelta(days=7)


class NotPossible(Exception):
    """The reason, in Dutch, why an administrator may not do this."""


@dataclass(frozen=True)
class Link:
    """Eenmalige link: shown once to the administrator who asked for it. `expires` is when it stops working."""

    url: str
    expires: datetime


def is_administrator(user: object) -> bool:
    """Whether this user looks after the accounts of others."""
    return bool(getattr(user, "is_active", False) and getattr(user, "is_superuser", False))


def can_get_in(user: User) -> bool:
    """Whether somebody can log in now: with a password, or through the organisation."""
    return user.is_active and (user.has_usable_password() or SocialAccount.objects.filter(user=user).exists())


def other_administrators(user: User) -> bool:
    """Whether another administrator than this one can log in."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return any(can_get_in(each) for each in others)


def everybody() -> QuerySet[User]:
    """All accounts; those that are off come last."""
    return User.objects.order_by("-is_active", "first_name", "username")


def find(login: str) -> User | None:
    """Somebody by user name, in whatever case."""
    return User.objects.filter(username__iexact=login).first()


def add(login: str, name: str = "", email: str = "", *, administrator: bool = False) -> tuple[User, Link]:
    """A new account without a password, and the link to choose one. Raises NotPossible when it exists."""
    with transaction.atomic():
        if find(login) or (email and User.objects.filter(email__iexact=email).exists()):
            raise NotPossible("Deze gebruikersnaam of dit e-mailadres is al in gebruik. Kies een ander.")
        user = User(username=login, first_name=name, email=email, is_superuser=administrator, is_staff=administrator)
        user.set_unusable_password()
        user.save()
        event("account.added", account=user.pk)
        return user, _link(user)


def new_link(user: User) -> Link:
    """For somebody who lost the password or the second step: what they had stops working, everywhere.

    Raises NotPossible when the account is off.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise NotPossible("Dit account staat uit. Zet het eerst weer aan.")
        Authenticator.objects.filter(user=user).delete()
        _out_everywhere(user)
        return _link(user)


def switch(by: User, user: User, active: bool) -> None:
    """Let somebody log in, or no longer. Their sessions stay. Raises NotPossible."""
    with transaction.atomic():
        user = _to_change(by, user)
        if not active:
            _keep_one(user)
            OneTimeLink.objects.filter(user=user).delete()
            logins.end(user)
            _end_control(user)
        user.is_active = active
        user.save(update_fields=["is_active"])
        event("account.on" if active else "account.off", account=user.pk, by=by.pk)


def remove(user: User) -> None:
    """Remove an account for good, with everything that is of it alone. Raises NotPossible while it is on, or while it
    leads or began something that is still kept: that goes on its own day, or somebody else takes it over first."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active:
            raise NotPossible("Dit account staat aan. Zet het eerst uit.")
        # Who leads a session, and who is in a traject, point at the account from their own tables.
        if user.sessions.exists() or user.contacts.filter(removed=False).exists():  # type: ignore[attr-defined]
            raise NotPossible(
                "Dit account hoort nog bij een traject. Laat een ander het overnemen, of wacht tot het weg is."
            )
        event("account.removed", account=user.pk)
        logins.end(user)
        user.delete()


def set_administrator(by: User | None, user: User, administrator: bool) -> None:
    """Let somebody look after accounts, or no longer; `by` is None from the server's own shell. Raises NotPossible."""
    with transaction.atomic():
        user = _to_change(by, user)
        if not administrator:
            _keep_one(user)
        user.is_superuser = user.is_staff = administrator
        user.save(update_fields=["is_superuser", "is_staff"])
        event("account.administrator", account=user.pk, yes=administrator, by=by.pk if by else "shell")


def out_elsewhere(request: HttpRequest, user: User) -> int:
    """Log out everywhere but in this browser, and close Regie of one's own sessions there; returns how many logins."""
    here = [tickets.hashed(value) for name, value in request.COOKIES.items() if f"_{tickets.CONTROL}_" in name]
    _end_control(user, here)
    ended = logins.end(user, but=request.session.session_key)
    event("login.ended_elsewhere", account=user.pk, logins=ended)
    return ended


def leave_control(sender: object, request: HttpRequest, user: User | None, **_: object) -> None:
    """After logging out, this browser no longer opens Regie of one's own sessions."""
    if user is None:
        return
    tokens = [tickets.hashed(value) for name, value in request.COOKIES.items() if f"_{tickets.CONTROL}_" in name]
    Ticket.objects.filter(token_hash__in=tokens, session__facilitator=user).update(revoked=True)


def _to_change(by: User | None, user: User) -> User:
    # Read again inside the transaction: two administrators may be taking away each other's rights at this moment.
    if by is not None and not is_administrator(User.objects.select_for_update().get(pk=by.pk)):
        raise NotPossible("Je bent geen beheerder meer.")
    return User.objects.select_for_update().get(pk=user.pk)


def _keep_one(user: User) -> None:
    if is_administrator(user) and not other_administrators(user):
        raise NotPossible("Er moet altijd een beheerder zijn die kan inloggen. Maak eerst iemand anders beheerder.")


def _out_everywhere(user: User) -> None:
    logins.end(user)
    # Django ends every login of whoever's password changes; an unusable one is a random value, so it changes too.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _end_control(user)


def _end_control(user: User, but: Sequence[str] = ()) -> None:
    own = Ticket.objects.filter(session__facilitator=user, surface=tickets.CONTROL, attendee=F("session__host"))
    own.exclude(token_hash__in=but).update(revoked=True)


def _link(user: User) -> Link:
    event("account.link_made", account=user.pk)
    return Link(*one_time.make(user, VALID, settings.SAMENSPEL_PUBLIC_URL))
