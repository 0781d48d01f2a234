"""`samenspel serve`: run the server in the foreground until Ctrl-C or SIGTERM."""

import signal
import socket
import sys
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from samenspel.accounts import first_start
from samenspel.keys.kek import KekError
from samenspel.keys.ledger import LedgerFault
from samenspel.project import tls
from samenspel.project.calm_server import CalmServer
from samenspel.project.prepare import NewerDatabase, bring_up_to_date
from samenspel.project.supervisor import Supervisor
from samenspel.retention import running
from samenspel.retention.replay import replay
from samenspel.rounds.thread import Rounds
from samenspel.trajects import engine

MAX_FRAME = 64 * 1024


def server() -> CalmServer:
    """Uvicorn with the limits of R12: small frames, no compression whose state costs memory per socket.

    Raises TlsFault when it should speak TLS and the files do not fit.
    """
    secured = tls.context()
    return CalmServer(
        uvicorn.Config(
            "samenspel.project.asgi:application",
            host=settings.SAMENSPEL_HOST,
            port=settings.SAMENSPEL_PORT,
            http="samenspel.project.entrance:Entrance",
            ws="samenspel.project.line:Line",
            ws_max_size=MAX_FRAME,
            ws_per_message_deflate=False,
            ws_ping_interval=10,
            ws_ping_timeout=10,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=settings.SAMENSPEL_PROXIES,
            timeout_graceful_shutdown=3,
            ssl_context_factory=(lambda *_: secured) if secured else None,
        )
    )


def listen(beyond: int = 0) -> socket.socket:
    """The socket that people connect to, or the one `beyond` ports further; CommandError when the port is taken."""
    host, port = settings.SAMENSPEL_HOST, settings.SAMENSPEL_PORT + beyond
    try:
        door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise CommandError(
            f"Samenspel kan niet luisteren op poort {port} van {host}. Is die bezet? Kies een andere: "
            "SAMENSPEL_PORT, of make start PORT=8123."
        ) from None
    # Connections inherit this. Without it the acknowledgement, a small frame right behind the changes, waits 40 ms
    # for the other side; asyncio sets it only on sockets that it made itself.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def announce() -> None:
    """Say where people can go; on the first start also how the administrator gets in."""
    print(f"Samenspel draait op {settings.SAMENSPEL_PUBLIC_URL} (stoppen: Ctrl-C).")
    here = f"{'https' if tls.is_on() else 'http'}://localhost:{settings.SAMENSPEL_PORT}"
    first_start.announce(settings.SAMENSPEL_PUBLIC_URL if settings.SAMENSPEL_HTTPS else here)
    if settings.SAMENSPEL_TRIAL:
        print("Let op: dit gaat over gewone http en is alleen om te proberen.")


class Command(BaseCommand):
    """Starts the server and says where people can go."""

    help = "Start de server op de voorgrond (stoppen met Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--demo` first makes a demo session and demo trajects where there are none, and prints their addresses."""
        parser.add_argument("--demo", action="store_true", help="Zorg eerst voor een demobijeenkomst en demotrajecten.")
        parser.add_argument(
            "--workers",
            type=int,
            metavar="N",
            help="Zoveel processen op dezelfde poort, onder toezicht; SIGHUP vervangt ze één voor één.",
        )
        parser.add_argument(
            "--own-ports",
            action="store_true",
            help="Geef elk van die processen ook een eigen poort (PORT+1, PORT+2 …), voor nginx.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the databases up to date, announce, then serve; not without the key that opens what is kept."""
        workers = options["workers"]
        if workers is not None and workers < 1:
            raise CommandError("--workers moet 1 of meer zijn.")
        if options["own_ports"] and workers is None:
            raise CommandError("--own-ports hoort bij --workers.")
        try:
            tls.context()
        except tls.TlsFault as fault:
            raise CommandError(str(fault)) from None
        door = listen()
        own = [listen(number) for number in range(1, workers + 1)] if options["own_ports"] else []
        # Kept until the process ends: a restore does not begin while we serve.
        self.held = running.hold()
        try:
            bring_up_to_date()
            engine.cipher().check()
            replay()
        except (KekError, NewerDatabase, LedgerFault) as error:
            raise CommandError(str(error)) from None
        if options["demo"]:
            call_command("demo", ready_if_none=True, stdout=self.stdout)
            call_command("demo_trajects", stdout=self.stdout)
        if workers is not None:
            announce()
            sys.stdout.flush()
            connections.close_all()
            sys.exit(Supervisor(workers, door, own).run())
        # Reads every instrument now, so that a faulty folder stops the start and the first to come in need not wait.
        engine.store()
        announce()
        sys.stdout.flush()
        # Uvicorn hands the signal on after its clean end; a stop that was asked for is not an error.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        doing = Rounds().start()
        server().run(sockets=[door])
        doing.stop()
