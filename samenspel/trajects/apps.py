"""The app `trajects`."""

from django.apps import AppConfig


class Trajects(AppConfig):
    """Trajecten."""

    name = "samenspel.trajects"
    label = "trajects"
    default_auto_field = "django.db.models.BigAutoField"
