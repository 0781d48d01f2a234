"""Logs each page request by route name, method and status: never its path, address or sender (B11)."""

import logging
import time
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("samenspel.request")
GetResponse = Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]


class RequestLog:
    """Middleware, outermost, so that the time it logs is the whole time."""

    sync_capable = async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        """Pass the request on and log what came of it."""
        if self.is_async:
            return self._later(request)
        start = time.perf_counter()
        response: HttpResponse = self.get_response(request)  # type: ignore[assignment]
        _write(request, response, start)
        return response

    async def _later(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = await self.get_response(request)  # type: ignore[misc]
        _write(request, response, start)
        return response


def _write(request: HttpRequest, response: HttpResponse, start: float) -> None:
    match = request.resolver_match
    if match is None and response.status_code < 400:
        return
    route = (match.view_name or "unnamed") if match else "none"
    milliseconds = round((time.perf_counter() - start) * 1000)
    log.info(
        "request",
        extra={
            "fields": {
                "route": route,
                "method": request.method,
                "status": response.status_code,
                "ms": milliseconds,
            }
        },
    )
