"""A form that comes twice, or at the same time as another one, makes nothing double (B7, CR-9, X-1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from samenspel import clock
from samenspel.trajects import membership, people, services, views_people
from samenspel.trajects.contact import Person
from samenspel.trajects.models import Session, Traject

from .test_traject import NEW, client_of, started

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
ANNA = {"name": "Anna", "email": "anna@voorbeeld.example", "party": "Wijkteam", "role": "participant"}
ONCE = "0123456789abcdef"


def meeting(**change: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=9)
    return {"title": "Vervolg", "day": str(day), "time": "09:00", "template": "", "once": ONCE} | change


def test_two_who_add_the_same_person_at_once_add_one(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("noor")
    traject = started(client)
    looked = views_people._is_new

    def another_is_first(*args: Any) -> bool:
        new = looked(*args)
        membership.add(traject, "participant", [Person(name="Anna", email="Anna@voorbeeld.example")])
        return new

    monkeypatch.setattr(views_people, "_is_new", another_is_first)
    answer = client.post(f"/traject/{traject.pk}/mensen/nieuw", ANNA)
    assert answer.status_code == 422 and "staat al op de lijst" in answer.content.decode()
    assert [row.person.name for row in people.contacts(traject, "participant")] == ["Anna"]


def test_two_who_get_the_same_address_at_once_do_not_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("noor")
    traject = started(client)
    (bram,) = membership.add(traject, "participant", [Person(name="Bram", party="Politie")])
    looked = views_people._is_new

    def another_is_first(*args: Any) -> bool:
        new = looked(*args)
        membership.add(traject, "participant", [Person(name="Anna", email="anna@voorbeeld.example")])
        return new

    monkeypatch.setattr(views_people, "_is_new", another_is_first)
    form = {**ANNA, "name": "Bram", "version": membership.version_of(bram)}
    answer = client.post(f"/traject/{traject.pk}/mensen/{bram.pk}/", form)
    assert answer.status_code == 422 and "staat al op de lijst" in answer.content.decode()
    bram.refresh_from_db()
    assert bram.person.email == ""


def test_a_new_meeting_that_is_sent_twice_is_one() -> None:
    client = client_of("joost")
    first, second = (client.post("/bijeenkomsten/nieuw", meeting()) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first.headers["Location"] == second.headers["Location"]
    assert Session.objects.count() == Traject.objects.count() == 1
    client.post("/bijeenkomsten/nieuw", meeting(title="Anders"))
    assert Session.objects.count() == 2, "back, another name, and sent again: that is meant"
    client.post(f"/bijeenkomsten/{first.headers['Location'].split('/')[2]}/verwijderen")
    assert client.post("/bijeenkomsten/nieuw", meeting()).headers["Location"] != first.headers["Location"]
    assert Session.objects.count() == 2, "what was thrown away is made again"
    client_of("noor").post("/bijeenkomsten/nieuw", meeting())
    assert Session.objects.count() == 3, "somebody else's form is another form"


def test_x1_a_new_traject_that_is_sent_twice_is_one() -> None:
    client = client_of("joost")
    first, second = (client.post("/traject/nieuw", {**NEW, "once": ONCE}) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first.headers["Location"] == second.headers["Location"]
    assert Session.objects.count() == Traject.objects.count() == 1


def test_cr9_a_meeting_planned_twice_is_one() -> None:
    client = client_of("joost")
    traject = started(client, role="facilitator")
    answers = [client.post(f"/traject/{traject.pk}/bijeenkomst/nieuw", meeting()) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302] and traject.sessions.count() == 2


def test_two_taps_at_the_same_moment_make_one_meeting() -> None:
    client_of("joost")
    both = Barrier(2, timeout=30)

    def post(client: Client) -> str:
        try:
            both.wait()
            return client.post("/bijeenkomsten/nieuw", meeting()).headers["Location"]
        finally:
            connections.close_all()

    clients = [client_of("joost"), client_of("joost")]
    with ThreadPoolExecutor(2) as pool:
        where = set(pool.map(post, clients))
    assert len(where) == 1 and Session.objects.count() == 1


def test_a_form_that_was_refused_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("joost")

    def refuse(*_: object, **__: object) -> None:
        raise services.UnknownTemplate

    with monkeypatch.context() as now:
        now.setattr(services, "create_session", refuse)
        assert client.post("/bijeenkomsten/nieuw", meeting()).status_code == 422
    assert client.post("/bijeenkomsten/nieuw", meeting()).status_code == 302


@pytest.mark.parametrize("path", ["/bijeenkomsten/nieuw", "/traject/nieuw"])
def test_every_form_that_makes_something_has_a_mark_of_its_own(path: str) -> None:
    client = client_of("joost")
    marks = [client.get(path).content.decode().split('name="once" value="')[1][:16] for _ in range(2)]
    assert marks[0] != marks[1]
