"""Aanmeldingen: how long a login lasts, where one is logged in, and ending that elsewhere (ASVS 7.3, 7.4, 7.5).

Regie does not hang on the login: it has a ticket of its own, so a login that ends does not end a running meeting.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from samenspel.invitations import tickets

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
BEGAN, SEEN = "login_began", "login_seen"
NOTE_EVERY = 60.0
"""Seconds; more often would write to the database at every page."""


@dataclass(frozen=True)
class Login:
    """Aanmelding: one browser in which somebody is logged in."""

    key: str
    began: datetime
    seen: datetime


class LoginLifetime:
    """Middleware, behind the one that knows the user: ends a login that is unused or old, renews its key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, as nobody when the login is over."""
        if not (request.session.session_key or "a").isalnum():
            # A key that we never gave; PostgreSQL does not even look for one with a NUL in it.
            request.session = type(request.session)()
        if SESSION_KEY in request.session:
            _judge(request)
        proofs = _proofs(request)
        response = self.get_response(request)
        if SESSION_KEY in request.session and proofs and _proofs(request) > proofs:
            # Whoever proved again who they are gets a new key: one that was copied before is worth nothing.
            request.session.cycle_key()
        return response


def begin(request: HttpRequest) -> None:
    """A login starts now; logins and tickets that ended long ago are cleared away."""
    request.session[BEGAN] = request.session[SEEN] = timezone.now().timestamp()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    tickets.clear_away()


def of(user: User) -> list[Login]:
    """Every login of this user that still works, the latest used first."""
    found = []
    for row, data in _sessions(user):
        began, seen = float(data.get(BEGAN, 0)), float(data.get(SEEN, 0))
        if not _is_over(began, seen):
            found.append(Login(row.session_key, datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(seen, UTC)))
    return sorted(found, key=lambda login: login.seen, reverse=True)


def end(user: User, but: str | None = None) -> int:
    """End every login of this user except the one with the session key `but`; returns how many there were."""
    keys = [row.session_key for row, _data in _sessions(user) if row.session_key != but]
    return Session.objects.filter(session_key__in=keys).delete()[0]


def _sessions(user: User) -> Iterator[tuple[Session, dict[str, Any]]]:
    # Sessions belong to facilitators only, so there are few; participants have none.
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        data = row.get_decoded()
        mark = str(data.get(HASH_SESSION_KEY, ""))
        if data.get(SESSION_KEY) == str(user.pk) and constant_time_compare(mark, user.get_session_auth_hash()):
            yield row, data


def _judge(request: HttpRequest) -> None:
    now = timezone.now().timestamp()
    began, seen = request.session.get(BEGAN, 0.0), request.session.get(SEEN, 0.0)
    if _is_over(began, seen):
        # Not by logging out: that would also end Regie in this browser, perhaps in the middle of a meeting.
        request.session.flush()
        request.user = AnonymousUser()
    elif now - seen > NOTE_EVERY:
        request.session[SEEN] = now


def _is_over(began: float, seen: float) -> bool:
    now = timezone.now().timestamp()
    return now - began > LONGEST.total_seconds() or now - seen > IDLE.total_seconds()


def _proofs(request: HttpRequest) -> int:
    return len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()))
