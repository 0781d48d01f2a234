"""Begeleiders: an administrator looks after accounts, and nobody else does."""

import io
import logging
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from samenspel.accounts import first_start, people
from samenspel.accounts.models import OneTimeLink
from samenspel.invitations import tickets
from samenspel.project.log_line import LogLine
from samenspel.retention.destroying import destroy_outcome

from .conftest import PASSWORD, Scene
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
FORM = {"new_password1": PASSWORD, "new_password2": PASSWORD}
NEW = {"name": "Fatima Bakker", "login": "fatima", "email": "fatima@voorbeeld.nl"}


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("beheerder", password=PASSWORD)


@pytest.fixture
def colleague() -> User:
    return User.objects.create_user("joost", password=PASSWORD, first_name="Joost")


def logged_in(name: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    assert client.post("/inloggen", {"login": name, "password": PASSWORD}).status_code == 302
    client.post("/account/bevestigen", {"password": PASSWORD})
    return client


def token_in(answer: object) -> str:
    return answer.content.decode().split("/eerste-keer#")[1].split("<")[0]  # type: ignore[attr-defined]


def test_somebody_added_chooses_a_password_and_logs_in_by_name_or_mail(admin: User) -> None:
    answer = logged_in("beheerder").post("/begeleiders/nieuw", NEW)
    check(answer.content.decode())
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    token = token_in(answer)
    assert token not in str(OneTimeLink.objects.get().__dict__), "only its hash is kept"
    fatima = User.objects.get(username="fatima")
    assert not fatima.has_usable_password() and not fatima.is_superuser and not fatima.is_staff
    phone = Client(HTTP_HOST="localhost")
    assert phone.post("/eerste-keer", {"token": token}).headers["Location"] == "/eerste-keer/wachtwoord"
    assert Client().post("/eerste-keer", {"token": token}).status_code == 410, "a link works once"
    assert phone.post("/eerste-keer/wachtwoord", FORM).headers["Location"] == "/bijeenkomsten/"
    for name in ("fatima", "Fatima@voorbeeld.nl"):
        answer = Client(HTTP_HOST="localhost").post("/inloggen", {"login": name, "password": PASSWORD})
        assert answer.status_code == 302


def test_a_link_ends_after_seven_days(admin: User) -> None:
    token = people.add("fatima")[1].url.split("#")[1]
    row = OneTimeLink.objects.get()
    assert timedelta(days=6, hours=23) < row.expires - timezone.now() <= timedelta(days=7)
    OneTimeLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    answer = Client().post("/eerste-keer", {"token": token})
    assert answer.status_code == 410 and "werkt niet meer" in answer.content.decode()


def test_what_is_wrong_with_the_form_is_said(admin: User, colleague: User) -> None:
    client = logged_in("beheerder")
    for change, text in (
        ({"name": "\u202e"}, "Vul de naam in"),
        ({"login": "JOOST"}, "al in gebruik"),
        ({"login": "met spatie"}, "zonder spaties"),
        ({"email": "geen adres"}, "geen e-mailadres"),
    ):
        answer = client.post("/begeleiders/nieuw", {**NEW, **change})
        assert answer.status_code == 422 and text in answer.content.decode()
    assert User.objects.count() == 2


def test_only_administrators_get_in(admin: User, colleague: User) -> None:
    paths = ["", "nieuw", f"{admin.pk}/", f"{admin.pk}/link", *(f"{admin.pk}/{what}" for what in ("uit", "beheerder"))]
    client = logged_in("joost")
    assert "/begeleiders/" not in client.get("/bijeenkomsten/").content.decode()
    for path in paths:
        for send in (client.get, client.post):
            assert send(f"/begeleiders/{path}").status_code in (403, 405), path
        stranger = Client().post(f"/begeleiders/{path}")
        assert stranger.status_code == 405 or stranger.headers["Location"].startswith("/inloggen"), path
    admin.refresh_from_db()
    assert admin.is_active and admin.has_usable_password()
    logged_out = User.objects.get(pk=colleague.pk)
    assert not logged_out.is_superuser


def test_the_pages_are_whole(admin: User, colleague: User) -> None:
    client = logged_in("beheerder")
    for path in ("", "nieuw", f"{colleague.pk}/", f"{admin.pk}/"):
        answer = client.get(f"/begeleiders/{path}")
        assert answer.status_code == 200
        check(answer.content.decode())
    text = client.get("/begeleiders/").content.decode()
    assert "Joost" in text and "dat ben jij" in text and "beheerder" in text
    assert "<form" not in client.get(f"/begeleiders/{admin.pk}/").content.decode()


def test_a_new_link_ends_password_second_step_logins_and_regie(scene: Scene, admin: User) -> None:
    owner = logged_in("marieke")
    assert owner.get(f"/s/{scene.id}/regie").status_code == 200
    TOTP.activate(scene.owner, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    second = tickets.issue(scene.session, tickets.CONTROL, "other-facilitator")
    answer = logged_in("beheerder").post(f"/begeleiders/{scene.owner.pk}/link")
    token = token_in(answer)
    assert owner.get("/bijeenkomsten/").headers["Location"].startswith("/inloggen")
    assert owner.get(f"/s/{scene.id}/regie").status_code == 403
    assert not Authenticator.objects.exists()
    assert "klopt niet" in Client().post("/inloggen", {"login": "marieke", "password": PASSWORD}).content.decode()
    assert tickets.by_token(second) is not None, "others in the session go on"
    assert owner.post("/eerste-keer", {"token": token}).status_code == 302
    assert owner.post("/eerste-keer/wachtwoord", FORM).status_code == 302
    assert owner.get(f"/s/{scene.id}/regie").status_code == 200, "own sessions are still there"


def test_a_newer_link_ends_a_choice_that_was_going_on(admin: User) -> None:
    user, link = people.add("fatima")
    phone = Client(HTTP_HOST="localhost")
    phone.post("/eerste-keer", {"token": link.url.split("#")[1]})
    people.new_link(user)
    assert phone.post("/eerste-keer/wachtwoord", FORM).headers["Location"] == "/eerste-keer"
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_logging_out_closes_regie_in_this_browser_only(scene: Scene) -> None:
    here, there = logged_in("marieke"), logged_in("marieke")
    for client in (here, there):
        assert client.get(f"/s/{scene.id}/regie").status_code == 200
    assert here.post("/uitloggen").status_code == 302
    assert here.get(f"/s/{scene.id}/regie").status_code == 403
    assert there.get(f"/s/{scene.id}/regie").status_code == 200


def test_off_and_on_again(scene: Scene, admin: User) -> None:
    owner, client = logged_in("marieke"), logged_in("beheerder")
    owner.get(f"/s/{scene.id}/regie")
    pending = people.new_link(User.objects.create_user("later")).url.split("#")[1]
    for name in ("marieke", "later"):
        pk = User.objects.get(username=name).pk
        assert client.post(f"/begeleiders/{pk}/uit").headers["Location"] == f"/begeleiders/{pk}/"
    assert owner.get("/bijeenkomsten/").headers["Location"].startswith("/inloggen")
    assert owner.get(f"/s/{scene.id}/regie").status_code == 403
    inactive = Client().post("/inloggen", {"login": "marieke", "password": PASSWORD})
    assert "_auth_user_id" not in Client().session and inactive.headers.get("Location") != "/bijeenkomsten/"
    assert Client().post("/eerste-keer", {"token": pending}).status_code == 410
    assert client.post(f"/begeleiders/{scene.owner.pk}/link").status_code == 409
    client.post(f"/begeleiders/{scene.owner.pk}/aan")
    assert "Casus Wilgenlaan" in logged_in("marieke").get("/bijeenkomsten/").content.decode()


def test_rights_come_and_go_and_the_last_administrator_stays(admin: User, colleague: User) -> None:
    client = logged_in("beheerder")
    for what in ("uit", "geen-beheerder", "link"):
        assert client.post(f"/begeleiders/{admin.pk}/{what}").status_code == 403, "not oneself"
    for act in (people.switch, people.set_administrator):
        with pytest.raises(people.NotPossible, match="altijd een beheerder"):
            act(admin, admin, False)
    client.post(f"/begeleiders/{colleague.pk}/beheerder")
    joost = logged_in("joost")
    assert joost.get("/begeleiders/").status_code == 200
    assert joost.post(f"/begeleiders/{admin.pk}/geen-beheerder").status_code == 302
    assert client.get("/begeleiders/").status_code == 403
    with pytest.raises(people.NotPossible, match="geen beheerder meer"):
        people.switch(admin, colleague, False)
    someone = people.add("nieuw", administrator=True)[0]
    with pytest.raises(people.NotPossible, match="altijd een beheerder"):
        people.switch(colleague, colleague, False)
    assert someone.is_superuser, "who has no password yet does not count"


def test_who_was_away_for_a_while_proves_it_again(admin: User, colleague: User) -> None:
    client = logged_in("beheerder")
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3_600} for record in session["account_authentication_methods"]
    ]
    session.save()
    path = f"/begeleiders/{colleague.pk}/uit"
    answer = client.post(path)
    assert answer.headers["Location"].startswith("/account/bevestigen")
    colleague.refresh_from_db()
    assert colleague.is_active
    assert client.get(answer.headers["Location"]).status_code == 200
    done = client.post(answer.headers["Location"], {"password": PASSWORD})
    assert done.headers["Location"] == f"/begeleiders/{colleague.pk}/"
    colleague.refresh_from_db()
    assert not colleague.is_active


def test_from_the_shell() -> None:
    def run(*arguments: str) -> str:
        out = io.StringIO()
        call_command("begeleider", *arguments, stdout=out)
        return out.getvalue()

    first = run("rashida", "--beheerder")
    assert "is toegevoegd" in first and "/eerste-keer#" in first
    user = User.objects.get(username="rashida")
    assert user.is_superuser and user.is_staff
    user.set_password(PASSWORD)
    user.save()
    assert "werken niet meer" in run("Rashida")
    user.refresh_from_db()
    assert not user.has_usable_password() and user.is_superuser
    with pytest.raises(CommandError, match="zonder spaties"):
        run("met spatie")
    user.is_active = False
    user.save()
    with pytest.raises(CommandError, match="staat uit"):
        run("rashida")


def test_asvs_14_2_7_an_account_that_is_off_and_leads_nothing_is_removed_with_all_that_is_of_it(scene: Scene) -> None:
    user = scene.session.facilitator
    assert user
    people.new_link(user)
    name, number = user.username, user.pk

    def refused() -> str:
        with pytest.raises(CommandError) as found:
            call_command("begeleider", name, "--weg")
        return str(found.value)

    assert "staat aan" in refused()
    User.objects.filter(pk=number).update(is_active=False)
    assert "hoort nog bij een traject" in refused()
    destroy_outcome(scene.session.traject)
    call_command("begeleider", name, "--weg", stdout=io.StringIO())
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.remote_field and field.remote_field.model is User:
                assert not model.objects.filter(**{field.attname: number}).exists(), model
    assert not User.objects.filter(username=name).exists()
    with pytest.raises(CommandError, match="geen begeleider"):
        call_command("begeleider", name, "--weg")


def test_the_first_start_says_nothing_once_an_administrator_can_get_in(admin: User) -> None:
    assert first_start.make_link("http://localhost:8000") is None
    User.objects.create_superuser("tweede", password=PASSWORD)
    people.new_link(admin)
    assert first_start.make_link("http://localhost:8000") is None


def test_b11_logs_name_nobody(admin: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client = logged_in("beheerder")
        token = token_in(client.post("/begeleiders/nieuw", NEW))
        client.post("/begeleiders/nieuw", NEW)
        client.get("/begeleiders/")
        client.post("/eerste-keer", {"token": token})
        client.post("/eerste-keer/wachtwoord", FORM)
    lines = "\n".join(LogLine().format(record) for record in caplog.records)
    assert "route=person_new" in lines and "route=first_password" in lines
    for secret in ("Fatima", "fatima", "voorbeeld.nl", "beheerder", token, PASSWORD, "127.0.0.1"):
        assert secret not in lines
