"""The app `reports`."""

from django.apps import AppConfig


class Reports(AppConfig):
    """Verslagen (CR-21)."""

    name = "samenspel.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
