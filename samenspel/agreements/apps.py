"""The app `agreements`."""

from django.apps import AppConfig


class Agreements(AppConfig):
    """Afspraken (X-2) en terugblik (CR-23)."""

    name = "samenspel.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
