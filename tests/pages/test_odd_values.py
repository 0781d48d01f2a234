"""Values that no browser sends by itself get an answer, never a fault, on either database (B7, B12)."""

import pytest

from samenspel import clock
from samenspel.trajects.models import Session

from .conftest import PASSWORD, Scene
from .test_clumsy_hands import browser
from .test_html import check
from .test_traject import NEW, client_of, started

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
GROWS = "\u0958" * 60
"""Sixty characters that are a hundred and twenty after NFC."""


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2100-01-01", "9999-12-31"])
@pytest.mark.parametrize("time", ["00:00", "23:59"])
def test_a_new_meeting_far_from_today_is_refused_in_words(day: str, time: str) -> None:
    client = client_of("joost")
    client.raise_request_exception = False
    form = {"title": "Casus", "day": day, "time": time, "template": ""}
    answer = client.post("/bijeenkomsten/nieuw", form)
    assert answer.status_code == 422 and not Session.objects.exists()
    check(answer.content.decode())
    assert client.get("/bijeenkomsten/").status_code == 200


def test_a_new_meeting_may_be_the_one_of_today_or_yesterday() -> None:
    client = client_of("joost")
    for back in (0, 1):
        day = clock.today().fromordinal(clock.today().toordinal() - back)
        form = {"title": "Casus", "day": str(day), "time": "00:00", "template": ""}
        assert client.post("/bijeenkomsten/nieuw", form).status_code == 302


def test_a_name_that_grows_when_it_is_written_the_same_way_is_too_long() -> None:
    client = client_of("joost")
    client.raise_request_exception = False
    traject = started(client, role="facilitator")
    day = str(clock.today())
    forms = {
        f"/traject/{traject.pk}/naam": {"title": GROWS},
        "/traject/nieuw": {**NEW, "title": GROWS},
        "/bijeenkomsten/nieuw": {"title": GROWS, "day": day, "time": "12:00", "template": ""},
        f"/traject/{traject.pk}/bijeenkomst/nieuw": {"title": GROWS, "day": day, "time": "12:00", "template": ""},
        f"/traject/{traject.pk}/mensen/nieuw": {"name": GROWS, "role": "participant"},
    }
    for path, form in forms.items():
        answer = client.post(path, form)
        assert answer.status_code == 422, path
        check(answer.content.decode())
        assert "hoogstens 60 tekens" in answer.content.decode(), path
    parties = [{**NEW, "party": GROWS}, {"name": "Anna", "party": GROWS, "role": "participant"}]
    assert client.post("/traject/nieuw", parties[0]).status_code == 422
    assert client.post(f"/traject/{traject.pk}/mensen/nieuw", parties[1]).status_code == 422


def test_an_unseen_character_in_an_address_or_a_cookie_is_no_fault(scene: Scene) -> None:
    client, traject = browser(), scene.session.traject_id
    client.login(username="marieke", password=PASSWORD)
    for page in ("verslag/", "papier/geheimhouding.pdf"):
        for value in ("%00", "a%00b", "%F0%9F"):
            answer = client.get(f"/traject/{traject}/{page}?bijeenkomst={value}")
            assert answer.status_code == 404, (page, value)
    assert client.post(f"/traject/{traject}/verslag/tekst", {"bijeenkomst": "\x00"}).status_code == 404
    assert client.get("/meedoen?code=%00").status_code == 200
    assert client.post("/meedoen", {"code": "\x00" * 6}).status_code == 422
    assert client.post("/binnen", {"token": "\x00" * 40}).status_code == 410
    assert browser().post("/inloggen", {"login": "\x00", "password": "\x00"}).status_code == 200
    assert (
        client.post(f"/traject/{traject}/mensen/aanwijzen", {"account": "\x00", "role": "facilitator"}).status_code
        == 422
    )
    for value in ('"\\000aaaaaaaaaaaa"', '"aaaaaaaaaaaa\\000"'):
        stranger = browser()
        headers = {name: value for name in ("samenspel", "samenspel-csrf", "samenspel_meedoen")}
        cookie = "; ".join(f"{name}={value}" for name, value in headers.items())
        answer = stranger.get("/bijeenkomsten/", headers={"cookie": cookie})
        assert answer.status_code == 302, value
        cookies = f"samenspel_mijn_{traject}={value}; samenspel_regie_{scene.id}={value}"
        for path in (f"/mijn/{traject}/", f"/s/{scene.id}/regie", f"/s/{scene.id}/deelnemer"):
            assert stranger.get(path, headers={"cookie": cookies}).status_code < 500, path


def test_closing_what_is_closed_is_no_fault(scene: Scene) -> None:
    client = browser()
    client.login(username="marieke", password=PASSWORD)
    for _ in range(2):
        answer = client.post(f"/bijeenkomsten/{scene.id}/afsluiten")
        assert answer.status_code == 302 and answer.headers["Location"] == f"/bijeenkomsten/{scene.id}/"
    scene.session.refresh_from_db()
    assert scene.session.status == Session.Status.CLOSED


def test_closing_what_the_room_ended_makes_it_closed_here_too(scene: Scene) -> None:
    client = browser()
    client.login(username="marieke", password=PASSWORD)
    scene.do("end_meeting")
    assert client.post(f"/bijeenkomsten/{scene.id}/afsluiten").status_code == 302
    scene.session.refresh_from_db()
    assert scene.session.status == Session.Status.CLOSED
