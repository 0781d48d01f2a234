"""`samenspel restore FOLDER`: put a backup back; what was destroyed since stays destroyed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.keys.kek import KekError
from samenspel.keys.ledger import LedgerFault
from samenspel.letters import post
from samenspel.project.prepare import NewerDatabase, bring_up_to_date
from samenspel.retention import archives, copying, restoring, running
from samenspel.retention.replay import replay


class Command(BaseCommand):
    """Puts a backup back while nothing runs."""

    help = "Zet de nieuwste reservekopie uit MAP terug. De server moet stilstaan."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, or which archives."""
        parser.add_argument("folder", metavar="MAP", type=Path)
        parser.add_argument("--data", metavar="BESTAND", type=Path, help="Deze kopie van de gegevens.")
        parser.add_argument("--keys", metavar="BESTAND", type=Path, help="Deze kopie van de sleutels.")
        parser.add_argument("--present-keys", action="store_true", help="Laat de sleutels staan die er nu zijn.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look for the newest copies, put them back, say what is where."""
        folder: Path = options["folder"]
        data = options["data"] or _newest(folder, "gegevens")
        keys = None if options["present_keys"] else options["keys"] or _newest(folder, "sleutels")
        if data is None:
            raise CommandError(f"In {folder} is geen kopie van de gegevens gevonden. Er is niets veranderd.")
        try:
            done = restoring.restore(data, keys, bring_up_to_date, replay)
        except (copying.CannotCopy, running.ServerRuns, LedgerFault, KekError, NewerDatabase) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Teruggezet: {done.data}.")
        self.stdout.write(f"Teruggezet: {done.keys}." if done.keys else "De sleutels zijn gebleven zoals ze waren.")
        for place in done.aside:
            self.stdout.write(f"Wat er stond, ligt in {place}.")
        if done.keys:
            self.stdout.write("De sleutels die er stonden, worden na 24 uur vanzelf weggehaald.")
        # What lay ready then, may have gone since: nothing is sent twice by itself (CR-10).
        if unsure := post.doubt_all():
            self.stdout.write(f"Brieven die klaarlagen en misschien al weg zijn: {unsure}. De begeleider beslist.")
        again = done.destroyed_again
        self.stdout.write(f"Opnieuw vernietigd volgens het vernietigingsboek: {again} traject(en).")


def _newest(folder: Path, kind: archives.Kind) -> Path | None:
    found = archives.found_in(folder, kind)
    return found[0].path if found else None
