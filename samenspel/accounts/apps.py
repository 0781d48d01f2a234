"""Django's entry for this part."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """Accounts."""

    name = "samenspel.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
