"""The app `reports`."""

from django.apps import AppConfig


class Reports(AppConfig):
    """Verslagen (CR-21)."""

    name = "samenspel.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the keeping of data about reports."""
        from samenspel.reports.keeping import install

        install()
