"""The app `retention`."""

from django.apps import AppConfig


class Retention(AppConfig):
    """Bewaren en vernietigen (X-5, CR-22)."""

    name = "samenspel.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is always there of a traject."""
        from samenspel.retention.core_parts import register_core

        register_core()
