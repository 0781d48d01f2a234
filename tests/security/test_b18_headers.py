"""B18: every address of the urlconf, asked by everybody, answers with strict headers and holds nothing inline."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as product
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.figures import figures
from tests.pages.conftest import Scene, ready, scene
from tests.pages.test_html import Page
from tests.security.addresses import House, routes

__all__ = ["ready", "scene"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLOSED = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
LOOSE = ("unsafe", "*", "data:", "http:", "https:", "blob:")
UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "midi", "display-capture")
SHARED = {"texts", ""}
"""Routes that say the same to everybody, and may be kept or compressed."""
MAY_CHANGE = ("account_logout", "session_delete", "session_close")


def faults(answer: HttpResponse, route: str) -> list[str]:
    """What is wrong with the headers of this answer."""
    headers = answer.headers
    found = [f"{name}: {headers.get(name)}" for name, value in EXACT.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    found += [f"policy without {rule}" for rule in CLOSED if rule not in policy.split("; ")]
    found += [
        f"policy with {loose}" for loose in ("unsafe", "*", "data:", "http:", "https:", "blob:") if loose in policy
    ]
    permissions = headers.get("Permissions-Policy", "").split(", ")
    found += [f"{feature} is not switched off" for feature in UNUSED if f"{feature}=()" not in permissions]
    found += [f"{name}: {headers[name]}" for name in ("Server", "X-Powered-By", "Refresh") if name in headers]
    if route not in SHARED:
        found += (
            [f"Cache-Control: {headers.get('Cache-Control')}"] if "no-store" not in headers["Cache-Control"] else []
        )
        found += ["compressed beside secrets"] if "Content-Encoding" in headers else []
    elif "public" in headers.get("Cache-Control", ""):
        found.append("kept by proxies")
    found += [f"{name}: {headers[name]}" for name in headers if name.startswith("Access-Control-")]
    for cookie in answer.cookies.values():
        if cookie.value and not cookie["httponly"]:
            found.append(f"cookie {cookie.key} within reach of scripts")
        if cookie.value and cookie["samesite"] not in ("Strict", "Lax"):
            found.append(f"cookie {cookie.key} goes along from other sites")
        if cookie["domain"] or cookie["path"] != "/":
            found.append(f"cookie {cookie.key} reaches further than this host")
    if headers.get("Content-Type", "").startswith("text/html"):
        found += Page(answer.content.decode()).faults
        found += re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", answer.content.decode())
    return found


def test_b18_every_address_for_everybody_has_strict_headers(scene: Scene) -> None:
    house = House(scene)
    addresses = {path: route for path, route in house.addresses().items() if not path.endswith((".png", ".css"))}
    addresses |= {"/bestaat-niet": "none", "/s/../x": "none"}
    wrong, statuses = {}, {}
    for name, browser in house.browsers.items():
        plain = Client()
        plain.cookies = browser.cookies
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = browser.cookies
        for path, route in addresses.items():
            if route in MAY_CHANGE and name == "owner":
                continue
            often = (("HEAD", plain), ("TRACE", plain)) if name == "control" else ()
            for method, client in (("GET", plain), ("POST", strict), *often):
                answer = client.generic(method, path, headers={"accept-encoding": "gzip, br", "host": "localhost"})
                statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
                if method == "POST" and answer.status_code < 400:
                    wrong[f"{name} POST {path}"] = ["taken without a token of the form"]
                if found := faults(answer, route):
                    wrong[f"{name} {method} {path}"] = found
    figures("B18 headers", routes=len(list(routes())), answers=sum(statuses.values()),
            statuses={str(key): value for key, value in sorted(statuses.items())})  # fmt: skip
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
    assert {200, 302, 403, 404, 405} <= set(statuses)


def test_b18_a_page_that_breaks_has_strict_headers_and_says_nothing(scene: Scene, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("kanarie in een fout")

    house = House(scene)
    monkeypatch.setattr("samenspel.trajects.live._screen", broken)
    client = house.browsers["control"]
    client.raise_request_exception = False
    answer = client.get(f"/s/{scene.id}/regie")
    assert answer.status_code == 500 and "kanarie" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert not faults(answer, "none")


def test_b18_over_https_cookies_and_transport_are_held_to_it(scene: Scene, settings: Settings) -> None:
    settings.SAMENSPEL_HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SECURE_SSL_REDIRECT = True
    client = Client(HTTP_HOST="localhost")
    seen = set()
    for path, data in (("/meedoen", {"code": scene.code}), ("/meedoen/wie", None), ("/inloggen", None)):
        answer = client.post(path, data, secure=True) if data else client.get(path, secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
        for cookie in answer.cookies.values():
            seen.add(cookie.key)
            assert cookie["secure"], cookie.key
    joined = client.post("/meedoen/wie", {"name": "F", "party": next(iter(scene.parties.values()))}, secure=True)
    assert all(cookie["secure"] for cookie in joined.cookies.values() if cookie.value)
    assert any(key.startswith("__Host-samenspel_deelnemer_") for key in joined.cookies)
    for path in ("/", "/meedoen", "/inloggen"):
        answer = client.get(path)
        assert answer.status_code == 301 and answer.headers["Location"].startswith("https://")
    assert len(seen) >= 2


def test_b18_nothing_that_holds_a_secret_is_compressed() -> None:
    assert not [name for name in product.MIDDLEWARE if "gzip" in name.lower()]
