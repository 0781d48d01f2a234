"""Between the code and the name: a signed cookie that says which session the code opened, for half an hour."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "samenspel.join"
MINUTES = 30


@dataclass(frozen=True)
class Pass:
    """Doorgang: the session, and the attendee id this browser will get (so a second tap is the same person)."""

    session: str
    person: str


def name() -> str:
    """The cookie's name."""
    return "__Host-samenspel_meedoen" if settings.SAMENSPEL_HTTPS else "samenspel_meedoen"


def give(response: HttpResponse, session_id: str) -> None:
    """Remember that this browser knew the code of the session."""
    value = signing.dumps({"s": session_id, "p": secrets.token_hex(8)}, salt=SALT)
    response.set_cookie(
        name(),
        value,
        max_age=MINUTES * 60,
        httponly=True,
        secure=settings.SAMENSPEL_HTTPS,
        samesite="Strict",
        path="/",
    )


def read(request: HttpRequest) -> Pass | None:
    """What the cookie says, or None when it is absent, too old or not ours."""
    try:
        value = signing.loads(request.COOKIES.get(name(), ""), salt=SALT, max_age=MINUTES * 60)
        return Pass(str(value["s"]), str(value["p"]))
    except (signing.BadSignature, KeyError, TypeError):
        return None


def take(response: HttpResponse) -> None:
    """Remove it once somebody is in."""
    response.delete_cookie(name(), path="/", samesite="Strict")
