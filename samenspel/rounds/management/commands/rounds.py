"""`samenspel rounds`: do one round now, for whoever wants it from cron or does not run `serve`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.rounds import runner


class Command(BaseCommand):
    """Runs every job once."""

    help = "Doe nu één ronde: brieven versturen, herinneren, opruimen. De server doet dit zelf elke minuut."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to wait for a process that is at it."""
        parser.add_argument(
            "--wait", type=float, default=90.0, metavar="SECONDEN", help="Zo lang wachten op een ander."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError when a job failed, or when another process stays busy."""
        failed = runner.once(patience=options["wait"])
        if failed is None:
            raise CommandError("Een ander proces is al met een ronde bezig. Er is niets gedaan.")
        if failed:
            raise CommandError(
                f"Niet gelukt: {', '.join(failed)}. Het logboek zegt waar. De volgende ronde probeert het weer."
            )
        self.stdout.write("Ronde gedaan.")
