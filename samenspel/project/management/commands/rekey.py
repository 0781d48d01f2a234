"""`samenspel rekey`: a new key-encryption key over existing meetings; the old one opens nothing any more."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from samenspel.keys.kek import KekError
from samenspel.keys.ledger import LedgerFault
from samenspel.retention import rekeying, running

LEAKED = (
    "Let op: een nieuwe hoofdsleutel maakt de inhoud niet opnieuw dicht. Wie de oude hoofdsleutel heeft en ook de "
    "sleuteldatabase of een kopie daarvan (van vóór nu), kan bij een kopie van de gegevens nog alles lezen van de "
    "{count} trajecten die er nu zijn, ook wat daar nog bij komt. Is dat mogelijk?\n"
    "  1. Sla op wat je nodig hebt, en vernietig die trajecten: samenspel destroy TRAJECT --all --yes.\n"
    "  2. Ga verder in een nieuw traject; dat krijgt nieuwe sleutels.\n"
    "  3. Verwijder elke sleutelkopie van vóór nu en maak een nieuwe: samenspel backup MAP.\n"
    "  4. Lag het andere geheim ernaast? Vervang ook secret_key, en geef begeleiders een nieuwe link.\n"
    "Meer staat in docs/operate.md, De hoofdsleutel is gelekt."
)


class Command(BaseCommand):
    """Changes the key-encryption key while nothing runs."""

    help = "Maak een nieuwe hoofdsleutel; bestaande bijeenkomsten blijven. De server moet stilstaan."

    def add_arguments(self, parser: CommandParser) -> None:
        """What happens to the old key."""
        parser.add_argument("--leaked", action="store_true", help="De oude is gelekt: gooi hem meteen weg.")
        parser.add_argument("--discard", action="store_true", help="Maak niets; gooi alleen oude hoofdsleutels weg.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it, and say what is where and what to do next."""
        try:
            if options["discard"]:
                self.stdout.write(f"Oude hoofdsleutels weggegooid: {rekeying.discard()}.")
                return
            self._change(options["leaked"])
        except (running.ServerRuns, LedgerFault, KekError) as error:
            raise CommandError(str(error)) from None
        except PermissionError as error:
            raise CommandError(
                f"Geen rechten in {Path(str(error.filename)).parent}. Draai dit als de eigenaar van de hoofdsleutel of "
                "als root, en wijs met SAMENSPEL_KEK_FILE het bestand zelf aan. Er is niets kwijt."
            ) from None
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"Het lukte niet helemaal ({error}). Er is niets kwijt. Verhelp het en draai dit nog eens."
            ) from None

    def _change(self, leaked: bool) -> None:
        changed = rekeying.rekey()
        self.stdout.write(f"Er is een nieuwe hoofdsleutel: {rekeying.path()}. Opnieuw ingepakt: {changed.wrapped}.")
        self.stdout.write(
            "Bewaar er nu een kopie van op een veilige plek, en zet hem op elke andere machine van Samenspel."
        )
        if leaked:
            self.stdout.write(f"Oude hoofdsleutels weggegooid: {rekeying.discard()}.")
            self.stdout.write(LEAKED.format(count=rekeying.trajects()))
            return
        self.stdout.write(
            f"De oude ligt in {changed.aside}. Hij is alleen nog nodig om een sleutelkopie van vóór nu terug te zetten."
        )
        self.stdout.write(
            "Maak een nieuwe reservekopie, en gooi de oude sleutel na hoogstens 24 uur weg: samenspel rekey --discard."
        )
