"""Real PostgreSQL and Redis for tests: each in a folder of its own, on a free port, never as root."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.serving import free_port

ELSEWHERE = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/*/bin", "/usr/local/opt/*/bin", "/usr/sbin", "/sbin")
SERVANTS = ("postgres", "redis", "nobody")
SECONDS = 30.0


def program(name: str) -> str:
    """The path of a program, also where Debian puts it out of the way; AssertionError tells how to install it."""
    places = sorted((place for pattern in ELSEWHERE for place in glob.glob(pattern)), reverse=True)
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(places))
    assert found, f"{name} is not installed: run requirements/ensure_services"
    return found


def as_servant() -> dict[str, Any]:
    """Arguments for subprocess: when we are root, another user, because PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {one.pw_name: one for one in pwd.getpwall()}
    servant = next(known[name] for name in SERVANTS if name in known)
    return {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}


class Service(ABC):
    """Dienst: a folder that the servant owns and a port of its own; `start`, `stop`, and both as a context."""

    def __init__(self, name: str) -> None:
        self.servant = as_servant()
        self.folder = Path(tempfile.mkdtemp(prefix=f"samenspel-{name}-"))
        self.log = self.folder / f"{name}.log"
        self.port = free_port()
        if self.servant:
            os.chown(self.folder, self.servant["user"], self.servant["group"])

    @abstractmethod
    def start(self) -> None:
        """Start and wait until it answers."""

    @abstractmethod
    def stop(self) -> None:
        """End it; nothing when it does not run."""

    def run(self, *command: str) -> str:
        """Run a command as the servant, in the folder; what it printed. AssertionError with its words on failure."""
        # Through a file, because a server that goes on in the background would hold a pipe open.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command, cwd=self.folder, stdout=said, stderr=subprocess.STDOUT, timeout=SECONDS, **self.servant
            )
            said.seek(0)
            words = said.read()
        assert done.returncode == 0, f"{command[0]}: {words}\n{self.words()}"
        return words

    def words(self) -> str:
        """The log so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def __enter__(self) -> Any:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Service):
    """A PostgreSQL of one's own. `durable` keeps fsync on, for tests that pull the plug; without it, it is faster."""

    def __init__(self, durable: bool = False) -> None:
        super().__init__("postgres")
        self.data = self.folder / "data"
        self.durable = durable

    def url(self, database: str) -> str:
        """The address of a database, as `SAMENSPEL_DATABASE_URL` takes it."""
        return f"postgresql://samenspel@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start, or start again after `stop` or `crash`, on the same port and data."""
        if not self.data.exists():
            settings = ("--username=samenspel", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
            self.run(program("initdb"), "-D", str(self.data), *settings)
            self.made()
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._control("start", "-w", "-t", str(int(SECONDS)), "-l", str(self.log), "-o", options)

    def made(self) -> None:
        """Called once, when its folder is there and it does not run yet."""

    def stop(self) -> None:
        """A tidy stop that does not wait for clients."""
        self._end("fast")

    def crash(self) -> None:
        """`pg_ctl -m immediate`: stops in the middle of everything; the next start recovers from the log."""
        self._end("immediate")

    def create(self, *databases: str) -> None:
        """New, empty databases."""
        for database in databases:
            self.sql(f'CREATE DATABASE "{database}"')

    def installation(self, name: str) -> dict[str, str]:
        """Two new databases, as options for `tests.serving.Served`."""
        self.create(name, f"{name}-keys")
        return {"DATABASE_URL": self.url(name), "KEYS_DATABASE_URL": self.url(f"{name}-keys")}

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What `psql` answers, one row a line, columns separated by `|`."""
        return self.run(
            program("psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)
        ).strip()

    def _end(self, how: str) -> None:
        if (self.data / "postmaster.pid").exists():
            self._control("stop", "-w", "-m", how)

    def _control(self, *arguments: str) -> None:
        self.run(program("pg_ctl"), "-D", str(self.data), *arguments)


class Redis(Service):
    """A Redis that keeps nothing on disk."""

    def __init__(self) -> None:
        super().__init__("redis")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, as `SAMENSPEL_REDIS_URL` takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, or start again on the same port, empty."""
        command = [program("redis-server"), *self.listens(), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--save", "", "--appendonly", "no"], stdout=log, stderr=log, **self.servant
            )
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, self.words()
            try:
                with self.line() as line:
                    line.sendall(b"PING\r\n")
                    if line.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"no answer from redis-server: {self.words()}")

    def listens(self) -> list[str]:
        """How it is told where to listen."""
        return ["--port", str(self.port)]

    def line(self) -> socket.socket:
        """A connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), 1)

    def stop(self) -> None:
        """A tidy stop."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(SECONDS)
            self.process = None
