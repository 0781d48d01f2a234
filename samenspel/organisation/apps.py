"""The app `organisation`."""

from django.apps import AppConfig


class OrganisationApp(AppConfig):
    """De organisatie die Samenspel gebruikt."""

    name = "samenspel.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
