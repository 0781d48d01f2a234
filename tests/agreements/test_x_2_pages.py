"""X-2 and CR-23: who gets on which page, and what they can do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from samenspel.agreements import planning, register, steps, tasks
from samenspel.retention import destroying
from tests.agreements.conftest import HOSTILE, MARKUP, After
from tests.pages.test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def page(after: After, rest: str = "afspraken/") -> str:
    return f"/traject/{after.traject.pk}/{rest}"


def mine(after: After, rest: str = "afspraken") -> str:
    return f"/mijn/{after.traject.pk}/{rest}"


def test_x_2_the_overview_is_for_initiator_and_facilitator(closed: After, django_user_model: type) -> None:
    for who in ("ina", "fay"):
        found = closed.logged_in(who).get(page(closed)).content.decode()
        assert "Elke week bellen" in found and MARKUP not in found
    stranger = Client(HTTP_HOST="localhost")
    assert stranger.get(page(closed)).status_code == 302
    stranger.force_login(django_user_model.objects.create_user("vreemd"))
    for rest in ("afspraken/", "afspraken/afspraken.xlsx", "afspraken/afspraken.ics", "terugblik/"):
        assert stranger.get(page(closed, rest)).status_code == 404
        assert closed.by_link("pat").get(page(closed, rest)).status_code == 302
    destroying.destroy(closed.traject, "request", "initiator")
    assert closed.logged_in("fay").get(page(closed)).status_code == 404, "the facilitator's access ended (CR-22)"
    assert closed.logged_in("ina").get(page(closed)).status_code == 200


def test_x_2_the_initiator_gives_an_agreement_an_owner_and_a_date(closed: After) -> None:
    address = page(closed, f"afspraken/{closed.ids['Zonder eigenaar']}/")
    client = closed.logged_in("ina")
    data = {"owner": closed.contacts["pim"].pk, "due": "2027-02-30", "version": "1"}
    wrong = client.post(address, data)
    assert wrong.status_code == 422 and "bestaat niet" in wrong.content.decode()
    assert client.post(address, {**data, "due": "2027-02-28"}).status_code == 302
    entry = closed.entry("Zonder eigenaar")
    assert entry.owner == closed.contacts["pim"] and entry.body.due == "2027-02-28"
    stale = client.post(address, {**data, "owner": "", "due": ""})
    assert stale.status_code == 422 and "veranderde deze afspraak net" in stale.content.decode()
    assert client.post(address, {**data, "owner": "niemand"}).status_code == 422
    assert client.get(page(closed, "afspraken/bestaatniet/")).status_code == 404


def test_x_2_files_come_as_files(closed: After) -> None:
    client = closed.logged_in("ina")
    for name in ("afspraken.xlsx", "afspraken.ics"):
        found = client.get(page(closed, f"afspraken/{name}"))
        assert found.status_code == 200 and name in found["Content-Disposition"]
    own = closed.by_link("pim").get(mine(closed, "afspraken.ics"))
    assert own.content.count(b"BEGIN:VEVENT") == 1


def test_x_2_an_owner_says_by_link_how_it_goes(closed: After) -> None:
    client = closed.by_link("pat")
    found = client.get(mine(closed)).content.decode()
    assert found.count("<form") == 2 and "Samen naar huis" in found
    data = {"agreement": closed.ids["Elke week bellen"], "status": "started", "report": "Half gelukt"}
    assert client.post(mine(closed), data).status_code == 302
    assert "Half gelukt" in client.get(mine(closed)).content.decode()
    for who in ("pim", "puk"):
        others = closed.by_link(who).get(mine(closed)).content.decode()
        assert "Elke week bellen" in others and "Half gelukt" not in others
    assert "Half gelukt" in closed.logged_in("ina").get(page(closed)).content.decode()
    assert client.post(mine(closed), {**data, "shared": "on"}).status_code == 302
    assert "Half gelukt" in closed.by_link("pim").get(mine(closed)).content.decode()


def test_x_2_wrong_input_keeps_the_words_and_changes_nothing(closed: After) -> None:
    client = closed.by_link("pat")
    data = {"agreement": closed.ids["Elke week bellen"], "status": "started", "report": "x" * 501}
    found = client.post(mine(closed), data)
    assert found.status_code == 422 and "x" * 501 in found.content.decode()
    assert client.post(mine(closed), {**data, "status": "klaar", "report": "y"}).status_code == 422
    assert client.post(mine(closed), {**data, "agreement": closed.ids["Samen naar huis"]}).status_code == 404
    assert closed.entry("Elke week bellen").body.status == "open"


def test_b12_every_page_is_sound_html(closed: After) -> None:
    client, phone = closed.logged_in("ina"), closed.by_link("pat")
    plan = page(closed, f"afspraken/{closed.ids['Zonder eigenaar']}/")
    for address in (page(closed), page(closed, "terugblik/"), plan):
        check(client.get(address).content.decode())
    check(phone.get(mine(closed, "terugblik")).content.decode())
    closed.move(timedelta(days=95))
    check(client.get(page(closed)).content.decode())
    day = (closed.held + timedelta(days=120)).isoformat()
    check(client.post(page(closed, "terugblik/"), {"day": "2020-01-01", "time": "13:30"}).content.decode())
    client.post(page(closed, "terugblik/"), {"day": day, "time": "13:30"})
    check(client.get(page(closed, "terugblik/")).content.decode())
    for rest in ("afspraken", "terugblik"):
        check(phone.get(mine(closed, rest)).content.decode())


@pytest.mark.parametrize("rest", ["afspraken", "afspraken.ics", "terugblik"])
def test_x_2_without_a_link_there_is_nothing(closed: After, rest: str) -> None:
    assert Client(HTTP_HOST="localhost").get(mine(closed, rest)).status_code == 403
    assert closed.logged_in("ina").get(mine(closed, rest)).status_code == 403


def test_cr_23_the_initiator_plans_and_everybody_answers_by_link(closed: After) -> None:
    assert "nog geen terugblik" in closed.by_link("pat").get(mine(closed, "terugblik")).content.decode()
    closed.move(timedelta(days=95))
    client = closed.logged_in("ina")
    day = closed.held + timedelta(days=120)
    data = {"day": (closed.held + timedelta(days=20)).isoformat(), "time": "13:30", "led_by": "initiator"}
    past = client.post(page(closed, "terugblik/"), data)
    assert past.status_code == 422 and "al voorbij" in past.content.decode()
    assert closed.logged_in("fay").post(page(closed, "terugblik/"), data).status_code == 404
    assert client.post(page(closed, "terugblik/"), {**data, "day": day.isoformat()}).status_code == 302
    found = client.get(page(closed, "terugblik/")).content.decode()
    assert "Open Regie" in found and "0 van 4" in found
    session = planning.session_of(closed.traject)
    assert session is not None
    phone = closed.by_link("pat")
    asked = phone.get(mine(closed, "terugblik"))
    assert asked.status_code == 200
    names = [name for name in asked.context["form"].fields]
    assert phone.post(mine(closed, "terugblik"), {names[0]: MARKUP, names[1]: HOSTILE}).status_code == 302
    again = phone.get(mine(closed, "terugblik")).content.decode()
    assert MARKUP not in again and "HYPERLINK" in again
    assert HOSTILE[:10] not in closed.by_link("pim").get(mine(closed, "terugblik")).content.decode()
    assert "1 van 4" in client.get(page(closed, "terugblik/")).content.decode()
    assert phone.post(mine(closed, "terugblik"), {names[0]: "x" * 501}).status_code == 422


def test_x_1_steps_and_tasks_say_what_is_next(closed: After) -> None:
    before = steps.steps(closed.traject, frozenset({"initiator"}))
    assert [(step.title, step.state) for step in before] == [
        ("Afspraken volgen", "todo"),
        ("Terugblik plannen", "todo"),
    ]
    assert [task.key for task in tasks.tasks(closed.contacts["pat"])] == ["agreements"]
    assert tasks.tasks(closed.contacts["ina"]) == []
    for what in ("Elke week bellen", "Gezin elke dag zien"):
        actor = register.as_actor(closed.contacts["pat"])
        register.report(closed.entry(what), actor, "dropped", "", shared=False)
    assert tasks.tasks(closed.contacts["pat"])[0].done
