"""`samenspel schema`: write the types that the screens share with the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samenspel.project.schema import TARGET, render


class Command(BaseCommand):
    """Writes web/src/protocol.gen.ts, or says with --check whether it is current."""

    help = "Schrijf web/src/protocol.gen.ts opnieuw uit de gegevens in Python."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument("--check", action="store_true", help="alleen kijken of het bestand bij is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        text = render()
        if options["check"]:
            if TARGET.read_text(encoding="utf-8") != text:
                self.stderr.write("web/src/protocol.gen.ts is niet bij: draai `samenspel schema`.")
                raise SystemExit(1)
            return
        TARGET.write_text(text, encoding="utf-8")
        self.stdout.write(f"Geschreven: {TARGET.relative_to(TARGET.parents[2])}")
