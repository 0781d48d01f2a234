"""Links with a secret behind the #, and the screens they lead to."""

import pytest
from django.test import Client

from samenspel.invitations import door_queue, tickets
from samenspel.invitations.links import link_url

from .conftest import PASSWORD, Scene, join

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.mark.parametrize("surface", tickets.SURFACES)
def test_a_link_leads_to_its_screen_and_dies_when_revoked(scene: Scene, surface: str) -> None:
    attendee = "" if surface == "wand" else scene.session.host
    token = link_url(scene.session, surface, attendee).split("#")[1]
    client = Client()
    answer = client.post("/binnen", {"token": token})
    assert answer.headers["Location"] == f"/s/{scene.id}/{surface}"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Client().post("/binnen", {"token": token}).status_code == 302, "a link can be opened again"
    tickets.revoke_walls(scene.session) if surface == "wand" else tickets.revoke(scene.session, attendee, surface)
    dead = Client().post("/binnen", {"token": token})
    assert dead.status_code == 410 and "werkt niet meer" in dead.content.decode()
    assert client.get(f"/s/{scene.id}/{surface}").status_code == 403


def test_only_regie_hands_out_links(scene: Scene) -> None:
    phone = Client()
    join(phone, scene)
    form = {"surface": "deelnemer", "attendee": "p1"}
    assert phone.post(f"/s/{scene.id}/koppeling", form).status_code == 403
    owner = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    assert owner.login(username="marieke", password=PASSWORD)
    owner.get(f"/s/{scene.id}/regie")
    url = owner.post(f"/s/{scene.id}/koppeling", form).json()["url"]
    assert "/binnen#" in url
    assert owner.post(f"/s/{scene.id}/koppeling", {**form, "revoke": "1"}).json() == {"revoked": 1}
    assert Client().post("/binnen", {"token": url.split("#")[1]}).status_code == 410
    assert owner.post(f"/s/{scene.id}/koppeling", {"surface": "beheer", "attendee": "x"}).status_code == 400


def test_a_ticket_opens_its_own_session_and_surface_only(scene: Scene) -> None:
    token = tickets.issue(scene.session, "deelnemer", "p1")
    assert tickets.holder({tickets.cookie_name(scene.id, "deelnemer"): token}, scene.id, "deelnemer")
    assert not tickets.holder({tickets.cookie_name(scene.id, "regie"): token}, scene.id, "regie")
    other = "0" * 16
    assert not tickets.holder({tickets.cookie_name(other, "deelnemer"): token}, other, "deelnemer")


def test_a_socket_finds_its_ticket_among_strange_cookies(scene: Scene) -> None:
    token = tickets.issue(scene.session, "deelnemer", "p1")
    cookie = f'x={{"a"; y="; {tickets.cookie_name(scene.id, "deelnemer")}={token}; z'
    scope = {"headers": [(b"cookie", cookie.encode())]}
    assert tickets.token_from(scope, scene.id, "deelnemer") == token
    assert tickets.token_from(scope, scene.id, "regie") == ""
    assert tickets.token_from({"headers": []}, scene.id, "deelnemer") == ""


def test_tickets_of_sockets_are_looked_up_together_and_only_good_ones_are_found(scene: Scene) -> None:
    tokens = [tickets.issue(scene.session, "deelnemer", f"p{number}") for number in range(5)]
    tickets.revoke(scene.session, "p3")
    hashes = [tickets.hashed(token) for token in [*tokens, "nobody's" * 4]]
    found = door_queue.look_up(hashes)
    assert {shown.attendee for shown in found.values()} == {"p0", "p1", "p2", "p4"}
    assert all(shown.session == scene.id and shown.surface == "deelnemer" for shown in found.values())


def test_the_qr_code_is_for_regie_and_wall(scene: Scene) -> None:
    assert Client().get(f"/s/{scene.id}/qr.svg").status_code == 404
    client = Client()
    client.post("/binnen", {"token": link_url(scene.session, "wand").split("#")[1]})
    answer = client.get(f"/s/{scene.id}/qr.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml" and b"style=" not in answer.content
