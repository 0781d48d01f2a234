"""Deelnamecodes: eight of 31 characters that nobody mistakes for another, shown in two groups of four."""

import hashlib
import hmac
import secrets

from django.db import IntegrityError, transaction

from samenspel.keys.cipher import KeyGone
from samenspel.store.interface import Gone
from samenspel.trajects import engine
from samenspel.trajects.models import Session

from .models import JoinCode
from .secret import derived

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
# What people type for a character that is not in the alphabet is never another character that is.
_IGNORED = str.maketrans("", "", " -–—._\u00a0\u2011\t\n")


def normal(typed: str) -> str:
    """The code as it was meant: capitals, without spaces and hyphens. Not longer than twelve characters."""
    return typed.upper().translate(_IGNORED)[:12]


def shown(code: str) -> str:
    """Two groups of four, as people read and say it."""
    return f"{code[:4]} {code[4:]}"


def _index(code: str) -> bytes:
    return hmac.digest(derived("join-code"), code.encode(), hashlib.sha256)


def make(session: Session) -> str:
    """The code of the session, made when it has none yet; a new one when the old one was withdrawn."""
    known = of(session)
    if known:
        return known
    JoinCode.objects.filter(session=session).delete()
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        row = JoinCode(session=session, code_hash=_index(code), code=_seal(session, code))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            # Somebody else made it first, or the same code exists: both are solved by looking again.
            known = of(session)
            if known:
                return known
            continue
        return code


def of(session: Session) -> str:
    """The readable code of a session whose code is open, else an empty text."""
    row = JoinCode.objects.filter(session=session, open=True).first()
    if row is None or session.status == "closed":
        return ""
    try:
        return engine.cipher().open(*_place(session), bytes(row.code)).decode()
    except (KeyGone, Gone):
        return ""


def make_or_none(session: Session) -> str:
    """The code of a session that still takes people in, else an empty text."""
    try:
        return "" if session.status == "closed" else make(session)
    except (KeyGone, Gone):
        return ""


def find(typed: str) -> Session | None:
    """The session that this code opens now, or None; one query for every kind of code."""
    row = JoinCode.objects.select_related("session", "session__traject").filter(code_hash=_index(normal(typed))).first()
    return row.session if row and row.open and row.session.status != "closed" else None


def close(session: Session) -> None:
    """End the code of a session; called when the session closes."""
    JoinCode.objects.filter(session=session).update(open=False)


def _seal(session: Session, code: str) -> bytes:
    return engine.cipher().seal(*_place(session), code.encode())


def _place(session: Session) -> tuple[str, str, str, str, str, int]:
    traject, case = engine.store().case_key(str(session.pk))
    return traject, case, "join_code", str(session.pk), "code", 1
