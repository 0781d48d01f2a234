"""The app `personal`."""

from django.apps import AppConfig


class Personal(AppConfig):
    """Persoonlijke pagina's: what is asked of somebody without an account."""

    name = "samenspel.personal"
    label = "personal"
    default_auto_field = "django.db.models.BigAutoField"
