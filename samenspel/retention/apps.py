"""The app `retention`."""

from django.apps import AppConfig


class Retention(AppConfig):
    """Bewaren en vernietigen (X-5, CR-22)."""

    name = "samenspel.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
