"""Verkeerde manier: who reloads a page that only a button leads to, gets a page that says so (B12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

GetResponse = Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]


class WrongMethod:
    """Middleware: Django's own answer to a wrong method is an empty page."""

    sync_capable = async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        """Pass the request on, and put words on an empty answer."""
        if self.is_async:
            return self._later(request)
        answer: HttpResponse = self.get_response(request)  # type: ignore[assignment]
        return _page(request, answer) if _is_bare(answer) else answer

    async def _later(self, request: HttpRequest) -> HttpResponse:
        answer = await self.get_response(request)  # type: ignore[misc]
        return await sync_to_async(_page)(request, answer) if _is_bare(answer) else answer


def _is_bare(answer: HttpResponse) -> bool:
    return isinstance(answer, HttpResponseNotAllowed) and not answer.content


def _page(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = answer.headers["Allow"]
    return page
