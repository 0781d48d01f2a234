"""`samenspel play`: simulated people take part in a session, so that anyone can try a full room alone."""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.demo.doors import NotIn
from samenspel.demo.play import Evening, play
from samenspel.invitations import codes, links, tickets


class Command(BaseCommand):
    """Plays until the meeting is over or Ctrl-C is pressed."""

    help = "Laat nagespeelde mensen meedoen aan een bijeenkomst (stoppen met Ctrl-C)."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Only the code is needed."""
        parser.add_argument("code", help="de deelnamecode")
        parser.add_argument("--participants", type=int, default=11, help="hoeveel mensen er meedoen (standaard 11)")
        parser.add_argument("--pace", type=float, default=1.0, help="tempo: 1 is gewoon, 4 is vier keer zo snel")
        parser.add_argument(
            "--control", action="store_true", help="speel ook de gespreksbegeleider, van begin tot eind"
        )
        parser.add_argument("--control-url", default="", help="link van Regie, als de bijeenkomst elders draait")
        parser.add_argument("--seed", type=int, help="zelfde getal, zelfde verloop")
        parser.add_argument("--server", default="", help="adres van de server")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play; Ctrl-C and SIGTERM end it calmly."""
        if options["pace"] <= 0 or options["participants"] < 1:
            raise CommandError("Kies een tempo boven nul en minstens één deelnemer.")
        evening = Evening(
            base=(options["server"] or settings.SAMENSPEL_PUBLIC_URL).rstrip("/"),
            code=options["code"],
            participants=options["participants"],
            pace=options["pace"],
            seed=options["seed"],
            say=self._say,
            control_link=self._control(options) or None,
        )
        try:
            done = asyncio.run(_until_stopped(evening))
        except ExceptionGroup as wrong:
            if wrong.subgroup(NotIn):
                raise CommandError("Met deze code of link gaat de deur niet open. Klopt hij nog?") from None
            if wrong.subgroup(OSError):
                raise CommandError(f"Op {evening.base} antwoordt niemand. Draait de server?") from None
            raise
        self._say(
            "Gestopt." if done is None else f"Klaar: de bijeenkomst is voorbij. Samen brachten ze {done} dingen in."
        )

    def _control(self, options: dict[str, Any]) -> str:
        if options["control_url"] or not options["control"]:
            return str(options["control_url"])
        session = codes.find(options["code"])
        if session is None or not session.demo:
            raise CommandError("Alleen een demobijeenkomst speelt vanzelf. Geef anders --control-url mee.")
        return links.link_url(session, tickets.CONTROL, session.host)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


async def _until_stopped(evening: Evening) -> int | None:
    """How much people did, or None when it was stopped."""
    task = asyncio.create_task(play(evening))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return None
