"""`samenspel verify [FILE]`: check the ledger of what was destroyed, or one record that somebody was given."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.keys.ledger import RECORD, Entry, LedgerFault
from samenspel.retention import rekeying
from samenspel.retention.replay import back, replay
from samenspel.trajects.case_keys import ledger


class Command(BaseCommand):
    """Says whether the ledger is whole and holds, and whether a record is in it."""

    help = "Kijk het vernietigingsboek na, of één bewijs uit BESTAND."

    def add_arguments(self, parser: CommandParser) -> None:
        """A record as it was downloaded; `--replay` destroys again what should be gone."""
        parser.add_argument("file", metavar="BESTAND", type=Path, nargs="?")
        parser.add_argument("--replay", action="store_true", help="Vernietig opnieuw wat terug is gekomen.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and say so; exit code 1 when something is wrong."""
        try:
            lines = ledger().check()
            if options["file"]:
                self._record(options["file"])
                return
            if options["replay"]:
                self.stdout.write(f"Opnieuw vernietigd: {replay()} traject(en).")
            returned = back()
        except (LedgerFault, OSError, msgspec.DecodeError) as error:
            raise CommandError(str(error)) from None
        kept = sum(1 for entry in ledger().entries() if entry.content["kind"] == RECORD)
        self.stdout.write(f"Het vernietigingsboek klopt: {lines} regels, {kept} bewijzen.")
        if returned:
            raise CommandError(
                f"Van {len(returned)} traject(en) is iets terug dat vernietigd was. Draai: samenspel verify --replay"
            )
        self.stdout.write("Niets van wat vernietigd is, is terug.")

    def _record(self, file: Path) -> None:
        given = msgspec.json.decode(file.read_bytes(), type=list[Entry] | Entry)
        known = {entry.hash for entry in ledger().entries()}
        ours = rekeying.publics()
        for entry in given if isinstance(given, list) else [given]:
            fault = entry.fault()
            if fault:
                raise CommandError(f"Dit bewijs klopt niet: {fault}.")
            if entry.public not in ours:
                raise CommandError("Dit bewijs is van een andere installatie.")
            if entry.hash not in known:
                raise CommandError("De handtekening klopt, maar dit bewijs staat niet in het vernietigingsboek.")
            content = entry.content
            self.stdout.write(
                f"Dit bewijs klopt: {content['day']}, {', '.join(content['keys'].values()) or 'zonder sleutel'}."
            )
