"""Formulieren van allauth, with what a stranger may put into them bounded before anything looks at it (B7)."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

LONGEST_NAME: Final = 254
LONGEST_CREDENTIAL: Final = 20_000
"""Characters; a browser sends some two thousand."""
PARTS: Final = frozenset({"id", "rawId", "response"})


class NameAndPassword(LoginForm):  # type: ignore[misc]
    """Inloggen. SQLite gives up on names of many thousands of characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=self.fields["login"].label,
            widget=self.fields["login"].widget,
            max_length=LONGEST_NAME,
            error_messages={"max_length": "Deze naam is te lang. Controleer wat je hebt ingevuld."},
        )


class Credential(forms.JSONField):
    """Wat de browser over een toegangssleutel zegt: JSON with the parts that allauth's library takes for granted."""

    default_error_messages = {"invalid": "Dit is geen toegangssleutel. Probeer het opnieuw."}

    def __init__(self) -> None:
        super().__init__(required=True, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        """The parts. Raises ValidationError for whatever else, numbers without end and endless nesting included."""
        if value is not None and len(str(value)) > LONGEST_CREDENTIAL:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            found = super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if found is not None and not (isinstance(found, dict) and found.keys() >= PARTS):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """Toegangssleutel toevoegen."""

    credential = Credential()


class LoginByPasskey(LoginWebAuthnForm):  # type: ignore[misc]
    """Inloggen met een toegangssleutel."""

    credential = Credential()


class SecondStepByPasskey(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """Tweede stap met een toegangssleutel."""

    credential = Credential()


class AgainByPasskey(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Opnieuw bewijzen met een toegangssleutel."""

    credential = Credential()
