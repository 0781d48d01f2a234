"""Django's entry for this part."""

from typing import Any

from django.apps import AppConfig


class Invitations(AppConfig):
    """Uitnodigingen: who may come in, and how."""

    name = "samenspel.invitations"
    label = "invitations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Logging out ends more than the login."""
        from django.contrib.auth.signals import user_logged_out

        user_logged_out.connect(_logged_out, dispatch_uid="samenspel.invitations")


def _logged_out(request: Any, user: Any, **_: Any) -> None:
    from .tickets import end_own_control

    if user is not None:
        end_own_control(user, request.COOKIES)
