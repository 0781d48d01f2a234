"""Inpakken: a key of a traject under the key-encryption key, bound to its traject and its name."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT: Final = b"\x01"
NONCE: Final = 12


def wrap(kek: bytes, traject: str, name: str, key: bytes) -> bytes:
    """The key as it may stand in the database of keys."""
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + nonce + AESGCM(kek).encrypt(nonce, key, _place(traject, name))


def unwrap(kek: bytes, traject: str, name: str, wrapped: bytes) -> bytes | None:
    """The key again, or None when this key-encryption key does not open it."""
    try:
        return AESGCM(kek).decrypt(wrapped[1 : 1 + NONCE], wrapped[1 + NONCE :], _place(traject, name))
    except (InvalidTag, ValueError):
        return None


def _place(traject: str, name: str) -> bytes:
    return f"key|{traject}|{name}".encode()
