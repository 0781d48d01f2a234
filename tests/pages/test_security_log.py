"""What happens to logins and accounts is written down, and never who it was by name (ASVS 16.3, B11)."""

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from samenspel.accounts import one_time, people
from samenspel.project.log_line import LogLine

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
NEW = "vier gele stoelen bij het raam"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NAME = "Zonderling"


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("zonderling", password=PASSWORD, first_name=NAME)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator["Lines"]:
    with caplog.at_level(logging.INFO):
        yield Lines(caplog)


class Lines:
    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def of(self, event: str) -> list[str]:
        written = [LogLine().format(record) for record in self.caplog.records]
        return [line for line in written if f" {event}" in line]


def client() -> Client:
    return Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")


def test_logging_in_and_out_and_failing_to(user: User, lines: Lines) -> None:
    browser = client()
    browser.post("/inloggen", {"login": "zonderling", "password": "iets anders"})
    assert len(lines.of("login.failed")) == 1
    browser.post("/inloggen", {"login": "zonderling", "password": PASSWORD})
    browser.post("/uitloggen")
    assert f"account={user.pk}" in lines.of("login.done")[0] and f"account={user.pk}" in lines.of("login.ended")[0]


def test_the_second_step(user: User, lines: Lines) -> None:
    TOTP.activate(user, SECRET)
    browser = client()
    browser.post("/inloggen", {"login": "zonderling", "password": PASSWORD})
    browser.post("/inloggen/tweede-stap", {"code": "000000"})
    assert "kind=" in lines.of("second_step.failed")[0]
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    browser.post("/inloggen/tweede-stap", {"code": code})
    assert "kind=totp" in lines.of("second_step.used")[0] and lines.of("login.done")
    browser.post("/account/bevestigen", {"password": PASSWORD})
    browser.post("/account/beveiliging/app/uit")
    assert lines.of("second_step.removed")


def test_what_an_administrator_does(user: User, lines: Lines) -> None:
    admin = User.objects.create_superuser("beheerder", password=PASSWORD)
    added, _link = people.add("nieuw", "Nieuw Iemand")
    people.set_administrator(admin, user, True)
    people.switch(admin, user, False)
    people.switch(admin, user, True)
    people.new_link(user)
    assert f"account={added.pk}" in lines.of("account.added")[0]
    assert f"by={admin.pk}" in lines.of("account.off")[0] and f"by={admin.pk}" in lines.of("account.on")[0]
    assert lines.of("account.administrator") and len(lines.of("account.link_made")) == 2


def test_passwords_and_links(user: User, lines: Lines) -> None:
    browser = client()
    browser.post("/eerste-keer", {"token": "x" * 43})
    assert lines.of("link.refused")
    token = people.new_link(user).url.split("#")[1]
    browser.post("/eerste-keer", {"token": token})
    browser.post("/eerste-keer/wachtwoord", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert lines.of("password.chosen")
    browser.post("/account/wachtwoord", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert lines.of("password.changed") and lines.of("login.ended_elsewhere")
    assert one_time.take(token) is None


def test_what_is_refused_is_seen_by_route_and_status(user: User, lines: Lines) -> None:
    browser = client()
    browser.post("/inloggen", {"login": "zonderling", "password": PASSWORD})
    browser.get("/begeleiders/")
    assert "status=403" in lines.of("request route=people")[0]
    Client(enforce_csrf_checks=True).post("/meedoen", {"code": "x"})
    assert "status=403" in lines.of("request route=join_code")[0]
    client().post("/meedoen", {"code": "fout"})
    assert "status=422" in lines.of("request route=join_code")[1]


def test_each_line_has_a_time_in_utc_and_names_nobody(user: User, lines: Lines) -> None:
    test_logging_in_and_out_and_failing_to(user, lines)
    client().post("/inloggen", {"login": "regel\n2026-01-01 login.done account=1", "password": "x"})
    for line in lines.of(""):
        assert datetime.fromisoformat(line.split(" ")[0]).utcoffset() is not None
        assert line.split(" ")[0].endswith("+00:00") and "\n" not in line
        for private in ("onderling", PASSWORD, "iets anders", "127.0.0.1", "2026-01-01"):
            assert private not in line
