"""Tweede stap verplicht: a facilitator without one is led to it, except on the machine itself."""

from collections.abc import Callable
from ipaddress import ip_address

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect

ALLOWED = frozenset(
    {"account_logout", "account_reauthenticate", "account_set_password", "account_change_password", "health"}
)


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether browser and server are one machine. The Host header alone proves nothing: anybody can send it."""
    name, _port = split_domain_port(request.get_host())
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = False
    return near and not settings.SAMENSPEL_HTTPS and name in ("localhost", "127.0.0.1", "[::1]")


class SecondFactor:
    """Middleware, behind the one that knows the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Lead to the page of second steps, unless this page is about just that."""
        user = request.user
        if not user.is_authenticated or is_on_this_machine(request):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if name is None or name in ALLOWED or name.startswith("mfa_"):
            return None
        if is_mfa_enabled(user) or _by_organisation(request):
            return None
        return redirect("mfa_index")


def _by_organisation(request: HttpRequest) -> bool:
    # Only where the organisation says that its own server always asks for a second step: what it did at this login
    # is not in every answer, so without that word the weakest is assumed (ASVS 6.8.4).
    return settings.SAMENSPEL_OPENID_SECOND_STEP and any(
        record.get("method") == "socialaccount" for record in get_authentication_records(request, request.user)
    )
