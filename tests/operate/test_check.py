"""`samenspel check` sees what is wrong, says it in Dutch and says what to do; a good server passes without a word."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.checks import CheckMessage
from django.utils import timezone

from samenspel.keys import kek
from samenspel.project.checks import clock, configuration, databases, disk, keys, mail, redis
from samenspel.run_sheets import templates
from samenspel.trajects import engine
from samenspel.trajects.services import create_session
from tests.conftest import ROOT
from tests.services import Postgres, Redis
from tests.serving import Served, free_port

both = pytest.mark.django_db(databases=["default", "keys"])


READY = """
from samenspel.project.prepare import bring_up_to_date
from samenspel.trajects import engine
bring_up_to_date()
engine.cipher().check()
"""


def ids(found: Iterable[CheckMessage]) -> list[str]:
    """Which checks have something to say; each in Dutch, with a full stop, and where it can be helped, how."""
    listed = list(found)
    for one in listed:
        assert one.msg.endswith((".", "?")) and " " in one.msg
    return [str(one.id).removeprefix("samenspel.") for one in listed]


def test_b18_a_server_as_it_should_be_passes_with_deploy(tmp_path: Path) -> None:
    good = {
        "HTTPS": "ja", "PUBLIC_URL": "https://samenspel.voorbeeld.nl", "SECURITY_CONTACT": "lek@voorbeeld.nl",
        "EMAIL_HOST": "127.0.0.1", "EMAIL_FROM": "samenspel@voorbeeld.nl", "EMAIL_TLS": "nee",
    }  # fmt: skip
    server = Controller(_Nothing(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        (tmp_path / "data").mkdir(mode=0o700)
        served = Served(tmp_path, EMAIL_PORT=str(server.port), **good)
        served.run("shell", "-c", READY)
        assert served.run("check", "--deploy").strip() == "Nagekeken: alles klopt."
    finally:
        server.stop()


def test_what_is_wrong_is_said_in_dutch_and_the_exit_code_tells(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    served = Served(tmp_path, PUBLIC_URL="https://samenspel.voorbeeld.nl")
    done = subprocess.run(
        served.command("check", "--deploy"), env=served.environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout.startswith("Fout: Het adres voor mensen begint met https://")
    assert "    Zet SAMENSPEL_HTTPS=ja." in done.stdout
    assert "SECURE_HSTS" not in done.stdout
    assert "Nagekeken: 1 ding klopt niet." in done.stderr
    assert "Applying" in served.run("migrate"), "what can be put right is not held up"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"SAMENSPEL_HTTPS": True}, ["C001"]),
        ({"SAMENSPEL_PUBLIC_URL": "https://localhost"}, ["C002"]),
        ({"SAMENSPEL_PUBLIC_URL": "http://elders.nl"}, ["C003"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["C004"]),
        ({"SAMENSPEL_PROXIES": ["*"]}, ["C005"]),
        ({"SECRET_KEY": "kort"}, ["C006"]),
        ({"SAMENSPEL_METRICS_TOKEN": "kort"}, ["C007"]),
    ],
)
def test_configuration(settings: Any, changed: dict[str, Any], expected: list[str]) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    assert ids(configuration.addresses_fit()) + ids(configuration.secrets_are_long()) == expected


def test_configuration_for_strangers(settings: Any) -> None:
    assert ids(configuration.strangers_can_come_in_safely()) == ["C008", "C009"]
    settings.SAMENSPEL_HTTPS, settings.SAMENSPEL_SECURITY_CONTACT = True, "lek@voorbeeld.nl"
    assert ids(configuration.strangers_can_come_in_safely()) == []
    settings.SAMENSPEL_CLOCK_FILE = "klok"
    assert ids(configuration.strangers_can_come_in_safely()) == ["C010"]


@both
def test_the_key_that_is_missing_or_wrong(settings: Any, tmp_path: Path) -> None:
    engine.cipher().check()
    settings.SAMENSPEL_KEK_FILE = tmp_path / "nergens" / "kek"
    assert ids(keys.the_key_opens()) == ["K001"]
    assert not settings.SAMENSPEL_KEK_FILE.exists(), "looking makes nothing"
    engine.cipher().create_keys("t1")
    assert ids(keys.the_key_opens()) == ["K002"]
    settings.SAMENSPEL_KEK_FILE = tmp_path / "ander"
    kek.make(settings.SAMENSPEL_KEK_FILE)
    assert ids(keys.the_key_opens()) == ["K002"]
    settings.SAMENSPEL_KEK_FILE.write_text("geen sleutel")
    assert ids(keys.the_key_opens()) == ["K002"]


def test_keys_that_others_can_read(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SAMENSPEL_KEK_FILE = tmp_path / "kek"
    settings.SAMENSPEL_BALLOTS = tmp_path / "ballots"
    settings.SAMENSPEL_BALLOTS.mkdir(mode=0o700)
    kek.make(settings.SAMENSPEL_KEK_FILE)
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o600)
    assert ids(keys.only_samenspel_reads_the_keys()) == []
    for path, mode in (("kek", 0o640), ("secret_key", 0o604), ("ballots", 0o750)):
        was = (tmp_path / path).stat().st_mode
        (tmp_path / path).chmod(mode)
        assert ids(keys.only_samenspel_reads_the_keys()) == ["K003"], path
        (tmp_path / path).chmod(was)
    settings.SAMENSPEL_KEK_FILE.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert ids(keys.only_samenspel_reads_the_keys()) == []


def test_what_a_new_master_key_leaves_behind(settings: Any, tmp_path: Path) -> None:
    settings.SAMENSPEL_KEK_FILE = path = tmp_path / "kek"
    kek.make(path)
    assert ids(keys.the_old_key_goes()) == []
    kek.make(kek.pending(path))
    assert ids(keys.the_old_key_goes()) == ["K006"]
    kek.pending(path).unlink()
    old = kek.aside(path, "0123456789abcdef")
    kek.make(old)
    assert ids(keys.the_old_key_goes()) == []
    os.utime(old, (0, 0))
    assert ids(keys.the_old_key_goes()) == ["K007"]
    old.chmod(0o644)
    assert ids(keys.only_samenspel_reads_the_keys()) == ["K003"]


def test_the_key_of_second_steps_is_there_or_can_be_made(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SAMENSPEL_KEK_FILE = tmp_path / "kek"
    assert ids(keys.second_steps_have_a_key()) == []
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert ids(keys.second_steps_have_a_key()) == ["K008"], "nothing can be made where systemd puts what it was given"
    (tmp_path / "accounts_key").write_bytes(bytes(32))
    assert ids(keys.second_steps_have_a_key()) == []


def test_b9_keys_of_ballots_in_a_folder_that_is_copied(settings: Any) -> None:
    assert ids(keys.keys_are_apart()) == []
    settings.SAMENSPEL_BALLOTS = settings.SAMENSPEL_DATA / "ballots"
    assert ids(keys.keys_are_apart()) == ["K005"]


def test_a_disk_that_fills_up_or_cannot_be_written(settings: Any, tmp_path: Path) -> None:
    assert ids(disk.there_is_room()) == []
    usage = shutil.disk_usage(tmp_path)
    for free, kind in ((500, "WARNING"), (100, "ERROR")):
        with patch("shutil.disk_usage", return_value=usage._replace(free=free * disk.MEGABYTE)):
            found = list(disk.there_is_room())
        assert {one.id for one in found} == {"samenspel.D002"}
        assert f"{free} MB" in found[0].msg
        assert type(found[0]).__name__.upper() == kind
    # Root may write anywhere; a file where a folder should be stops everyone.
    settings.SAMENSPEL_BALLOTS = tmp_path / "bestand"
    settings.SAMENSPEL_BALLOTS.write_text("")
    assert ids(disk.there_is_room()) == ["D001"]
    assert not list(Path(settings.SAMENSPEL_DATA).glob("nakijken-*"))


class _Nothing:
    """A mail server that takes nothing in."""

    async def handle_DATA(self, *_: Any) -> str:
        raise AssertionError("the check sends no message")


@pytest.fixture
def post(settings: Any) -> Iterator[Controller]:
    """A mail server that knows one user."""

    def known(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"goed", handled=False)

    server = Controller(_Nothing(), hostname="127.0.0.1", port=free_port(), authenticator=known, auth_require_tls=False)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "samenspel", "goed"
    settings.DEFAULT_FROM_EMAIL = "samenspel@voorbeeld.nl"
    yield server
    server.stop()


def test_mail_that_works(post: Controller) -> None:
    assert ids(mail.mail_is_set()) + ids(mail.the_mail_server_answers()) == []


def test_mail_that_is_not_set(settings: Any) -> None:
    assert ids(mail.mail_is_set()) == ["M001"]
    assert ids(mail.the_mail_server_answers()) == []


def test_mail_that_fails(settings: Any, post: Controller) -> None:
    settings.DEFAULT_FROM_EMAIL = "samenspel@localhost"
    assert ids(mail.mail_is_set()) == ["M002"]
    settings.EMAIL_HOST_PASSWORD = "niet-goed-wachtwoord"
    found = list(mail.the_mail_server_answers())
    assert ids(found) == ["M003"]
    assert "niet-goed-wachtwoord" not in str(found)
    settings.EMAIL_USE_TLS = True
    assert ids(mail.the_mail_server_answers()) == ["M004"]
    settings.EMAIL_PORT = free_port()
    assert ids(mail.the_mail_server_answers()) == ["M005"]


@both
def test_a_clock_that_runs_behind() -> None:
    create_session("Overleg", next(iter(templates.load_all())), None, timezone.now())
    assert ids(clock.the_clock_does_not_run_behind()) == []
    with patch.object(clock.timezone, "now", return_value=timezone.now() - timedelta(hours=1)):
        assert ids(clock.the_clock_does_not_run_behind()) == ["T001"]
        assert ids(clock.clocks_agree()) == []


@both
def test_sqlite_that_does_not_keep_what_it_says() -> None:
    assert ids(databases.databases_are_ready()) + ids(databases.saved_means_on_disk()) == []
    with databases.connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
        try:
            assert ids(databases.saved_means_on_disk()) == ["B006"]
        finally:
            cursor.execute("PRAGMA secure_delete=ON")


@both
def test_databases_that_are_behind() -> None:
    with databases.connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'trajects'")
    assert ids(databases.databases_are_ready()) == ["B003"]
    with databases.connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_x', '2026-01-01')")
    assert ids(databases.databases_are_ready()) == ["B001"]


LATE = """
from datetime import timedelta
from unittest.mock import patch
from django.utils import timezone
from samenspel.project.checks import clock
for off in (timedelta(0), timedelta(seconds=10), timedelta(minutes=5)):
    with patch.object(clock.timezone, "now", return_value=timezone.now() - off):
        print([type(one).__name__ for one in clock.clocks_agree()])
"""


def test_r2_postgresql_and_redis_that_are_not_as_they_should_be(tmp_path: Path) -> None:
    with Postgres() as postgres, Redis() as doorbell:
        postgres.create("samenspel", "sleutels")
        (tmp_path / "data").mkdir(mode=0o700)
        served = Served(
            tmp_path, DATABASE_URL=postgres.url("samenspel"), KEYS_DATABASE_URL=postgres.url("sleutels"),
            REDIS_URL=doorbell.url,
        )  # fmt: skip
        said = said_by(served)
        # The tests' PostgreSQL is fast because it forgets.
        assert said.count("B004") == 4
        assert "fsync=off" in said and "full_page_writes=off" in said
        assert "K004" in said
        assert "R00" not in said
        told = served.run("shell", "-c", LATE).splitlines()[-3:]
        assert told == ["[]", "['Warning', 'Warning']", "['Error', 'Error']"]
        doorbell.stop()
        assert "R002" in said_by(served)
        postgres.stop()
        assert said_by(served).count("B002") == 2


def test_r2_a_durable_postgresql_without_redis(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    with Postgres(durable=True) as postgres:
        postgres.create("samenspel", "sleutels")
        said = Served(tmp_path, DATABASE_URL=postgres.url("samenspel"), KEYS_DATABASE_URL=postgres.url("sleutels")).run(
            "check"
        )
    assert "Fout" not in said
    assert said.count("B003") == 2
    assert "R001" in said


def said_by(served: Served) -> str:
    """What the check says, whatever the exit code."""
    done = subprocess.run(
        served.command("check"), env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_redis_that_is_not_there(settings: Any) -> None:
    assert ids(redis.redis_answers()) == []
    settings.SAMENSPEL_REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert ids(redis.redis_answers()) == ["R002"]
