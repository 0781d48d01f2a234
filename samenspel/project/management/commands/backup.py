"""`samenspel backup FOLDER`: copies of data and keys, each in an archive of its own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.keys.kek import KekError
from samenspel.retention import archives, copying


class Command(BaseCommand):
    """Makes a backup while the server runs."""

    help = "Maak een reservekopie van gegevens en sleutels in MAP. Kan terwijl de server draait."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder; `--prune` only removes copies of keys that are too old."""
        parser.add_argument("folder", metavar="MAP", type=Path)
        parser.add_argument("--prune", action="store_true", help="Maak niets; haal alleen te oude sleutelkopieën weg.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say what to do with it."""
        folder: Path = options["folder"]
        if options["prune"]:
            self.stdout.write(f"Sleutelkopieën van meer dan 24 uur oud weggehaald: {archives.prune(folder)}.")
            return
        try:
            data, keys, old = archives.back_up(folder)
        except (copying.CannotCopy, KekError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Gegevens: {data.path}. Zonder sleutels niet te lezen; bewaar ze zo lang je wilt.")
        self.stdout.write(f"Sleutels: {keys.path}. Bewaar dit bestand elders, en hoogstens 24 uur.")
        if old:
            self.stdout.write(f"Sleutelkopieën van meer dan 24 uur oud weggehaald: {old}.")
        self.stdout.write("Niet gekopieerd: de hoofdsleutel, het geheim voor cookies en de sleutels van stemmingen.")
