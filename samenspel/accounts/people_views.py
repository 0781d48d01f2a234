"""Begeleiders: the pages on which an administrator looks after the accounts of colleagues."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import people
from .forms import FacilitatorForm

View = Callable[..., HttpResponse]
SWITCHES = {
    "aan": (lambda by, user: people.switch(by, user, True), "Het account staat weer aan."),
    "uit": (lambda by, user: people.switch(by, user, False), "Het account staat uit."),
    "beheerder": (lambda by, user: people.set_administrator(by, user, True), "Diegene is nu ook beheerder."),
    "geen-beheerder": (lambda by, user: people.set_administrator(by, user, False), "Diegene is geen beheerder meer."),
}


def for_administrators(view: View) -> View:
    """Others get 403. Whoever changes something proves again who they are, if that was a while ago."""
    # A computer left alone, or a stolen cookie, must not be enough to take over a colleague's account.
    sure = reauthentication_required(view, allow_get=True)

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.is_administrator(request.user):
            raise PermissionDenied
        response: HttpResponse = sure(request, *args, **kwargs)
        return response

    return guarded


@require_GET
@for_administrators
def everybody(request: HttpRequest) -> HttpResponse:
    """The list."""
    return render(request, "accounts/people.html", {"people": people.everybody()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody; the answer shows their link, this once."""
    form = FacilitatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user, link = people.add(data["login"], data["name"], data["email"])
        except people.NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return render(request, "accounts/one_time_link.html", {"person": user, "link": link, "fresh": True})
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/person_new.html", {"form": form}, status=status)


@require_GET
@for_administrators
def person(request: HttpRequest, user: int) -> HttpResponse:
    """One colleague, and what can be done for them."""
    return render(request, "accounts/person.html", _about(get_object_or_404(User, pk=user)))


@require_POST
@for_administrators
def new_link(request: HttpRequest, user: int) -> HttpResponse:
    """A new way in; the answer shows it, this once."""
    colleague = _colleague(request, user)
    try:
        link = people.new_link(colleague)
    except people.NotPossible as problem:
        return _not_possible(request, colleague, problem)
    return render(request, "accounts/one_time_link.html", {"person": colleague, "link": link})


@require_POST
@for_administrators
def change(request: HttpRequest, user: int, what: str) -> HttpResponse:
    """Account on or off, administrator or not."""
    colleague = _colleague(request, user)
    act, done = SWITCHES[what]
    try:
        act(request.user, colleague)
    except people.NotPossible as problem:
        return _not_possible(request, colleague, problem)
    messages.success(request, done)
    return redirect("person", user=user)


def _colleague(request: HttpRequest, user: int) -> User:
    # One's own password, second step and rights are not changed here, so nobody locks themselves out by a slip.
    if user == request.user.pk:
        raise PermissionDenied
    return get_object_or_404(User, pk=user)


def _about(colleague: User) -> dict[str, object]:
    return {"person": colleague, "can_get_in": people.can_get_in(colleague)}


def _not_possible(request: HttpRequest, colleague: User, problem: people.NotPossible) -> HttpResponse:
    context = {**_about(colleague), "problem": str(problem)}
    return render(request, "accounts/person.html", context, status=409)
