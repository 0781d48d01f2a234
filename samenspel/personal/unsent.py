"""Niet bewaard: the words of a form that could not be kept, so that whoever wrote them can take them along."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PLACES: Final = ("/mijn/", "/traject/", "/bijeenkomsten/")
"""Where people write longer texts. Forms of logging in are elsewhere: nothing of those is ever shown again."""
NOT_WORDS: Final = frozenset(
    {"csrfmiddlewaretoken", "seen", "once", "toch", "id", "kind", "level", "people", "due", "signals", "password"}
)
SHORTEST: Final = 4
"""What is shorter is a choice rather than words."""


def words(request: HttpRequest) -> list[str]:
    """The texts that were sent along."""
    if request.method != "POST" or not request.path.startswith(PLACES):
        return []
    return [str(text) for name, text in request.POST.items() if name not in NOT_WORDS and len(text) >= SHORTEST]


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old tab, or another site (B6): nothing is done. Words that came from a page of ours are given back; what
    another site put into a form is never shown as if we said it."""
    own = request.headers.get("Origin") in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return render(request, "403_csrf.html", {"unsent": words(request) if own else []}, status=403)
