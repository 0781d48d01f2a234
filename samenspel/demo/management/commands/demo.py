"""`samenspel demo`: a session on a fictional case, to try things out."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from samenspel.demo import session as demo
from samenspel.demo.script import PARTS
from samenspel.invitations import codes

CONTRACT = ("session", "join_code", "control_url", "participant_url", "wall_url")


class Command(BaseCommand):
    """Makes a demo session and prints its addresses; works beside a running server."""

    help = "Maak een demobijeenkomst met een verzonnen casus en toon de adressen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing is asked; all options are optional."""
        parser.add_argument("--json", action="store_true", help="toon de adressen als JSON")
        parser.add_argument(
            "--ready-if-none",
            action="store_true",
            help="maak alleen een nieuwe als er geen demobijeenkomst openstaat; toon anders nieuwe links van die ene",
        )
        parser.add_argument("--finished", action="store_true", help="hetzelfde als --until closing")
        parser.add_argument("--until", choices=(demo.PREPARATION, *PARTS), help="speel alvast tot en met dit deel")
        parser.add_argument("--moments", type=int, help="hoeveel momenten er dan getoond zijn (standaard alle)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find, then print."""
        until = "closing" if options["finished"] else options["until"]
        found = demo.open_session() if options["ready_if_none"] else None
        where = demo.addresses(found) if found else demo.make(until, options["moments"])
        if options["json"]:
            keys = (*CONTRACT, "people") if where.people else CONTRACT
            self.stdout.write(json.dumps({key: asdict(where)[key] for key in keys}))
            return
        self.stdout.write(_told(where, again=found is not None))


def _told(where: demo.Addresses, *, again: bool) -> str:
    first = "Er staat nog een demobijeenkomst open" if again else "De demobijeenkomst staat klaar"
    lines = [
        f"{first}: Casus Wilgenlaan (verzonnen). Open deze adressen elk in een eigen tabblad.",
        "",
        f"  Regie      {where.control_url}",
        f"  Deelnemer  {where.participant_url}   (code {codes.shown(where.join_code)})",
        f"  Wand       {where.wall_url}",
        *(f"  {key:<9}  {url}" for key, url in where.people.items()),
        "",
        "Een volle kamer erbij? Laat in een tweede venster elf mensen meedoen:",
        f"  .venv/bin/samenspel play {where.join_code} --participants 11{_server()}",
        "Met --control erbij speelt de gespreksbegeleider ook vanzelf.",
    ]
    return "\n".join(lines)


def _server() -> str:
    """What `play` needs to be told when the server is not where it is by default."""
    url = settings.SAMENSPEL_PUBLIC_URL
    return "" if url == "http://localhost:8000" else f" --server {url}"
