"""All lines between own parts over TLS, each side known to the other, as docs/operate.md says (ASVS 12.3, 13.2.1)."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.conftest import ROOT
from tests.operate.deployed import Nginx, Service
from tests.operate.encrypted import Authority, EncryptedPostgres, EncryptedRedis
from tests.operate.test_deploy import meeting, status
from tests.operate.workers import TOKEN, run_of_ports, until
from tests.services import program
from tests.serving import Served, free_port

NAME = "samenspel.intern"


class Parts:
    """PostgreSQL, Redis, Samenspel and nginx, each on a certificate of one authority, and another authority."""

    def __init__(self, folder: Path) -> None:
        self.stack, self.folder = ExitStack(), folder
        self.ours, self.others = Authority(folder / "ca"), Authority(folder / "elders")
        server, shown = self.ours.issue("localhost"), self.ours.issue("samenspel")
        self.own, self.nginx_shows = self.ours.issue(NAME), self.ours.issue("nginx.intern")
        self.postgres = self.stack.enter_context(EncryptedPostgres(self.ours, server, shown))
        self.redis = self.stack.enter_context(EncryptedRedis(self.ours, server, shown))
        self.postgres.create("samenspel", "samenspel_sleutels")
        self.port, self.http, self.https = run_of_ports(3), free_port(), free_port()
        self.base = f"https://localhost:{self.https}"
        self.addresses = {
            "DATABASE_URL": self.postgres.url("samenspel"),
            "KEYS_DATABASE_URL": self.postgres.url("samenspel_sleutels"),
            "REDIS_URL": self.redis.url,
            "TLS_CERT_FILE": str(self.own.cert),
            "TLS_KEY_FILE": str(self.own.key),
            "TLS_CLIENT_CA_FILE": str(self.ours.file),
            "PUBLIC_URL": self.base,
            "METRICS_TOKEN": TOKEN,
        }

    def serial(self, port: int) -> str:
        """The certificate that a port shows to who shows one of ours."""
        context = self.ours.trusting(self.nginx_shows)
        with (
            socket.create_connection(("127.0.0.1", port), 10) as line,
            context.wrap_socket(line, server_hostname=NAME) as secured,
        ):
            return str(secured.getpeercert()["serialNumber"])  # type: ignore[index]


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(tmp_path)
    with made.stack:
        yield made


def first_byte(port: int, context: ssl.SSLContext) -> bytes:
    """What a request over TLS gets; nothing when it is refused, which TLS 1.3 tells a client only when it reads."""
    with (
        suppress(ssl.SSLError, ConnectionError),
        socket.create_connection(("127.0.0.1", port), 10) as line,
        context.wrap_socket(line, server_hostname=NAME) as secured,
    ):
        secured.sendall(f"GET /health HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
        return secured.recv(12)
    return b""


def test_asvs_12_3_a_meeting_over_lines_that_are_all_encrypted(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    with Service(parts.folder, parts.port, **parts.addresses) as service:
        upstreams = (parts.port + 1, parts.port + 2)
        with Nginx(parts.folder, parts.http, parts.https, upstreams, parts.ours.folder) as nginx:
            monkeypatch.setenv("SSL_CERT_FILE", str(nginx.certificate))
            until(lambda: status(f"{parts.base}/health") == 200)
            made = json.loads(service.run("demo", "--json").splitlines()[-1])
            before = parts.serial(parts.port)
            # A short life asks for renewal while people are at work: the meeting reloads the service halfway.
            parts.ours.issue(NAME, days=7)
            asyncio.run(meeting(parts.base, made, service))
            assert {parts.serial(parts.port + n) for n in range(3)}.isdisjoint({before})
            service.run("backup", str(parts.folder / "kopie"))
            nobody_else_comes_in(parts)
            nginx_believes_ours_only(parts, service, upstreams)
        assert service.stop() == 0
        assert "Traceback" not in service.log.read_text()


def nobody_else_comes_in(parts: Parts) -> None:
    """Without TLS, without a certificate or with one of another authority, no part answers."""
    ours = parts.ours.trusting(parts.nginx_shows)
    assert first_byte(parts.port, ours) == b"HTTP/1.1 200"
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        urllib.request.urlopen(f"http://127.0.0.1:{parts.port}/health", timeout=10)
    for shown in (None, parts.others.issue("nginx.intern")):
        assert first_byte(parts.port, parts.ours.trusting(shown)) == b""
    for told in ("sslmode=disable", "sslmode=require"):
        plain = f"postgresql://samenspel@127.0.0.1:{parts.postgres.port}/samenspel?{told}"
        done = subprocess.run([program("psql"), "-X", "-c", "SELECT 1", plain], capture_output=True, text=True)
        assert done.returncode != 0, told
    heard = b""
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", parts.redis.port), 10) as line:
        line.sendall(b"PING\r\n")
        heard = line.recv(100)
    assert b"PONG" not in heard


def nginx_believes_ours_only(parts: Parts, service: Service, upstreams: tuple[int, int]) -> None:
    """A Samenspel with another name, or of another authority, gets no visitor."""
    for wrong in (parts.ours.issue("iemand.anders"), parts.others.issue(NAME)):
        shutil.copy(wrong.cert, parts.own.cert)
        shutil.copy(wrong.key, parts.own.key)
        done = service.log.read_text().count("serve.restarted")
        service.reload()
        until(lambda done=done: service.log.read_text().count("serve.restarted") > done)  # type: ignore[misc]
        until(lambda: status(f"{parts.base}/health") == 502)
    # What does not fit is not put into use: who served goes on.
    serving = parts.others.trusting(parts.nginx_shows)
    parts.own.key.write_text("geen sleutel")
    service.reload()
    until(lambda: "serve.restart_failed" in service.log.read_text())
    assert first_byte(parts.port, serving) == b"HTTP/1.1 200"


def test_asvs_12_3_4_samenspel_believes_only_the_authority_it_is_given(parts: Parts) -> None:
    (parts.folder / "data").mkdir(mode=0o700)
    good = {name: parts.addresses[name] for name in ("DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL")}
    elsewhere = str(parts.others.issue("localhost").cert.parent / "ca.pem")
    ours = str(parts.ours.file)
    assert "B002" not in said(parts.folder, good) and "R002" not in said(parts.folder, good)
    for changed, expected in (
        ({name: good[name].replace(quoted(ours), quoted(elsewhere)) for name in good}, ("B002", "R002")),
        ({name: good[name].replace("@localhost:", "@127.0.0.1:").replace("//localhost:", "//127.0.0.1:")
          for name in good}, ("B002", "R002")),
        ({name: good[name].replace("samenspel.pem", "nginx.intern.pem").replace("samenspel.key", "nginx.intern.key")
          for name in good if name != "REDIS_URL"}, ("B002",)),
    ):  # fmt: skip
        assert all(changed[name] != good[name] for name in changed)
        found = said(parts.folder, good | changed)
        assert all(each in found for each in expected), (expected, found)


def quoted(path: str) -> str:
    """As it stands in an address."""
    return path.replace("/", "%2F")


def said(folder: Path, options: dict[str, str]) -> str:
    """What the check says."""
    served = Served(folder, **options)
    done = subprocess.run(
        served.command("check"), env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_what_the_documentation_says_is_what_is_tried_here(parts: Parts) -> None:
    text = (ROOT / "docs/operate.md").read_text()
    for name in ("DATABASE_URL", "KEYS_DATABASE_URL", "REDIS_URL"):
        ours = urlsplit(parts.addresses[name])
        found = re.findall(rf"^SAMENSPEL_{name}=(\S+/samenspel-intern/\S+)$", text, re.MULTILINE)
        (theirs,) = map(urlsplit, found)
        assert (theirs.scheme, theirs.username, theirs.path) == (ours.scheme, ours.username, ours.path)
        asked, said = dict(parse_qsl(ours.query)), dict(parse_qsl(theirs.query))
        assert {key: Path(value).name for key, value in asked.items()} == {k: Path(v).name for k, v in said.items()}
    for line in (parts.postgres.data / "pg_hba.conf").read_text().splitlines()[1:]:
        assert line.replace("127.0.0.1", "10.0.0.2") in text
    for option in parts.redis.listens():
        assert not option.startswith("--") or f"\n{option[2:]} " in text, option
    for name in [key for key in parts.addresses if key.startswith("TLS_")]:
        assert f"\nSAMENSPEL_{name}=/etc/ssl/samenspel-intern/{Path(parts.addresses[name]).name}\n" in text


def test_a_server_does_not_start_with_files_that_do_not_fit(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca")
    one, other = authority.issue("een.intern"), authority.issue("ander.intern")
    (tmp_path / "data").mkdir(mode=0o700)
    served = Served(tmp_path, TLS_CERT_FILE=str(one.cert), TLS_KEY_FILE=str(other.key))
    for arguments in ((), ("--workers", "2")):
        done = subprocess.run(
            served.command("serve", *arguments), env=served.environment, cwd=ROOT, capture_output=True, text=True,
            timeout=60,
        )  # fmt: skip
        assert done.returncode == 1
        assert "hoort niet bij SAMENSPEL_TLS_CERT_FILE" in done.stderr and "Traceback" not in done.stderr
