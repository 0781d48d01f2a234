"""Worker: one of several processes that serve the same people; started by `supervisor.py`, never by hand.

Its only argument is JSON: the sockets to listen on, and two pipes: one to say that it lives, one that closes when
the parent is gone, so that no worker is left behind that holds the port.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

import django
import uvicorn

from samenspel.project.calm_server import CalmServer


class Worker(CalmServer):
    """Uvicorn that tells its parent that it is ready and, every second, that its loop still turns."""

    def __init__(self, config: uvicorn.Config, alive: int, parent: int) -> None:
        super().__init__(config)
        self._alive, self._parent = alive, parent

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets=sockets)
        self.config.callback_notify, self.config.timeout_notify = self._beat, 1
        asyncio.get_running_loop().add_reader(self._parent, self._parent_gone)
        await self._beat()

    async def _beat(self) -> None:
        # A full pipe means that the parent does not read just now, which is no reason to stop.
        with contextlib.suppress(OSError):
            os.write(self._alive, b".")

    def _parent_gone(self) -> None:
        asyncio.get_running_loop().remove_reader(self._parent)
        self.should_exit = True
        self.wake()


def main() -> None:
    """Serve until told to stop."""
    given = json.loads(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.project.settings")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.set_blocking(given["alive"], False)
    django.setup()

    from samenspel.project import metrics, tls
    from samenspel.project.management.commands.serve import server
    from samenspel.project.prepare import bring_up_to_date
    from samenspel.project.shared_cells import SharedCells
    from samenspel.rounds.thread import Rounds
    from samenspel.trajects import engine

    metrics.share(SharedCells(Path(given["cells"])), given["number"])
    # After an update a restart of the workers alone is enough: the parent may still be the earlier release.
    bring_up_to_date()
    engine.store()
    try:
        config = server().config
    except tls.TlsFault as fault:
        # At a restart only: the parent looked before it began.
        sys.exit(str(fault))
    doors = [socket.socket(fileno=number) for number in given["doors"]]
    for number in (signal.SIGINT, signal.SIGTERM):
        # Uvicorn hands the signal on after its clean end; a stop that was asked for is not an error.
        signal.signal(number, lambda *_: None)
    doing = Rounds().start()
    Worker(config, given["alive"], given["parent"]).run(sockets=doors)
    doing.stop()


if __name__ == "__main__":
    main()
