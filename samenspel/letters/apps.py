"""The app `letters`."""

from django.apps import AppConfig


class Letters(AppConfig):
    """Post: letters that go out by e-mail, or wait in an outbox."""

    name = "samenspel.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what there is of a traject here, so that it goes when the traject goes (CR-22)."""
        from samenspel.letters.leaving import register_letters

        register_letters()
