"""Cursors: where a client is, in a form that tells it nothing (R4)."""

from __future__ import annotations

import base64
import os
import struct
from binascii import b2a_base64
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_SAFE = bytes.maketrans(b"+/", b"-_")


class Cursors:
    """Cursors of one session, sealed with a key derived from the installation's secret."""

    def __init__(self, secret: bytes, session: str) -> None:
        """`secret` is the same in every process, so that a client may come back to another one."""
        self._box = AESGCM(blake2b(session.encode(), key=secret[:64], digest_size=32).digest())

    def seal(self, clock: int, shared_key: str) -> str:
        """An opaque cursor for this clock and audience."""
        return self.sealer(clock, 1)(shared_key).decode()

    def sealer(self, clock: int, most: int) -> Callable[[str], bytes]:
        """For one clock and so many audiences: the chance that all of them need is asked for once. Who comes on top of
        them gets its own."""
        plain, chance = struct.pack(">Q", clock), os.urandom(_NONCE * most)
        nonces = iter([chance[at : at + _NONCE] for at in range(0, len(chance), _NONCE)])

        def seal(shared_key: str) -> bytes:
            nonce = next(nonces, None) or os.urandom(_NONCE)
            sealed = self._box.encrypt(nonce, plain, shared_key.encode())
            # Twelve bytes, eight and a tag of sixteen fill whole groups of three: there is nothing to strip.
            return b2a_base64(nonce + sealed, newline=False).translate(_SAFE)

        return seal

    def open(self, cursor: str, shared_key: str) -> int | None:
        """The clock, or None when it is not ours or was made for another audience."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            plain = self._box.decrypt(raw[:12], raw[12:], shared_key.encode())
        except (ValueError, InvalidTag):
            return None
        return int(struct.unpack(">Q", plain)[0]) if len(plain) == 8 else None
