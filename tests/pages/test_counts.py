"""Attempts are counted by all processes together, and nothing of who tried can be read back (ASVS 6.3.1, 6.5.1)."""

import threading

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from samenspel.accounts.counts import Counts
from samenspel.accounts.models import Count

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def empty() -> None:
    cache.clear()


def another_process() -> Counts:
    return Counts("", {})


def test_what_one_process_counts_another_sees() -> None:
    cache.set("tries", [1.5, 2.5], 60)
    assert another_process().get("tries") == [1.5, 2.5]
    assert another_process().delete("tries") and cache.get("tries", "none") == "none"
    assert cache.touch("tries") is False


def test_only_one_of_many_adds_it() -> None:
    won: list[bool] = []

    def add() -> None:
        won.append(another_process().add("code", "y", 30))
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_what_is_too_old_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("tries", 1, 30)
    cache.set("kept", 1, None)
    moment = timezone.now() + timezone.timedelta(seconds=31)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert cache.get("tries") is None and cache.get("kept") == 1
    assert cache.add("tries", 2, 30) and Count.objects.count() == 2


def test_no_address_and_no_name_is_in_the_database() -> None:
    client = Client(REMOTE_ADDR="192.0.2.77")
    for _ in range(3):
        client.post("/inloggen", {"login": "joost.bakker", "password": "fout"})
    rows = str(list(Count.objects.values_list()))
    assert Count.objects.exists()
    assert "192.0.2.77" not in rows and "joost" not in rows and "login" not in rows


def test_a_code_of_the_second_step_works_once_whichever_process_asks() -> None:
    user = User.objects.create_user("joost", password=PASSWORD)
    step = TOTP.activate(user, SECRET)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert step.instance and step.validate_code(code)
    assert not TOTP(user.authenticator_set.get()).validate_code(code)


def test_who_guesses_waits_and_somebody_else_does_not() -> None:
    User.objects.create_user("joost", password=PASSWORD)
    User.objects.create_user("marieke", password=PASSWORD)
    attacker = Client(REMOTE_ADDR="192.0.2.9")
    answers = [attacker.post("/inloggen", {"login": "joost", "password": f"fout {n}"}) for n in range(8)]
    assert "te vaak" in answers[-1].content.decode()
    assert "te vaak" in attacker.post("/inloggen", {"login": "joost", "password": PASSWORD}).content.decode()
    other = Client(REMOTE_ADDR="192.0.2.10")
    assert other.post("/inloggen", {"login": "marieke", "password": PASSWORD}).status_code == 302
