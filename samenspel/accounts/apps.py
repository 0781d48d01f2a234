"""Django's entry for this part."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Accounts."""

    name = "samenspel.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Logging out also ends the way into Regie that logging in gave."""
        from django.contrib.auth.signals import user_logged_out

        from . import emergency_codes, listeners
        from .people import leave_control

        emergency_codes.install()
        listeners.connect()
        user_logged_out.connect(leave_control, dispatch_uid="samenspel.leave_control")
