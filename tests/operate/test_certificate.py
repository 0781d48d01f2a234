"""What the server and `samenspel check` make of the certificate that Samenspel itself shows (ASVS 12.3)."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.checks import CheckMessage, Error

from samenspel.project import tls
from samenspel.project.checks import CHECKS, certificate
from samenspel.room.limits import QUEUE_BYTES

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
PEM = serialization.Encoding.PEM


def made(begin: float, end: float) -> bytes:
    """A certificate that holds from so many days from now to so many."""
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "samenspel.intern")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key())
    builder = builder.serial_number(1).not_valid_before(now + timedelta(days=begin))
    return builder.not_valid_after(now + timedelta(days=end)).sign(KEY, hashes.SHA256()).public_bytes(PEM)


def private(key: ec.EllipticCurvePrivateKey, password: bytes = b"") -> bytes:
    locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, locked)


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """A certificate of 90 days with its key, in the settings."""
    (tmp_path / "cert").write_bytes(made(-1, 89))
    (tmp_path / "key").write_bytes(private(KEY))
    (tmp_path / "key").chmod(0o640)
    settings.SAMENSPEL_TLS_CERT_FILE, settings.SAMENSPEL_TLS_KEY_FILE = str(tmp_path / "cert"), str(tmp_path / "key")
    return tmp_path


def found() -> list[CheckMessage]:
    assert {certificate.the_certificate_holds, certificate.only_samenspel_reads_the_tls_key} <= set(CHECKS)
    said = [*certificate.the_certificate_holds(), *certificate.only_samenspel_reads_the_tls_key()]
    assert all(one.msg.endswith(".") and one.hint for one in said)
    return said


def ids() -> list[str]:
    return [str(one.id).removeprefix("samenspel.") for one in found()]


def test_without_files_there_is_plain_http_and_nothing_to_say() -> None:
    assert tls.context() is None and not tls.is_on() and ids() == []


def test_asvs_12_1_only_tls_1_2_and_1_3_with_sealed_ciphers(files: Path) -> None:
    context = tls.context()
    assert context and ids() == []
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2 and context.verify_mode == ssl.CERT_NONE
    for cipher in context.get_ciphers():
        assert cipher["aead"] and (cipher["protocol"] == "TLSv1.3" or cipher["kea"] == "kx-ecdhe"), cipher["name"]


def test_with_an_authority_everybody_shows_a_certificate(files: Path, settings: Any) -> None:
    settings.SAMENSPEL_TLS_CLIENT_CA_FILE = str(files / "cert")
    context = tls.context()
    assert context and context.verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("file", "holds", "words"),
    [
        ("key", private(OTHER), "hoort niet bij"),
        ("key", private(KEY, b"geheim"), "geen certificaat en sleutel"),
        ("cert", b"geen certificaat", "geen certificaat en sleutel"),
        ("key", None, "is niet te lezen"),
        ("cert", None, "is niet te lezen"),
    ],
)
def test_files_that_do_not_fit(files: Path, file: str, holds: bytes | None, words: str) -> None:
    (files / file).unlink()
    if holds:
        (files / file).write_bytes(holds)
        (files / file).chmod(0o600)
    assert ids() == ["V006"]
    assert words in found()[0].msg


def test_settings_that_go_together(files: Path, settings: Any) -> None:
    settings.SAMENSPEL_TLS_CLIENT_CA_FILE = str(files / "nergens")
    assert ids() == ["V006"]
    (files / "nergens").write_text("geen certificaat")
    assert ids() == ["V006"]
    settings.SAMENSPEL_TLS_CERT_FILE = ""
    assert ids() == ["V006"]
    settings.SAMENSPEL_TLS_KEY_FILE = ""
    assert "doet niets" in found()[0].msg


@pytest.mark.parametrize(
    ("begin", "end", "kind"),
    [
        (-1, 31, ""), (-61, 29, "Warning"), (-61, 31, ""), (-1, 6, ""), (-6, 1, "Warning"), (-90, -1, "Error"),
        (1, 90, "Error"),
    ],
)  # fmt: skip
def test_a_certificate_that_is_over_or_nearly_so(files: Path, begin: float, end: float, kind: str) -> None:
    (files / "cert").write_bytes(made(begin, end))
    assert [type(one).__name__ for one in found()] == ([kind] if kind else [])
    assert ids() == (["V007"] if kind else [])


def test_a_key_that_everybody_reads(files: Path) -> None:
    (files / "key").chmod(0o644)
    assert ids() == ["V008"] and isinstance(found()[0], Error)


class Reader(asyncio.Protocol):
    """Somebody's line, as Line sees it: told when the other side does not keep up."""

    behind = False
    transport: asyncio.Transport

    def __init__(self, there: asyncio.Event) -> None:
        self.there = there

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.there.set()

    def pause_writing(self) -> None:
        self.behind = True


@pytest.mark.parametrize("secured", [False, True])
def test_r12_over_tls_who_does_not_read_is_noticed_just_the_same(files: Path, secured: bool) -> None:
    async def written() -> int:
        loop, there = asyncio.get_running_loop(), asyncio.Event()
        reader = Reader(there)
        server = await loop.create_server(lambda: reader, "127.0.0.1", 0, ssl=tls.context() if secured else None)
        silent = socket.create_connection(server.sockets[0].getsockname())
        if secured:
            trusting = ssl.create_default_context(cafile=str(files / "cert"))
            trusting.check_hostname = False
            silent = await asyncio.to_thread(trusting.wrap_socket, silent)
        await asyncio.wait_for(there.wait(), 30)
        sent = 0
        with silent:
            while not (reader.behind and reader.transport.get_write_buffer_size() > QUEUE_BYTES):
                reader.transport.write(bytes(65_536))
                sent += 65_536
                assert sent < 256 * 1024**2, "nobody noticed"
                await asyncio.sleep(0)
            reader.transport.abort()
            server.close()
        return sent

    assert uvloop.run(written()) > QUEUE_BYTES
