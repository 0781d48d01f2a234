"""De eerste keer: an administrator and a link to choose a password with; no password is ever printed."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from . import one_time, people

NAME = "beheerder"
VALID = timedelta(hours=24)


def announce(base_url: str) -> str | None:
    """Print how the first administrator gets in, when nobody can log in yet; returns the link, or None.

    `base_url` is an address of this machine itself, such as http://localhost:8000, or behind https the public one.
    """
    link = make_link(base_url)
    if link:
        where = " op deze computer" if base_url.startswith("http://localhost") else ""
        print(f"Eerste keer? Open deze link{where} en kies een wachtwoord (één keer, 24 uur geldig):")
        print(f"  {link}", flush=True)
    return link


def make_link(base_url: str) -> str | None:
    """A fresh link that replaces an earlier one, or None when an administrator can get in already."""
    with transaction.atomic():
        admin = administrator()
        if admin is None or people.can_get_in(admin) or people.other_administrators(admin):
            return None
        link, _expires = one_time.make(admin, VALID, base_url)
    return link


def administrator() -> User | None:
    """The first administrator, made when there is no account at all yet; None where others came first."""
    users = get_user_model().objects
    admin = users.filter(username=NAME).first()
    if admin is None and not users.exists():
        admin = User(username=NAME, is_staff=True, is_superuser=True)
        admin.set_unusable_password()
        admin.save()
    return admin
