"""`samenspel serve`: run the server in the foreground until Ctrl-C or SIGTERM."""

import signal
import socket
import sys
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.accounts import first_start
from samenspel.keys.kek import KekError
from samenspel.trajects import engine

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


def listen() -> socket.socket:
    """The socket that people connect to; CommandError when the port is taken."""
    host, port = settings.SAMENSPEL_HOST, settings.SAMENSPEL_PORT
    try:
        door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise CommandError(
            f"Samenspel kan niet luisteren op poort {port} van {host}. Is die bezet? Probeer: make start PORT=8123."
        ) from None
    # Connections inherit this. Without it the acknowledgement, a small frame right behind the changes, waits 40 ms
    # for the other side; asyncio sets it only on sockets that it made itself.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def announce() -> None:
    """Say where people can go; on the first start also how the administrator gets in."""
    print(f"Samenspel draait op {settings.SAMENSPEL_PUBLIC_URL} (stoppen: Ctrl-C).")
    first_start.announce(f"http://localhost:{settings.SAMENSPEL_PORT}")
    if settings.SAMENSPEL_TRIAL:
        print("Let op: dit gaat over gewone http en is alleen om te proberen.")


class Command(BaseCommand):
    """Starts the server and says where people can go."""

    help = "Start de server op de voorgrond (stoppen met Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--demo` first makes a demo session, if none is open, and prints its addresses."""
        parser.add_argument("--demo", action="store_true", help="Zorg eerst voor een demobijeenkomst.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Announce, then serve; not without the key that opens what is kept."""
        try:
            engine.cipher().check()
        except KekError as error:
            raise CommandError(str(error)) from None
        door = listen()
        if options["demo"]:
            call_command("demo", ready_if_none=True, stdout=self.stdout)
        # Reads every instrument now, so that a faulty folder stops the start and the first to come in need not wait.
        engine.store()
        announce()
        sys.stdout.flush()
        # Uvicorn hands the signal on after its clean end; a stop that was asked for is not an error.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        server().run(sockets=[door])
