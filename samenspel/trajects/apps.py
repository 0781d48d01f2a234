"""The app `trajects`."""

from django.apps import AppConfig


class Trajects(AppConfig):
    """Trajecten."""

    name = "samenspel.trajects"
    label = "trajects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have Django look at instruments and run-sheets before it starts anything."""
        from . import checks  # noqa: F401
