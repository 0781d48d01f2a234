"""Signing what was destroyed: an Ed25519 key that follows from the key-encryption key (CR-22, B10).

No file of its own: wherever the keys can be opened the same signature can be set, and nowhere else.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PURPOSE: Final = b"samenspel/1/deletion-record"


class Signer:
    """Ondertekenaar: of this installation; `public` is its public key, 64 hexadecimal characters."""

    def __init__(self, kek: bytes) -> None:
        """The signing key of this key-encryption key; the same every time."""
        self._private = Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(kek))
        self.public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    @property
    def pem(self) -> str:
        """The public key as other programs read it."""
        return pem(self.public)

    def sign(self, data: bytes) -> str:
        """The signature, 128 hexadecimal characters."""
        return self._private.sign(data).hex()


def pem(public: str) -> str:
    """A public key as other programs read it."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def verified(public: str, signature: str, data: bytes) -> bool:
    """Whether whoever holds the key behind `public` signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
