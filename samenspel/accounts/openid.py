"""Antwoord van de inlogserver: believed only with a sound signature, about one and the same person (ASVS 6.8.2).

OpenID Connect allows a client that asks over TLS itself to leave the signature unread; we read it all the same.
"""

from typing import Any, Final

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

SOUND: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures with a public key: with a shared secret, or none, anybody who knows it could sign."""


class Careful(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Allauth's adapter, which always reads the signature and compares both places that name the person."""

    @property
    def did_fetch_access_token(self) -> bool:
        """Never, so that nothing is believed because of the way it came."""
        return False

    @did_fetch_access_token.setter
    def did_fetch_access_token(self, _value: bool) -> None:
        """Allauth notes here that it asked the server itself."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is. Raises OAuth2Error, or what requests raises."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id token")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said["id_token"].get("sub") != said.get("userinfo", {}).get("sub"):
            raise OAuth2Error("two people in one answer")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError:
            raise OAuth2Error("no token") from None
        if header.get("alg") not in SOUND or "kid" not in header:
            raise OAuth2Error("no sound signature")
        found: dict[str, Any] = super()._decode_id_token(app, id_token)
        return found


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the login server. Raises what requests raises when it cannot be reached."""
    return _with(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the login server."""
    return _with(OAuth2CallbackView, request, provider_id)


def _with(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Careful(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
