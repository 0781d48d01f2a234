"""`samenspel check --deploy` sees lines without encryption and passwords that anybody guesses (ASVS 12.3, 13.2.3)."""

from types import SimpleNamespace
from typing import Any

import pytest

from samenspel.project import databases
from samenspel.project.checks import DEPLOY, lines
from tests.conftest import ROOT

FAR = "postgresql://samenspel:x9f-27-qq@db.voorbeeld.nl/samenspel"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(DATABASES={}, SAMENSPEL_REDIS_URL="")
    monkeypatch.setattr(lines, "settings", made)
    return made


def given(server: SimpleNamespace, default: str, redis: str = "") -> None:
    keys = default.replace("/samenspel", "/sleutels")
    server.DATABASES = databases.both(default, keys, ROOT, ROOT)
    server.SAMENSPEL_REDIS_URL = redis


def ids() -> list[str]:
    found = [*lines.lines_are_encrypted(), *lines.passwords_are_ones_own()]
    assert all(one.msg.endswith(".") and one.hint for one in found)
    return [str(one.id).removeprefix("samenspel.") for one in found]


def test_they_run_with_deploy() -> None:
    assert lines.lines_are_encrypted in DEPLOY and lines.passwords_are_ones_own in DEPLOY


@pytest.mark.parametrize("mode", ["", "?sslmode=prefer", "?sslmode=require"])
def test_a_far_postgresql_without_proof_of_who_it_is(server: SimpleNamespace, mode: str) -> None:
    given(server, FAR + mode)
    assert ids() == ["V001", "V001"]


def test_with_proof_or_near_it_is_fine(server: SimpleNamespace) -> None:
    given(server, FAR + "?sslmode=verify-full", "rediss://:x9f-27-qq@redis.voorbeeld.nl:6379/0")
    assert ids() == []
    given(server, "postgresql://samenspel:x9f-27-qq@127.0.0.1:5432/samenspel", "redis://127.0.0.1:6379/0")
    assert ids() == []


def test_a_far_redis_without_encryption(server: SimpleNamespace) -> None:
    given(server, FAR + "?sslmode=verify-full", "redis://redis.voorbeeld.nl:6379/0")
    assert ids() == ["V002"]


def test_the_password_of_the_example_is_seen(server: SimpleNamespace) -> None:
    example = (ROOT / "deploy/environment").read_text()
    assert "samenspel:GEHEIM@" in example
    given(server, FAR.replace("x9f-27-qq", "GEHEIM") + "?sslmode=verify-full", "rediss://:redis@far.nl/0")
    assert ids() == ["V003", "V003", "V003"]


@pytest.mark.parametrize("weak", ["ssl_cert_reqs=none", "ssl_check_hostname=False", "ssl_cert_reqs=optional"])
def test_a_redis_that_need_not_prove_who_it_is(server: SimpleNamespace, weak: str) -> None:
    given(server, FAR + "?sslmode=verify-full", f"rediss://:x9f-27-qq@redis.voorbeeld.nl:6379/0?{weak}")
    assert ids() == ["V002"]


def own(server: SimpleNamespace, **changed: object) -> list[str]:
    fine = {"SAMENSPEL_HTTPS": True, "SAMENSPEL_HOST": "127.0.0.1", "EMAIL_HOST": "", "EMAIL_USE_TLS": True}
    server.__dict__.update(fine | changed)
    assert lines.own_lines_are_encrypted in DEPLOY
    found = list(lines.own_lines_are_encrypted())
    assert all(one.msg.endswith(".") and one.hint for one in found)
    return [str(one.id).removeprefix("samenspel.") for one in found]


def test_a_proxy_elsewhere_without_encryption(server: SimpleNamespace, settings: Any) -> None:
    assert own(server) == []
    assert own(server, SAMENSPEL_HOST="10.0.0.2") == ["V004"]
    settings.SAMENSPEL_TLS_CERT_FILE = "samenspel.intern.pem"
    assert own(server, SAMENSPEL_HOST="10.0.0.2") == []


def test_a_far_mail_server_without_encryption(server: SimpleNamespace) -> None:
    assert own(server, EMAIL_HOST="mail.voorbeeld.nl", EMAIL_USE_TLS=False) == ["V005"]
    assert own(server, EMAIL_HOST="mail.voorbeeld.nl") == own(server, EMAIL_HOST="127.0.0.1", EMAIL_USE_TLS=False) == []
