"""Ingelogd: as Django's `login_required`, but who was logged out while writing keeps the words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.personal.unsent import words

AFTERWARDS = "/bijeenkomsten/"
View = Callable[..., HttpResponse]


def login_required(view: View) -> View:
    """A page for who is logged in. Others go to the login page; what they sent is shown to be copied (nothing lost)."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        unsent = words(request)
        if unsent:
            return render(request, "preparation/login_again.html", {"unsent": unsent}, status=403)
        # Many addresses take a form and show nothing by themselves: one does not come back to those.
        return redirect_to_login(AFTERWARDS if request.method == "POST" else request.get_full_path())

    return page
