"""What happens to logins is written down, and a changed password ends them elsewhere (ASVS 7.4.3, 16.3.1)."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from . import logins, people
from .security_log import event


def connect() -> None:
    """Listen; called once per process."""
    auth.user_logged_in.connect(_logged_in, dispatch_uid="samenspel.logged_in")
    auth.user_login_failed.connect(_failed, dispatch_uid="samenspel.login_failed")
    auth.user_logged_out.connect(_logged_out, dispatch_uid="samenspel.logged_out")
    account.password_changed.connect(_password, dispatch_uid="samenspel.password_changed")
    account.password_set.connect(_password, dispatch_uid="samenspel.password_set")
    mfa.authenticator_added.connect(_step("second_step.added"), weak=False, dispatch_uid="samenspel.step_added")
    mfa.authenticator_removed.connect(_step("second_step.removed"), weak=False, dispatch_uid="samenspel.step_removed")
    mfa.authenticator_reset.connect(_step("second_step.renewed"), weak=False, dispatch_uid="samenspel.step_renewed")
    mfa.authenticator_used.connect(_step("second_step.used"), weak=False, dispatch_uid="samenspel.step_used")
    mfa.authentication_failed.connect(_step("second_step.failed"), weak=False, dispatch_uid="samenspel.step_failed")


def _logged_in(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
    logins.begin(request)
    event("login.done", account=user.pk)


def _failed(sender: object, **_: object) -> None:
    # What was typed as a name may be a password in the wrong field, so nothing of it is written.
    event("login.failed")


def _logged_out(sender: object, user: Any, **_: object) -> None:
    if user is not None:
        event("login.ended", account=user.pk)


def _password(sender: object, request: HttpRequest, user: Any, **_: object) -> None:
    event("password.changed", account=user.pk)
    people.out_elsewhere(request, user)


def _step(name: str) -> Any:
    def heard(sender: object, user: Any, authenticator: Any = None, **_: object) -> None:
        event(name, account=user.pk, kind=getattr(authenticator, "type", "none"))

    return heard
