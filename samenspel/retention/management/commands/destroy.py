"""`samenspel destroy TRAJECT`: destroy a case, or everything of a traject, by the administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.keys.ledger import LedgerFault
from samenspel.retention import destroying, records, sweep
from samenspel.trajects.models import Traject


class Command(BaseCommand):
    """Destroys, also while the server runs; live rooms close within seconds."""

    help = "Vernietig de casus van een traject, en met --all ook de opbrengst. Niet terug te draaien."

    def add_arguments(self, parser: CommandParser) -> None:
        """The traject; nothing happens without `--yes`."""
        parser.add_argument("traject", metavar="TRAJECT", help="De zestien tekens uit het adres van het traject.")
        parser.add_argument("--all", action="store_true", help="Ook lessen, afspraken, verslag en betrokkenen.")
        parser.add_argument("--yes", action="store_true", help="Ja, vernietig het.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroy and show the record."""
        traject = Traject.objects.filter(pk=options["traject"]).first()
        if traject is None:
            raise CommandError("Dit traject is er niet (meer).")
        if not options["yes"]:
            raise CommandError("Er is niets vernietigd. Zet --yes erbij als je het zeker weet.")
        try:
            if options["all"]:
                record = destroying.destroy_outcome(traject, "request", "administrator")
            else:
                record = destroying.destroy(traject, "request", "administrator")
        except destroying.NothingToDestroy:
            raise CommandError("Van dit traject is geen casus meer die vernietigd kan worden.") from None
        except sweep.Remains:
            raise CommandError(
                "De sleutel is vernietigd; het opruimen is nog niet klaar. Samenspel maakt het binnen een minuut af."
            ) from None
        except LedgerFault as error:
            raise CommandError(str(error)) from None
        for name, print_ in record.keys.items():
            self.stdout.write(f"Vernietigd: sleutel {name}, vingerafdruk {records.grouped(print_)}")
        self.stdout.write(f"Bewijs: {record.entry.hash}")
