"""How long a login lasts, where one is logged in, and what a changed password or lost device ends (ASVS 7)."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from samenspel.accounts import logins, people
from samenspel.invitations import tickets

from .conftest import PASSWORD, Scene
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
NEW = "vier gele stoelen bij het raam"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("joost", password=PASSWORD)


def logged_in(name: str = "joost") -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    assert client.post("/inloggen", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/bijeenkomsten/").status_code == 200


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """So much later than the moment of the call before."""
    moment = timezone.now() + by
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_login_ends_after_an_hour_without_use(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in()
    later(monkeypatch, logins.IDLE - timedelta(seconds=5))
    assert is_in(client)
    later(monkeypatch, logins.IDLE - timedelta(minutes=2))
    assert is_in(client), "using it counts"
    later(monkeypatch, logins.IDLE + timedelta(minutes=1))
    assert not is_in(client)
    monkeypatch.undo()
    assert not is_in(client), "what is over stays over"


def test_a_login_ends_after_twelve_hours_however_much_it_is_used(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in()
    start = timezone.now()
    used = 0
    while start + used * timedelta(minutes=50) < start + logins.LONGEST:
        monkeypatch.setattr(timezone, "now", lambda n=used: start + n * timedelta(minutes=50))
        assert is_in(client)
        used += 1
    monkeypatch.setattr(timezone, "now", lambda: start + logins.LONGEST + timedelta(minutes=1))
    assert not is_in(client)


def test_a_login_that_ends_by_itself_leaves_regie_open(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    client = logged_in("marieke")
    assert client.get(f"/s/{scene.id}/regie").status_code == 200
    later(monkeypatch, logins.IDLE + timedelta(minutes=1))
    assert not is_in(client)
    assert client.get(f"/s/{scene.id}/regie").status_code == 200


def test_each_login_and_each_new_proof_gets_a_new_key(user: User) -> None:
    client = logged_in()
    first = client.session.session_key
    client.post("/account/bevestigen", {"password": PASSWORD})
    second = client.session.session_key
    assert first and second and first != second and is_in(client)
    client.cookies["samenspel"] = first
    assert not is_in(client), "the earlier key is worth nothing"
    assert len(first) >= 32, "32 of 36 characters: 165 bits"


def test_logging_out_ends_it_on_the_server_and_clears_the_browser(user: User) -> None:
    client = logged_in()
    key = client.session.session_key
    answer = client.post("/uitloggen")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "Je bent uitgelogd." in client.get("/").content.decode()
    client.cookies["samenspel"] = str(key)
    assert not is_in(client) and not Session.objects.filter(session_key=key).exists()


def test_own_logins_are_shown_and_ended_elsewhere_after_a_new_proof(user: User, scene: Scene) -> None:
    here, there = logged_in(), logged_in()
    page = here.get("/account/aanmeldingen").content.decode()
    check(page)
    assert page.count("Een andere browser") == 1 and page.count("Deze browser") == 1
    stranger = logged_in("marieke")
    session = here.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    answer = here.post("/account/aanmeldingen/elders-uit")
    assert answer.headers["Location"].startswith("/account/bevestigen"), "a while ago: prove it again"
    assert is_in(there)
    here.post(answer.headers["Location"], {"password": PASSWORD})
    here.post("/account/aanmeldingen/elders-uit")
    assert is_in(here) and not is_in(there) and is_in(stranger)
    assert "Een andere browser" not in here.get("/account/aanmeldingen").content.decode()


def test_a_new_password_needs_the_old_one_and_ends_logins_and_regie_elsewhere(scene: Scene) -> None:
    here, there = logged_in("marieke"), logged_in("marieke")
    assert [c.get(f"/s/{scene.id}/regie").status_code for c in (here, there)] == [200, 200]
    ticket = here.cookies[f"samenspel_regie_{scene.id}"].value
    form = {"oldpassword": "niet het oude", "password1": NEW, "password2": NEW}
    assert here.post("/account/wachtwoord", form).status_code == 200 and is_in(there)
    assert here.post("/account/wachtwoord", {**form, "oldpassword": PASSWORD}).status_code == 302
    assert is_in(here) and tickets.by_token(ticket) is not None, "a meeting that runs here goes on"
    assert not is_in(there) and there.get(f"/s/{scene.id}/regie").status_code == 403


def test_the_second_step_changes_only_after_a_new_proof(user: User) -> None:
    TOTP.activate(user, SECRET)
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("app/uit", "noodcodes/nieuw", "sleutels/nieuw"):
        answer = client.get(f"/account/beveiliging/{page}")
        assert answer.status_code == 302 and "/account/bevestigen" in answer.headers["Location"], page
    client.post("/account/beveiliging/app/uit")
    assert user.authenticator_set.filter(type="totp").exists()


def test_an_account_that_is_off_loses_its_logins_for_good(user: User) -> None:
    admin = User.objects.create_superuser("beheerder", password=PASSWORD)
    client = logged_in()
    people.switch(admin, user, False)
    assert not is_in(client)
    people.switch(admin, user, True)
    assert not is_in(client), "on again does not bring an old login back"


def test_logins_that_ended_are_cleared_away(user: User) -> None:
    client = logged_in()
    Session.objects.filter(session_key=client.session.session_key).update(expire_date=timezone.now())
    logged_in()
    assert Session.objects.count() == 1


def test_sessions_have_strict_cookies_and_messages_need_none(scene: Scene) -> None:
    client = logged_in("marieke")
    cookie = client.cookies["samenspel"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    client.get("/inloggen")
    client.post(f"/bijeenkomsten/{scene.id}/afsluiten")
    names = set(client.cookies)
    assert names <= {"samenspel", "samenspel-csrf"}, names
    assert client.cookies["samenspel-csrf"]["httponly"] and client.cookies["samenspel-csrf"]["samesite"] == "Strict"
