"""`samenspel serve`: run the server in the foreground until Ctrl-C or SIGTERM."""

import signal
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

MAX_FRAME = 64 * 1024


def server() -> uvicorn.Server:
    """Uvicorn with the limits of R12: small frames, no compression whose state costs memory per socket."""
    return uvicorn.Server(
        uvicorn.Config(
            "samenspel.project.asgi:application",
            host=settings.SAMENSPEL_HOST,
            port=settings.SAMENSPEL_PORT,
            ws="websockets-sansio",
            ws_max_size=MAX_FRAME,
            ws_per_message_deflate=False,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.SAMENSPEL_PROXIES,
            timeout_graceful_shutdown=3,
        )
    )


def announce() -> None:
    """Say where people can go."""
    print(f"Samenspel draait op {settings.SAMENSPEL_PUBLIC_URL} (stoppen: Ctrl-C).")
    if settings.SAMENSPEL_TRIAL:
        print("Let op: dit gaat over gewone http en is alleen om te proberen.", flush=True)


class Command(BaseCommand):
    """Starts the server and says where people can go."""

    help = "Start de server op de voorgrond (stoppen met Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--demo` first makes a demo session and prints its addresses."""
        parser.add_argument("--demo", action="store_true", help="Maak eerst een demobijeenkomst.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Announce, then serve."""
        if options["demo"]:
            call_command("demo", stdout=self.stdout)
        announce()
        self.stdout.flush()
        # Uvicorn hands the signal on after its clean end; a stop that was asked for is not an error.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        server().run()
