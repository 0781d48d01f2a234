"""How long a ticket opens a screen, and what a pass between code and name is worth (ASVS 7.3.2, 9)."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client, override_settings
from django.utils import timezone

from samenspel.invitations import pass_cookie, tickets
from samenspel.invitations.models import Ticket

from .conftest import PASSWORD, Scene

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def made_ago(token: str, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    Ticket.objects.filter(token_hash=tickets.hashed(token)).update(created=day)


@pytest.mark.parametrize(
    ("surface", "personal", "days"),
    [
        (tickets.CONTROL, False, tickets.DAYS_CONTROL),
        (tickets.PARTICIPANT, False, tickets.DAYS_HERE),
        (tickets.WALL, False, tickets.DAYS_HERE),
        (tickets.CONTROL, True, tickets.DAYS_LINK),
        (tickets.PARTICIPANT, True, tickets.DAYS_LINK),
        (tickets.WALL, True, tickets.DAYS_LINK),
    ],
)
def test_a_ticket_ends_by_itself(scene: Scene, surface: str, personal: bool, days: int) -> None:
    token = tickets.issue(scene.session, surface, scene.session.host, personal=personal)
    ticket = tickets.by_token(token)
    assert ticket is not None
    made_ago(token, days - 1)
    assert tickets.by_token(token) is not None and tickets.revoked(frozenset({str(ticket.pk)})) == frozenset()
    made_ago(token, days)
    assert tickets.by_token(token) is None
    assert tickets.revoked(frozenset({str(ticket.pk)})) == {str(ticket.pk)}, "an open connection ends too"


@pytest.mark.parametrize("people", [1, 2, 3, 5, 8])
def test_however_many_are_connected_only_those_without_a_ticket_end(scene: Scene, people: int) -> None:
    made = [tickets.issue(scene.session, tickets.WALL) for _ in range(people)]
    keys = [str(ticket.pk) for token in made if (ticket := tickets.by_token(token)) is not None]
    Ticket.objects.filter(pk=keys[-1]).update(revoked=True)
    assert tickets.revoked(frozenset(keys)) == {keys[-1]}
    assert tickets.revoked(frozenset([*keys, "987654321"])) == {keys[-1], "987654321"}, "and one that never was"
    assert tickets.revoked(frozenset()) == frozenset()


def test_regie_asks_the_facilitator_to_log_in_again(scene: Scene) -> None:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
    client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
    assert client.get(f"/s/{scene.id}/regie").status_code == 200
    made_ago(client.cookies[f"samenspel_regie_{scene.id}"].value, tickets.DAYS_CONTROL)
    del client.cookies["samenspel"]
    assert client.get(f"/s/{scene.id}/regie").status_code == 403
    client.post("/inloggen", {"login": "marieke", "password": PASSWORD})
    assert client.get(f"/s/{scene.id}/regie").status_code == 200


def test_old_tickets_are_removed(scene: Scene) -> None:
    old, young = (tickets.issue(scene.session, tickets.WALL, personal=True) for _ in range(2))
    made_ago(old, tickets.DAYS_LINK)
    tickets.clear_away()
    assert set(Ticket.objects.values_list("token_hash", flat=True)) == {tickets.hashed(young)}


def test_tokens_are_256_random_bits_and_none_twice(scene: Scene) -> None:
    made = {tickets.issue(scene.session, tickets.WALL) for _ in range(50)}
    assert len(made) == 50 and {len(token) for token in made} == {43}


def test_a_pass_is_signed_for_one_purpose_and_short(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/meedoen", {"code": scene.code})
    good = client.cookies[pass_cookie.name()].value

    def opens(value: str) -> bool:
        client.cookies[pass_cookie.name()] = value
        return 'name="party"' in client.get("/meedoen/wie").content.decode()

    assert opens(good)
    head, rest = good[0], good[1:]
    body = {"s": scene.id, "p": "0" * 16}
    forged = {
        "changed": ("A" if head != "A" else "B") + rest,
        "without a signature": good.rsplit(":", 1)[0],
        "for another purpose": signing.dumps(body, salt="samenspel.else"),
        "with another secret": signing.dumps(body, salt=pass_cookie.SALT, key="x" * 50),
        "another algorithm named": signing.b64_encode(b'{"alg":"none"}').decode() + "." + good,
        "empty": "",
    }
    assert {what: opens(value) for what, value in forged.items() if opens(value)} == {}
    import time

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + pass_cookie.MINUTES * 60 + 2)
    assert not opens(good), "half an hour and no longer"


@override_settings(SAMENSPEL_HTTPS=True)
def test_behind_https_every_cookie_is_secure_and_bound_to_this_host(scene: Scene) -> None:
    client = Client()
    client.post("/meedoen", {"code": scene.code}, secure=True)
    passed = client.cookies["__Host-samenspel_meedoen"]
    client.post("/meedoen/wie", {"name": "Fatima", "party": scene.parties["Wijkteam"]}, secure=True)
    ticket = client.cookies[f"__Host-samenspel_deelnemer_{scene.id}"]
    for cookie in (passed, ticket):
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"
        assert cookie["path"] == "/" and not cookie["domain"]
        assert len(cookie.key) + len(cookie.value) < 4096
