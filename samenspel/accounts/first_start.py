"""De eerste keer: an administrator and a link to choose a password with; no password is ever printed."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.utils import timezone

from .models import FirstStart

NAME = "beheerder"
VALID = timedelta(hours=24)


def announce(base_url: str) -> str | None:
    """Print how the first administrator gets in, when nobody can log in yet; returns the link, or None.

    `base_url` is an address of this machine itself, such as http://localhost:8000.
    """
    link = make_link(base_url)
    if link:
        print("Eerste keer? Open deze link op deze computer en kies een wachtwoord (één keer, 24 uur geldig):")
        print(f"  {link}", flush=True)
    return link


def make_link(base_url: str) -> str | None:
    """A fresh link that replaces an earlier one, or None when somebody has a password already."""
    with transaction.atomic():
        users = get_user_model().objects
        admin = users.filter(username=NAME).first()
        if admin is None and users.exists():
            return None
        if admin is not None and admin.has_usable_password():
            return None
        if admin is None:
            admin = User(username=NAME, is_staff=True, is_superuser=True)
            admin.set_unusable_password()
            admin.save()
        token = secrets.token_urlsafe(32)
        FirstStart.objects.update_or_create(
            user=admin, defaults={"token_hash": _hash(token), "created": timezone.now()}
        )
    return f"{base_url}/eerste-keer#{token}"


def take(token: str) -> AbstractBaseUser | None:
    """Whose link this is, or None when it is unknown, used or too old. Using it up is one step."""
    with transaction.atomic():
        row = (
            FirstStart.objects.select_for_update()
            .select_related("user")
            .filter(token_hash=_hash(token), created__gt=timezone.now() - VALID)
            .first()
        )
        if row is None:
            return None
        row.delete()
        return row.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
