"""The examples in `deploy/`, started as they stand there, with only names, paths and ports replaced."""

from __future__ import annotations

import base64
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT
from tests.services import program

NAME = "samenspel.voorbeeld.nl"
DEPLOY = ROOT / "deploy"


def replaced(text: str, by: Mapping[str, str]) -> str:
    """The text with each of these replaced; AssertionError when one is not in it."""
    for old, new in by.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "fullchain.pem", folder / "privkey.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


class Nginx:
    """A real nginx with `deploy/nginx.conf`; with `inside`, a folder of certificates, also `deploy/nginx-tls.conf`."""

    def __init__(
        self, folder: Path, http: int, https: int, upstreams: tuple[int, int], inside: Path | None = None
    ) -> None:
        """Writes its files; `upstreams` are the ports of two workers."""
        self.folder, self.process = folder, None
        self.certificate, private = certificate(folder)
        site = replaced(
            (DEPLOY / "nginx.conf").read_text(),
            {
                NAME: "localhost",
                "listen 80;": f"listen 127.0.0.1:{http};",
                "listen [::]:80;": "",
                "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
                "listen [::]:443 ssl http2;": "",
                "127.0.0.1:8001": f"127.0.0.1:{upstreams[0]}",
                "127.0.0.1:8002": f"127.0.0.1:{upstreams[1]}",
                "/etc/ssl/samenspel/fullchain.pem": str(self.certificate),
                "/etc/ssl/samenspel/privkey.pem": str(private),
                "/var/log/nginx": str(folder),
                "/var/www/acme": str(folder),
            },
        )
        if inside:
            line = replaced((DEPLOY / "nginx-tls.conf").read_text(), {"/etc/ssl/samenspel-intern": str(inside)})
            (folder / "nginx-tls.conf").write_text(line)
            includes = f"include {folder}/nginx-tls.conf;"
            site = replaced(site, {"proxy_pass http://samenspel;": includes})
        (folder / "samenspel.conf").write_text(site)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user}pid {folder}/nginx.pid;\nerror_log {folder}/nginx.log crit;\nworker_processes 1;\n"
            f"events {{ worker_connections 1024; }}\nhttp {{\n{paths}include {folder}/samenspel.conf;\n}}\n"
        )
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *more: str) -> list[str]:
        """Its command line."""
        return [program("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *more]

    def __enter__(self) -> Nginx:
        tried = subprocess.run(self.command("-t"), capture_output=True, text=True)
        assert tried.returncode == 0, tried.stderr
        assert "warn" not in tried.stderr, tried.stderr
        self.process = subprocess.Popen(self.command("-g", "daemon off;"))
        return self

    def __exit__(self, *_: object) -> None:
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.terminate()
                self.process.wait(10)


def unit(text: str) -> dict[str, list[str]]:
    """The settings of a unit file, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


class Service:
    """`deploy/samenspel.service` and `deploy/environment`, carried out as systemd would."""

    def __init__(self, folder: Path, port: int, **variables: str) -> None:
        """Prepares folders and credentials; `variables` replace values of the environment file."""
        self.folder, self.port, self.log = folder, port, folder / "journal"
        bin_ = folder / "opt/bin"
        bin_.mkdir(parents=True)
        # The program as pip would have put it there.
        start = "from samenspel.project.cli import main; main()"
        (bin_ / "samenspel").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{start}" "$@"\n')
        (bin_ / "samenspel").chmod(0o755)
        self.text = replaced(
            (DEPLOY / "samenspel.service").read_text(),
            {"/opt/samenspel": str(folder / "opt"), "/var/lib": str(folder), "/etc/samenspel": str(folder / "etc")},
        )
        self.settings = unit(self.text)
        for name in self.settings["StateDirectory"][0].split():
            (folder / name).mkdir(mode=0o700)
        self._credentials()
        (folder / "etc/environment").write_text((DEPLOY / "environment").read_text())
        self.environment = self._environment() | {f"SAMENSPEL_{name}": value for name, value in variables.items()}
        self.environment["SAMENSPEL_PORT"] = str(port)
        self.process: subprocess.Popen[bytes] | None = None

    def _credentials(self) -> None:
        (self.folder / "etc").mkdir()
        (self.folder / "etc/kek").write_text(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
        (self.folder / "etc/secret_key").write_text(base64.b64encode(secrets.token_bytes(48)).decode())
        (self.folder / "etc/accounts_key").write_bytes(secrets.token_bytes(32))
        given = self.folder / "credentials"
        given.mkdir()
        for line in self.settings["LoadCredential"]:
            name, _, path = line.partition(":")
            shutil.copy(path, given / name)
            (given / name).chmod(0o400)
        given.chmod(0o500)

    def _environment(self) -> dict[str, str]:
        lines = [line.replace("%d", str(self.folder / "credentials")) for line in self.settings["Environment"]]
        for path in self.settings["EnvironmentFile"]:
            lines += [line for line in Path(path).read_text().splitlines() if line and line[0] != "#"]
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME", "PYTHONPATH") if name in os.environ}
        return kept | {"PYTHONPATH": str(ROOT)} | dict(line.split("=", 1) for line in lines)

    def run(self, *arguments: str) -> str:
        """`samenspel …` beside the service."""
        command = [str(self.folder / "opt/bin/samenspel"), *arguments]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, seconds: float = 60) -> None:
        """`systemctl start`: ExecStart, until it says READY=1."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, self.log.open("ab") as log:
            line.bind(str(self.folder / "notify"))
            line.settimeout(seconds)
            self.process = subprocess.Popen(
                shlex.split(self.settings["ExecStart"][0]),
                env=self.environment | {"NOTIFY_SOCKET": str(self.folder / "notify")},
                cwd=self.settings["WorkingDirectory"][0], stdout=log, stderr=log,
            )  # fmt: skip
            try:
                assert line.recv(100) == b"READY=1"
            except TimeoutError:
                raise AssertionError(self.log.read_text()) from None

    def reload(self) -> None:
        """`systemctl reload`: ExecReload."""
        assert self.process
        subprocess.run(
            shlex.split(self.settings["ExecReload"][0].replace("$MAINPID", str(self.process.pid))), check=True
        )

    def stop(self) -> int:
        """`systemctl stop`, with KillMode=mixed: SIGTERM for the parent only."""
        assert self.settings["KillMode"] == ["mixed"]
        assert self.process
        self.process.terminate()
        return self.process.wait(int(self.settings["TimeoutStopSec"][0]))

    def __exit__(self, *_: object) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Service:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self
