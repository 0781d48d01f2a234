"""The app `rounds`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Rounds(AppConfig):
    """Rondes."""

    name = "samenspel.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read each app's `rounds.py`, so that a faulty one stops the start."""
        autodiscover_modules("rounds")
