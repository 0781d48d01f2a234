"""The app `preparation`."""

from django.apps import AppConfig


class Preparation(AppConfig):
    """Voorbereiding: the pages with which a facilitator prepares."""

    name = "samenspel.preparation"
    label = "preparation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is checked before a start, and how a letter is written anew."""
        from samenspel.preparation import checks, letters

        del checks, letters
