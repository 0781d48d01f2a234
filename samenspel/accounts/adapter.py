"""Where allauth asks us: nobody signs up by themselves, secrets are sealed, texts are ours."""

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from . import secret
from .own_server import OwnServer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Deze combinatie van naam en wachtwoord klopt niet. Probeer het opnieuw.",
        "username_password_mismatch": "Deze combinatie van naam en wachtwoord klopt niet. Probeer het opnieuw.",
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het opnieuw.",
        "enter_current_password": "Vul hier je huidige wachtwoord in.",
        "too_many_login_attempts": "Er is te vaak geprobeerd in te loggen. Wacht vijf minuten en probeer het opnieuw.",
        "rate_limited": "Dat ging te vaak achter elkaar. Wacht een paar minuten en probeer het opnieuw.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Allauth's own messages name people and are in another voice; our pages say what happened."""


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the organisation's own login server knows may come in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The organisation decides in its own server who has access."""
        return True

    def get_requests_session(self) -> OwnServer:
        """What asks that server."""
        return OwnServer()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, sealed at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet. Kijk of je de nieuwste code hebt; elke code werkt één keer.",
        "cannot_delete_authenticator": "Deze tweede stap kan niet weg. Voeg eerst een andere toe.",
    }

    def encrypt(self, text: str) -> str:
        """Seal."""
        return secret.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open; raises secret.Unreadable."""
        return secret.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as an inline drawing: our own page may load no image that stands in an address."""
        drawing = io.BytesIO()
        segno.make(url, error="m").save(
            drawing, kind="svg", border=2, dark="#12343b", light="#ffffff", xmldecl=False, svgns=False,
            svgclass="qr", omitsize=True, title="QR-code voor je app",
        )  # fmt: skip
        # The drawing is made by segno from an address that we made ourselves.
        return mark_safe(drawing.getvalue().decode())  # noqa: S308  # nosec B308 B703

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name to start from; people can change it."""
        from allauth.mfa.models import Authenticator

        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Mijn toegangssleutel" if count == 0 else f"Toegangssleutel {count + 1}"
