"""The app `letters`."""

from django.apps import AppConfig


class Letters(AppConfig):
    """Post: letters that go out by e-mail, or wait in an outbox."""

    name = "samenspel.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
