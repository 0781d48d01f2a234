"""`samenspel new_instrument NAME`: a folder for a new instrument."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.instruments import catalogue
from samenspel.project.new_instrument import BadNameError, lay_down

ROOT = Path(__file__).resolve().parents[4]


class Command(BaseCommand):
    """Lays the folder down and says what to do next."""

    help = "Maak een map voor een nieuw instrument, met een werkend begin, een lijst en tests."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The name in code, and the Dutch title."""
        parser.add_argument("name", help="naam in code, zoals call_round")
        parser.add_argument("--title", default="", help="titel in het Nederlands, zoals Belronde")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, or refuse with one Dutch line."""
        try:
            made = lay_down(options["name"], options["title"], catalogue.FOLDER, ROOT / "docs" / "glossary.md")
        except BadNameError as error:
            raise CommandError(str(error)) from None
        for path in made:
            self.stdout.write(str(path.relative_to(ROOT)))
        self.stdout.write("Klaar. Lees docs/new-instrument.md voor wat nu komt.")
