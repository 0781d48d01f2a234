"""The app `store`."""

from django.apps import AppConfig


class Store(AppConfig):
    """Opslag."""

    name = "samenspel.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
