"""Which address a request came from is told by our own proxy and by nobody else (ASVS 4.1.3, 15.3.4)."""

from typing import Any

import pytest
from django.test import override_settings
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from samenspel.project.management.commands.serve import server


async def seen(came_from: str, told: str, proto: str = "https") -> tuple[str, str]:
    """Address and scheme as the pages would see them."""
    config = server().config
    found: dict[str, Any] = {}

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        found.update(scope)

    assert config.proxy_headers
    wrapped = ProxyHeadersMiddleware(app, trusted_hosts=config.forwarded_allow_ips or "")
    headers = [(b"x-forwarded-for", told.encode()), (b"x-forwarded-proto", proto.encode())]
    scope = {"type": "http", "headers": headers, "client": (came_from, 4711), "scheme": "http"}
    await wrapped(scope, None, None)  # type: ignore[arg-type]
    return found["client"][0], found["scheme"]


@pytest.mark.parametrize(
    ("came_from", "told", "address", "scheme"),
    [
        ("10.0.0.1", "192.0.2.5", "192.0.2.5", "https"),
        ("10.0.0.1", "127.0.0.1, 192.0.2.5", "192.0.2.5", "https"),
        ("192.0.2.9", "127.0.0.1", "192.0.2.9", "http"),
        ("127.0.0.1", "192.0.2.5", "127.0.0.1", "http"),
    ],
)
async def test_only_the_named_proxy_is_believed(came_from: str, told: str, address: str, scheme: str) -> None:
    with override_settings(SAMENSPEL_PROXIES=["10.0.0.1"]):
        assert await seen(came_from, told) == (address, scheme)
