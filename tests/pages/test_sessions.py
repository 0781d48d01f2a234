"""The facilitator's own pages."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samenspel.keys.models import TrajectKey
from samenspel.store.models import StoredRecord
from samenspel.trajects.models import Session

from .conftest import PASSWORD, Scene

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def owner(scene: Scene) -> Client:
    client = Client(HTTP_HOST="localhost")
    assert client.login(username="marieke", password=PASSWORD)
    return client


def test_a_new_session_is_one_form_away_from_regie(owner: Client) -> None:
    form = {"title": "Casus Beukenhof", "day": "2027-02-03", "time": "13:30", "template": "casusreconstructie-120"}
    answer = owner.post("/bijeenkomsten/nieuw", form)
    made = Session.objects.get(pk=answer.headers["Location"].split("/")[2])
    assert made.title == "Casus Beukenhof" and made.planned is not None
    assert owner.get(answer.headers["Location"]).status_code == 200
    assert "Casus Beukenhof" in owner.get("/bijeenkomsten/").content.decode()


def test_what_is_missing_is_said(owner: Client) -> None:
    answer = owner.post("/bijeenkomsten/nieuw", {"title": " ", "day": "", "time": "25:00", "template": "x"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(each in text for each in ("Geef de bijeenkomst een naam", "Kies een datum", "Deze tijd bestaat niet"))


def test_others_see_nothing_of_it(scene: Scene) -> None:
    User.objects.create_user("ander", password=PASSWORD)
    other = Client(HTTP_HOST="localhost")
    other.login(username="ander", password=PASSWORD)
    assert other.get(f"/bijeenkomsten/{scene.id}/").status_code == 404
    assert other.get(f"/s/{scene.id}/regie").status_code == 403
    assert other.post(f"/bijeenkomsten/{scene.id}/verwijderen").status_code == 404
    assert Client().get("/bijeenkomsten/").headers["Location"].startswith("/inloggen")


def test_closing_ends_the_code(owner: Client, scene: Scene) -> None:
    assert scene.code[:4] in owner.get(f"/bijeenkomsten/{scene.id}/").content.decode()
    owner.post(f"/bijeenkomsten/{scene.id}/afsluiten")
    page = owner.get(f"/bijeenkomsten/{scene.id}/").content.decode()
    assert scene.code[:4] not in page and "afgesloten" in page
    assert Client().post("/meedoen", {"code": scene.code}).status_code == 422


def test_removing_destroys_the_keys_first(owner: Client, scene: Scene) -> None:
    owner.post(f"/bijeenkomsten/{scene.id}/verwijderen")
    assert not TrajectKey.objects.exists() and not StoredRecord.objects.exists() and not Session.objects.exists()


def test_content_is_sent_once(db: None) -> None:
    first = Client().get("/teksten/case_reconstruction")
    assert first.status_code == 200 and "guide" in first.json()
    again = Client().get("/teksten/case_reconstruction", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert Client().get("/teksten/onbekend").status_code == 404


def test_the_empty_run_sheet_comes_last_and_every_choice_says_what_it_is_for() -> None:
    from samenspel.trajects.forms import NewSessionForm

    options = NewSessionForm().options
    assert options[-1][0] == "" and all(why and "handleiding noemt" not in why for _key, _name, why in options)
