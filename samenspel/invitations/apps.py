"""Django's entry for this part."""

from django.apps import AppConfig


class Invitations(AppConfig):
    """Uitnodigingen: who may come in, and how."""

    name = "samenspel.invitations"
    label = "invitations"
    default_auto_field = "django.db.models.BigAutoField"
