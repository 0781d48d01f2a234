"""Seals the secrets of second factors with a key of this installation, kept outside the database."""

import base64
import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from samenspel.keys.once import write_once

NONCE = 12
PREFIX = "s1."


class Unreadable(Exception):
    """Sealed with another installation's key, or changed since."""


def seal(text: str) -> str:
    """The text as it may stand in the database."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _aes().encrypt(nonce, text.encode(), b"second-factor")
    return PREFIX + base64.urlsafe_b64encode(sealed).decode()


def unseal(text: str) -> str:
    """The text again. Raises Unreadable."""
    if not text.startswith(PREFIX):
        raise Unreadable
    sealed = base64.urlsafe_b64decode(text.removeprefix(PREFIX))
    try:
        return _aes().decrypt(sealed[:NONCE], sealed[NONCE:], b"second-factor").decode()
    except InvalidTag:
        raise Unreadable from None


@cache
def _aes() -> AESGCM:
    # Beside the key-encryption key and not derived from it: a second factor outlives a new one.
    return AESGCM(_read_or_make(Path(settings.SAMENSPEL_KEK_FILE).with_name("accounts_key")))


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        write_once(path, secrets.token_bytes(32))
    return path.read_bytes()
