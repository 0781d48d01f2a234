"""Grootste verzoek: nobody, and certainly nobody without a ticket, can fill the disk with one request.

Django keeps the whole body of a request in a temporary file before any page sees it, files included, however large.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Final

from django.http import HttpResponse
from django.template.loader import get_template

from .headers import add_headers

MOST: Final = 2 * 1024 * 1024
"""Bytes; our pages send forms of a few kilobytes, and administrators a Word template of two million bytes at most."""

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]


def limited(app: App, most: int = MOST) -> App:
    """The same application, but a body that is, or grows, larger than `most` bytes is answered with 413."""

    async def guarded(scope: Any, receive: Receive, send: Send) -> None:
        size, answered = 0, False

        async def counted() -> Any:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            return {"type": "http.disconnect"} if size > most else message

        async def noted(message: Any) -> None:
            nonlocal answered
            answered = True
            await send(message)

        too_large = _declared(scope) > most
        if not too_large:
            await app(scope, counted, noted)
        if not answered and (too_large or size > most):
            page = _page()
            headers = [(name.lower().encode(), value.encode()) for name, value in page.headers.items()]
            headers += [(b"content-length", b"%d" % len(page.content)), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 413, "headers": headers})
            await send({"type": "http.response.body", "body": page.content})

    return guarded


@cache
def _page() -> HttpResponse:
    answer = HttpResponse(get_template("413.html").render(), status=413)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    return add_headers(answer)


def _declared(scope: Any) -> int:
    sizes = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(sizes[0][:18]) if sizes and sizes[0].isdigit() else 0
