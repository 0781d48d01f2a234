"""Inlogserver: the only place Samenspel sends requests to, and only as agreed (ASVS 10.5.3, 13.2.4, 15.3.2)."""

from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

SECONDS = 5
METADATA = "/.well-known/openid-configuration"


class NotAgreed(requests.RequestException):
    """An address without encryption, or a server that says it is another one."""


class OwnServer(requests.Session):
    """Asks the organisation's login server: encrypted, without following detours, and not waiting for long."""

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        """The answer. Raises NotAgreed, or what requests raises."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise NotAgreed("not encrypted")
        response = super().request(method, url, **{"timeout": SECONDS, **options, "allow_redirects": False})
        if response.is_redirect:
            raise NotAgreed("a detour")
        if METADATA in url and response.ok and not _is_itself(response.json()):
            raise NotAgreed("another issuer")
        return response


def _is_itself(metadata: object) -> bool:
    expected = settings.SAMENSPEL_OPENID_SERVER_URL.split("/.well-known/")[0]
    issuer = metadata.get("issuer", "") if isinstance(metadata, dict) else ""
    return str(issuer).rstrip("/") == expected.rstrip("/")
