"""Emergency codes: kept as fingerprints, shown once, used once; those of before keep working (ASVS 6.5.1, 6.5.2)."""

import importlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings

from samenspel.accounts import emergency_codes, secret
from samenspel.accounts.emergency_codes import EmergencyCodes
from samenspel.project import settings as product

from .conftest import PASSWORD
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW, SHOWN = "/account/beveiliging/noodcodes/nieuw", "/account/beveiliging/noodcodes"


@pytest.fixture
def user() -> User:
    cache.clear()
    user = User.objects.create_user("joost", password=PASSWORD)
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def client(user: User) -> Client:
    return logged_in()


def logged_in(code: str = "") -> Client:
    """Through the password, and the second step when a code is given; else without one, as on the machine itself."""
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    client.post("/inloggen", {"login": "joost", "password": PASSWORD})
    answer = client.post("/inloggen/tweede-stap", {"code": code or _app()})
    client.status = answer.status_code  # type: ignore[attr-defined]
    client.post("/account/bevestigen", {"password": PASSWORD})
    return client


def _app() -> str:
    from allauth.mfa.totp.internal import auth as totp

    cache.clear()
    counter = next(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, counter)))


def kept() -> str:
    return str(Authenticator.objects.get(type="recovery_codes").data)


def made(client: Client) -> list[str]:
    """Ask for new codes and read them from the page."""
    page = client.post(NEW, follow=True)
    check(page.content.decode(), SHOWN)
    return re.findall(r"<li>(\d{5} \d{5})</li>", page.content.decode())


def test_codes_are_shown_at_the_moment_they_are_made_and_never_again(client: Client) -> None:
    codes = made(client)
    assert len(set(codes)) == 10
    for page in (SHOWN, NEW, "/account/beveiliging", "/account/beveiliging/noodcodes/bestand"):
        shown = client.get(page)
        assert not [code for code in codes if code in shown.content.decode()], page
    again = client.get(SHOWN).content.decode()
    check(again, SHOWN)
    assert "nog 10 van de 10 over" in again and "kan niet" in again and "<li>" not in again.split("<main")[1]
    assert "no-store" in client.get(SHOWN)["Cache-Control"]
    newer = made(client)
    assert len(newer) == 10 and not set(newer) & set(codes)
    assert not EmergencyCodes.activate(User.objects.get()).validate_code(codes[0]), "new ones end the old ones"


def test_only_fingerprints_are_kept_each_with_its_own_salt(client: Client) -> None:
    codes = [code.replace(" ", "") for code in made(client)]
    prints = list(Authenticator.objects.get(type="recovery_codes").data["prints"].values())
    assert len({each.split("$")[1] for each in prints}) == 10
    everything = kept() + str(list(Session.objects.values_list("session_data", flat=True)))
    for session in Session.objects.all():
        everything += str(session.get_decoded())
    assert "seed" not in kept() and "s1." not in kept()
    assert not [code for code in codes if code in everything or code[1:] in everything]
    with override_settings(PASSWORD_HASHERS=product.PASSWORD_HASHERS):
        Authenticator.objects.filter(type="recovery_codes").delete()
        codes_of = EmergencyCodes.activate(User.objects.get())
        codes_of.mark_as_viewed()
        assert all(each.startswith("argon2$argon2id$") for each in codes_of.instance.data["prints"].values())
        assert codes_of.validate_code(codes_of.generate_codes()[3])


def test_a_code_lets_in_once(client: Client) -> None:
    first, second, *_ = made(client)
    assert logged_in("0" * 10).status == 200, "the page again"  # type: ignore[attr-defined]
    assert logged_in(first).status == 302  # type: ignore[attr-defined]
    assert logged_in(first).status == 200  # type: ignore[attr-defined]
    assert logged_in(second.replace(" ", "-")).status == 302, "however it was copied"  # type: ignore[attr-defined]
    assert "Nog 8 over" in client.get("/account/beveiliging").content.decode()


def test_a_code_works_once_when_asked_twice_at_the_same_moment(user: User) -> None:
    codes = EmergencyCodes.activate(user)
    codes.mark_as_viewed()
    code = codes.generate_codes()[0]

    def ask(_number: int) -> bool:
        try:
            return bool(EmergencyCodes.activate(User.objects.get()).validate_code(code))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(ask, range(4))) == [False, False, False, True]


def test_two_windows_do_not_both_show_codes(user: User) -> None:
    first, second = EmergencyCodes.activate(user), EmergencyCodes.activate(user)
    first.mark_as_viewed()
    second.mark_as_viewed()
    assert all(first.generate_codes()) and second.generate_codes() == [""] * 10
    assert second.validate_code(first.generate_codes()[9]), "those that were shown are the ones that work"


@pytest.fixture
def sealed(user: User) -> Iterator[list[str]]:
    """Codes as the release before kept them, one of them used."""
    row = Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": secret.seal("ab" * 40), "used_mask": 1}
    )
    yield emergency_codes.RecoveryCodes(row).get_unused_codes()


def _migrate() -> None:
    migration = importlib.import_module("samenspel.accounts.migrations.0004_emergency_codes")
    for _twice in range(2):
        migration.keep_fingerprints(apps, SimpleNamespace(connection=connection))


def test_codes_of_before_keep_working_and_can_no_longer_be_read(sealed: list[str], user: User) -> None:
    assert len(sealed) == 9
    _migrate()
    assert "seed" not in kept() and "s1." not in kept() and not [code for code in sealed if code in kept()]
    assert logged_in(sealed[4]).status == 302  # type: ignore[attr-defined]
    assert logged_in(sealed[4]).status == 200  # type: ignore[attr-defined]
    assert logged_in(sealed[8]).status == 302  # type: ignore[attr-defined]
    client = logged_in()
    assert "nog 7 van de 10 over" in client.get(SHOWN).content.decode()
    assert len(made(client)) == 10 and logged_in(sealed[0]).status == 200  # type: ignore[attr-defined]


def test_codes_that_nobody_can_open_any_more_open_nothing(user: User) -> None:
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "s1.AAAA" + "A" * 40, "used_mask": 0})
    _migrate()
    assert EmergencyCodes.activate(user).generate_codes() == []


def test_the_library_uses_ours_everywhere(user: User) -> None:
    assert auth.RecoveryCodes is flows.RecoveryCodes is EmergencyCodes
    row = EmergencyCodes.activate(user).instance
    assert type(row.wrap()) is EmergencyCodes and settings.MFA_RECOVERY_CODES_SHOW_ONCE
    codes = row.wrap()
    assert codes.get_unused_codes() == [] and not codes.validate_code("0" * 10) and not codes.validate_code("x" * 10)
