"""The pages that a one-time link leads to; logging in itself is allauth's."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods

from . import one_time

CHOOSING = "choosing_password"


@require_http_methods(["GET", "HEAD", "POST"])
def first_time(request: HttpRequest) -> HttpResponse:
    """`/eerste-keer#token`: a script posts the token; the answer is the page to choose a password on."""
    if request.method != "POST":
        return render(request, "accounts/first_time.html")
    user = one_time.take(request.POST.get("token", ""))
    if user is None:
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
        del request.session[CHOOSING]
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        # Somebody who chose a password a moment ago need not type it again to add a second step.
        record_authentication(request, user, method="password", reauthenticated=True)
        return redirect("sessions")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/first_password.html", {"form": form, "chosen": user}, status=status)


def _choosing(request: HttpRequest) -> User | None:
    pk, mark = request.session.get(CHOOSING) or (None, "")
    user = User.objects.filter(pk=pk, is_active=True).first()
    # The mark changes with the password: a newer link, or a choice in another window, ends this one.
    return user if user is not None and constant_time_compare(user.get_session_auth_hash(), mark) else None
