"""Herkomst (B6): a socket is opened by our own page and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_STANDARD: Final = {"http": ":80", "https": ":443"}


def origin_allowed(scope: Mapping[str, Any]) -> bool:
    """Whether the one Origin header is, byte for byte, scheme, host and port of the page itself.

    Nothing of the foreign header is parsed: what browsers send has one spelling only (RFC 6454, 6.2), so the
    expected text is made from the Host header, whose name must be one of ours, and compared.
    """
    origins = _values(scope, b"origin")
    hosts = _values(scope, b"host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    host = hosts[0].decode("latin-1").lower()
    name, _port = split_domain_port(host)
    if not name or not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    scheme = "https" if settings.SAMENSPEL_HTTPS or scope.get("scheme") in ("wss", "https") else "http"
    return origins[0] == f"{scheme}://{host.removesuffix(_STANDARD[scheme])}".encode("latin-1")


def _values(scope: Mapping[str, Any], name: bytes) -> list[bytes]:
    return [value for key, value in scope.get("headers", ()) if key.lower() == name]
