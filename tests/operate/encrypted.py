"""A PostgreSQL and a Redis that speak TLS only, and the certificates that `deploy/certificate` makes."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.operate.deployed import DEPLOY
from tests.services import Postgres, Redis, Service, program


@dataclass(frozen=True)
class Pair:
    """A certificate and its key."""

    cert: Path
    key: Path


class Authority:
    """A certificate authority of one's own, in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder, self.file = folder, folder / "ca.pem"

    def issue(self, name: str, days: int = 90) -> Pair:
        """A new certificate for a name; replaces the one before."""
        command = ["sh", str(DEPLOY / "certificate"), name, str(days)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return Pair(self.folder / f"{name}.pem", self.folder / f"{name}.key")

    def trusting(self, shown: Pair | None = None) -> ssl.SSLContext:
        """What a client needs that believes this authority only, and shows a certificate itself."""
        context = ssl.create_default_context(cafile=str(self.file))
        if shown:
            context.load_cert_chain(shown.cert, shown.key)
        return context


def hand_over(service: Service, *files: Path) -> list[Path]:
    """Copies that the servant may read and nobody else, as PostgreSQL wants its key."""
    copies = []
    for file in files:
        copies.append(Path(shutil.copy(file, service.folder / file.name)))
        copies[-1].chmod(0o600)
        if service.servant:
            os.chown(copies[-1], service.servant["user"], service.servant["group"])
    return copies


class EncryptedPostgres(Postgres):
    """Lets in over TLS only, and only who shows a certificate in the name of a user: docs/operate.md."""

    def __init__(self, authority: Authority, own: Pair, shown: Pair, ca: Path | None = None) -> None:
        super().__init__()
        self.authority, self.own, self.shown = authority, own, shown
        self.ca = ca or authority.file

    def url(self, database: str, **changed: str) -> str:
        """The address as docs/operate.md writes it; `changed` replaces parts of what is asked, empty leaves out."""
        asked = {"sslmode": "verify-full", "sslrootcert": str(self.ca), "sslcert": str(self.shown.cert),
                 "sslkey": str(self.shown.key)} | changed  # fmt: skip
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"postgresql://samenspel@localhost:{self.port}/{database}?{query}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """As its own administrator does: beside it, through its folder."""
        here = f"postgresql://samenspel@/{database}?host={self.folder}&port={self.port}"
        asked = ("-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, here)
        return self.run(program("psql"), *asked).strip()

    def made(self) -> None:
        """What docs/operate.md says to put in its two files."""
        cert, key, ca = hand_over(self, self.own.cert, self.own.key, self.authority.file)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"ssl = on\nssl_cert_file = '{cert}'\nssl_key_file = '{key}'\nssl_ca_file = '{ca}'\n")
        (self.data / "pg_hba.conf").write_text(
            "local all all trust\nhostssl samenspel,samenspel_sleutels samenspel 127.0.0.1/32 cert\n"
        )


class EncryptedRedis(Redis):
    """Lets in over TLS only, and only who shows a certificate of the authority."""

    def __init__(self, authority: Authority, own: Pair, shown: Pair) -> None:
        super().__init__()
        self.authority, self.shown = authority, shown
        self.files = hand_over(self, own.cert, own.key, authority.file)

    @property
    def url(self) -> str:
        """The address as docs/operate.md writes it."""
        asked = {"ssl_ca_certs": self.authority.file, "ssl_certfile": self.shown.cert, "ssl_keyfile": self.shown.key}
        return f"rediss://localhost:{self.port}/0?{urlencode(asked)}"

    def listens(self) -> list[str]:
        """As docs/operate.md says."""
        cert, key, ca = map(str, self.files)
        return ["--port", "0", "--tls-port", str(self.port), "--tls-auth-clients", "yes",
                "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", ca]  # fmt: skip

    def line(self) -> socket.socket:
        """A connection as Samenspel makes it."""
        return self.authority.trusting(self.shown).wrap_socket(super().line(), server_hostname="localhost")
