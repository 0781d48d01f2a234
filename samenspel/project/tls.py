"""TLS of Samenspel itself: for the line between a proxy and the server, on two machines or on one (ASVS 12.3)."""

from __future__ import annotations

import ssl
from typing import Final

from django.conf import settings

CIPHERS: Final = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: forward secrecy and sealed only, as in `deploy/nginx.conf`. TLS 1.3 has no others."""


class TlsFault(Exception):
    """The files do not make a line; the message is Dutch and names the setting."""


def is_on() -> bool:
    """Whether this server speaks TLS itself."""
    return bool(settings.SAMENSPEL_TLS_CERT_FILE or settings.SAMENSPEL_TLS_KEY_FILE)


def context() -> ssl.SSLContext | None:
    """What a server needs to speak TLS, from the files as they are now; None when it speaks plain http.

    Raises TlsFault. With a client CA only who shows a certificate of that CA is let in (ASVS 13.2.1).
    """
    cert, key = settings.SAMENSPEL_TLS_CERT_FILE, settings.SAMENSPEL_TLS_KEY_FILE
    authority = settings.SAMENSPEL_TLS_CLIENT_CA_FILE
    if not is_on():
        if authority:
            raise TlsFault("SAMENSPEL_TLS_CLIENT_CA_FILE doet niets zonder SAMENSPEL_TLS_CERT_FILE.")
        return None
    if not (cert and key):
        raise TlsFault(
            "SAMENSPEL_TLS_CERT_FILE en SAMENSPEL_TLS_KEY_FILE horen bij elkaar; er is er maar één ingesteld."
        )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers(CIPHERS)
    _readable("SAMENSPEL_TLS_CERT_FILE", cert)
    _readable("SAMENSPEL_TLS_KEY_FILE", key)
    try:
        # A key with a password would make OpenSSL ask for it at a terminal that nobody watches.
        made.load_cert_chain(cert, key, password=lambda: "")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise TlsFault("De sleutel in SAMENSPEL_TLS_KEY_FILE hoort niet bij SAMENSPEL_TLS_CERT_FILE.") from None
        raise TlsFault(
            "In SAMENSPEL_TLS_CERT_FILE en SAMENSPEL_TLS_KEY_FILE staan geen certificaat en sleutel (PEM, open)."
        ) from None
    if authority:
        _readable("SAMENSPEL_TLS_CLIENT_CA_FILE", authority)
        try:
            made.load_verify_locations(authority)
        except ssl.SSLError:
            raise TlsFault("SAMENSPEL_TLS_CLIENT_CA_FILE is geen certificaat in PEM.") from None
        made.verify_mode = ssl.CERT_REQUIRED
    return made


def _readable(name: str, path: str) -> None:
    try:
        with open(path, "rb"):
            return
    except OSError as error:
        raise TlsFault(f"{name} is niet te lezen ({type(error).__name__}).") from None
