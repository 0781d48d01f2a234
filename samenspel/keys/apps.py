"""The app `keys`; the router keeps its tables in the database `keys`."""

from django.apps import AppConfig


class Keys(AppConfig):
    """Sleutels."""

    name = "samenspel.keys"
    label = "keys"
    default_auto_field = "django.db.models.BigAutoField"
