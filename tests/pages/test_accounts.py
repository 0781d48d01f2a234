"""Logging in, the second step, and the first start."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from samenspel.accounts import first_start, one_time

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("marieke", password=PASSWORD)


def logged_in(**extra: str) -> Client:
    client = Client(**extra)
    answer = client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_the_second_step_is_asked_away_from_this_machine(user: User) -> None:
    near = logged_in(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    assert near.get("/bijeenkomsten/").status_code == 200
    far = logged_in(HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.7")
    assert far.get("/bijeenkomsten/").headers["Location"] == "/account/beveiliging"
    assert far.get("/account/beveiliging").status_code == 200
    assert far.post("/bijeenkomsten/nieuw", {"title": "x"}).headers["Location"] == "/account/beveiliging"


def test_with_a_second_step_the_code_is_asked_and_sealed_at_rest(user: User) -> None:
    TOTP.activate(user, SECRET)
    assert SECRET not in str(Authenticator.objects.get(user=user).data)
    client = Client(REMOTE_ADDR="192.0.2.7")
    answer = client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/inloggen/tweede-stap")
    assert client.get("/bijeenkomsten/").status_code == 302
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert "klopt niet" in client.post("/inloggen/tweede-stap", {"code": "000000"}).content.decode()
    assert client.post("/inloggen/tweede-stap", {"code": code}).headers["Location"] == "/bijeenkomsten/"
    assert client.get("/bijeenkomsten/").status_code == 200


def test_guessing_a_password_is_slowed(user: User) -> None:
    client = Client()
    answers = [client.post("/inloggen", {"login": "marieke", "password": "fout"}) for _ in range(12)]
    text = answers[-1].content.decode()
    assert "te vaak" in text or answers[-1].status_code == 429
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(user: User) -> None:
    answer = Client().post("/account/nieuw", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.count() == 1 and "geen account nodig" in answer.content.decode()


def test_the_first_start_link_works_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    link = first_start.announce("http://localhost:8000")
    assert link and link in capsys.readouterr().out
    token = link.split("#")[1]
    client = Client(HTTP_HOST="localhost")
    assert client.post("/eerste-keer", {"token": token}).headers["Location"] == "/eerste-keer/wachtwoord"
    assert Client().post("/eerste-keer", {"token": token}).status_code == 410
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post("/eerste-keer/wachtwoord", form).headers["Location"] == "/bijeenkomsten/"
    assert client.get("/bijeenkomsten/").status_code == 200
    assert client.get("/eerste-keer/wachtwoord").headers["Location"] == "/eerste-keer"
    assert first_start.announce("http://localhost:8000") is None


def test_a_newer_link_replaces_the_older_one(db: None) -> None:
    old, new = (first_start.make_link("http://localhost:8000") for _ in range(2))
    assert old and new
    assert one_time.take(old.split("#")[1]) is None
    assert one_time.take(new.split("#")[1]) is not None
