"""Eenmalige links: the way to a password without anybody ever knowing or sending one."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .models import OneTimeLink

PATH = "/eerste-keer"


def make(user: User, valid: timedelta, base_url: str) -> tuple[str, datetime]:
    """A fresh link that replaces an earlier one, and until when it works. The secret is kept nowhere."""
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + valid
    OneTimeLink.objects.update_or_create(user=user, defaults={"token_hash": _hash(token), "expires": expires})
    return f"{base_url}{PATH}#{token}", expires


def take(token: str) -> User | None:
    """Whose link this is, or None when it is unknown, used, too old, or of an account that is off.

    Using it up is one step, so that two browsers cannot both get in.
    """
    with transaction.atomic():
        row = (
            OneTimeLink.objects.select_for_update()
            .select_related("user")
            .filter(token_hash=_hash(token), expires__gt=timezone.now(), user__is_active=True)
            .first()
        )
        if row is None:
            return None
        row.delete()
        return row.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
