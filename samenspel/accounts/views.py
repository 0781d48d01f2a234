"""The pages that a one-time link leads to; logging in itself is allauth's."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods
from requests import RequestException

from . import logins, one_time, openid, people
from .security_log import event

CHOOSING = "choosing_password"


@require_http_methods(["GET", "HEAD", "POST"])
def first_time(request: HttpRequest) -> HttpResponse:
    """`/eerste-keer#token`: a script posts the token; the answer is the page to choose a password on."""
    if request.method != "POST":
        return render(request, "accounts/first_time.html")
    user = one_time.take(request.POST.get("token", ""))
    if user is None:
        event("link.refused")
        return render(request, "accounts/first_time.html", {"expired": True}, status=410)
    request.session.cycle_key()
    request.session[CHOOSING] = [user.pk, user.get_session_auth_hash()]
    return redirect("first_password")


@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Choose the password, then be logged in."""
    user = _choosing(request)
    if user is None:
        return redirect("first_time")
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        event("password.chosen", account=user.pk)
        del request.session[CHOOSING]
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        # Somebody who chose a password a moment ago need not type it again to add a second step.
        record_authentication(request, user, method="password", reauthenticated=True)
        return redirect("sessions")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/first_password.html", {"form": form, "chosen": user}, status=status)


@login_required
@require_GET
def own_logins(request: HttpRequest) -> HttpResponse:
    """Where this user is logged in."""
    here = request.session.session_key
    found = [{"began": each.began, "seen": each.seen, "here": each.key == here} for each in logins.of(request.user)]
    return render(request, "accounts/logins.html", {"logins": found, "elsewhere": len(found) > 1})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)
def log_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End one's logins in every other browser; asks for the password first when that was a while ago."""
    if request.method == "POST":
        people.out_elsewhere(request, request.user)
        messages.success(request, "Je bent op alle andere plekken uitgelogd.")
    return redirect("own_logins")


def by_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the organisation's login server; when it cannot be reached or is another one, a page says so."""
    try:
        answer: HttpResponse = openid.login(request, provider_id)
    except RequestException as trouble:
        event("login.server_failed", kind=type(trouble).__name__)
        return render(request, "socialaccount/authentication_error.html", status=503)
    return answer


def leave(request: HttpRequest) -> HttpResponse:
    """Log out, and let the browser forget what pages kept in it: words that were still being typed (ASVS 14.3.1)."""
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"storage"'
        messages.success(request, "Je bent uitgelogd.")
    return response


def _choosing(request: HttpRequest) -> User | None:
    pk, mark = request.session.get(CHOOSING) or (None, "")
    user = User.objects.filter(pk=pk, is_active=True).first()
    # The mark changes with the password: a newer link, or a choice in another window, ends this one.
    return user if user is not None and constant_time_compare(user.get_session_auth_hash(), mark) else None
