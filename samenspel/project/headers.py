"""Security headers that Django itself does not set (B18)."""

import re
from collections.abc import Awaitable, Callable, MutableMapping

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    f"{directive} {source}"
    for directive, source in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)
# The wall keeps a screen awake and a passkey needs its own leave; nothing else of the device is used.
PERMISSIONS = "publickey-credentials-get=(self), publickey-credentials-create=(self), screen-wake-lock=(self), " + (
    ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    )
)
# Vite puts a hash of the content in the names under `assets`: those never change.
HASHED = re.compile(r"^/static/web/assets/.+-[\w-]{8}\.\w+$")
# What a browser only ever takes in as part of a page.
ALONE = "frame-ancestors 'none'"
PARTS = ("text/javascript", "text/css", "font/")
GetResponse = Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]


def add_headers(response: HttpResponse) -> HttpResponse:
    """Add the headers; a page that says nothing about caching is not kept anywhere."""
    # The rules of the page count for its scripts, styles and fonts; repeated on thirty of those they weigh 20 kB (B16).
    if response.headers.get("Content-Type", "").startswith(PARTS):
        response.headers["Content-Security-Policy"] = ALONE
    else:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def keep_forever(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Let browsers keep the files whose name changes with their content."""
    if HASHED.match(url):
        headers["Cache-Control"] = "max-age=315360000, public, immutable"


class Headers:
    """Middleware around everything that answers, static files included."""

    sync_capable = async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        """Pass the request on and add the headers to the answer."""
        if self.is_async:
            return self._later(request)
        return add_headers(self.get_response(request))  # type: ignore[arg-type]

    async def _later(self, request: HttpRequest) -> HttpResponse:
        return add_headers(await self.get_response(request))  # type: ignore[misc]
