"""From a code to a place in the lobby."""

import pytest
from django.test import Client

from samenspel.invitations import codes, tickets
from samenspel.invitations.models import Ticket
from samenspel.trajects import closing

from .conftest import Scene, join

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_a_newcomer_ends_in_the_lobby_with_a_ticket(scene: Scene) -> None:
    client = Client()
    answer = client.post("/meedoen", {"code": f" {scene.code[:4].lower()}-{scene.code[4:].lower()} "})
    assert answer.headers["Location"] == "/meedoen/wie"
    page = client.get("/meedoen/wie").content.decode()
    assert "Wijkteam Noord" in page and "Casus Wilgenlaan" in page
    answer = client.post("/meedoen/wie", {"name": " Fatima ", "party": scene.parties["Wijkteam"], "remote": "on"})
    assert answer.headers["Location"] == f"/s/{scene.id}/deelnemer"
    (person,) = scene.people()
    assert (person.name, person.status, person.party, person.remote) == (
        "Fatima",
        "waiting",
        scene.parties["Wijkteam"],
        True,
    )
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_ticket_cookie_is_strict_and_only_its_hash_is_kept(scene: Scene) -> None:
    client = Client()
    join(client, scene)
    morsel = client.cookies[tickets.cookie_name(scene.id, "deelnemer")]
    assert morsel["samesite"] == "Strict" and morsel["httponly"]
    row = Ticket.objects.get(surface="deelnemer")
    assert morsel.value not in str(row.__dict__) and row.token_hash == tickets.hashed(morsel.value)


def test_the_same_browser_comes_back_as_itself(scene: Scene) -> None:
    client = Client()
    join(client, scene)
    assert client.post("/meedoen", {"code": scene.code}).headers["Location"] == f"/s/{scene.id}/deelnemer"
    assert len(scene.people()) == 1


def test_a_double_tap_is_one_person(scene: Scene) -> None:
    client, twin = Client(), Client()
    client.post("/meedoen", {"code": scene.code})
    twin.cookies = client.cookies.copy()
    form = {"name": "Fatima", "party": scene.parties["Wijkteam"]}
    first = client.post("/meedoen/wie", form)
    second = twin.post("/meedoen/wie", form)
    changed = Client()
    assert first.headers["Location"] == second.headers["Location"]
    assert len(scene.people()) == 1
    assert changed.get("/meedoen/wie").status_code == 200


def test_emptied_cookies_lead_to_the_lobby_and_back_to_oneself(scene: Scene) -> None:
    old = Client()
    join(old, scene)
    known = Ticket.objects.get(surface="deelnemer").attendee
    scene.do("admit_all")
    fresh = Client()
    join(fresh, scene)
    waiting = Ticket.objects.exclude(attendee=known).get(surface="deelnemer").attendee
    assert [p.status for p in scene.people()].count("waiting") == 1
    scene.do("link_person", waiting=waiting, known=known)
    assert sorted(p.status for p in scene.people()) == ["admitted", "gone"]
    again = fresh.post("/meedoen", {"code": scene.code})
    assert again.headers["Location"] == f"/s/{scene.id}/deelnemer", "its ticket leads to who it was"


@pytest.mark.parametrize(
    ("name", "party", "text"),
    [
        ("", "Wijkteam", "Vul je naam of je initialen in"),
        ("\u202e \u0007", "Wijkteam", "Vul je naam of je initialen in"),
        ("x" * 61, "Wijkteam", "Deze naam is te lang"),
        ("Fatima", "", "Kies namens wie"),
        ("Fatima", "verzonnen", "Deze keuze staat niet"),
    ],
)
def test_what_is_wrong_is_said_and_kept(scene: Scene, name: str, party: str, text: str) -> None:
    client = Client()
    answer = join(client, scene, name, party)
    assert answer.status_code == 422 and text in answer.content.decode()
    assert not scene.people()


def test_somebody_without_a_party_waits_without_one(scene: Scene) -> None:
    join(Client(), scene, "Anne", "-")
    assert scene.people()[0].party is None


def test_a_closed_session_takes_nobody_in(scene: Scene) -> None:
    client = Client()
    client.post("/meedoen", {"code": scene.code})
    closing.close(scene.session)
    assert codes.find(scene.code) is None
    answer = client.post("/meedoen/wie", {"name": "Fatima", "party": scene.parties["Wijkteam"]})
    assert answer.status_code == 422 and "afgesloten" in answer.content.decode()
    assert Client().post("/meedoen", {"code": scene.code}).status_code == 422
    assert not scene.people()


def test_the_name_page_needs_the_code_first(scene: Scene) -> None:
    assert b'name="code"' in Client().get("/meedoen/wie").content
