"""The pages of keeping and destroying, for every role and without an account (X-5, CR-22)."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from samenspel import clock
from samenspel.keys.ledger import Entry
from samenspel.keys.signing import verified
from samenspel.retention import terms
from samenspel.retention.destroying import destroy, destroy_outcome
from samenspel.retention.records import fingerprint, grouped, records
from samenspel.trajects import engine
from samenspel.trajects.models import Traject
from tests.pages.conftest import ready  # noqa: F401
from tests.pages.test_html import check
from tests.retention.planting import Planted

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def planted() -> Planted:
    return Planted(7, least=0)


def client_of(user: object) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)  # type: ignore[arg-type]
    return client


def with_link(planted: Planted) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.post("/binnen", {"token": planted.guest_link.split("#")[1]})
    return client


def kept(traject: Traject) -> str:
    return f"/traject/{traject.pk}/bewaren/"


def test_x5_everybody_sees_how_long_and_the_fingerprint(planted: Planted) -> None:
    told = grouped(fingerprint(planted.traject.pk))
    for client, path in (
        (client_of(planted.host), kept(planted.traject)),
        (client_of(planted.starter), kept(planted.traject)),
        (with_link(planted), f"/mijn/{planted.traject.pk}/bewaren"),
    ):
        answer = client.get(path)
        text = answer.content.decode()
        assert answer.status_code == 200 and told in text
        assert re.search(rf"tot en met {terms.said(planted.traject.case_until)}", text)
        check(text)


def test_x5_nobody_else_sees_it(planted: Planted) -> None:
    from django.contrib.auth.models import User

    stranger = client_of(User.objects.create_user("vreemd"))
    for path in (kept(planted.traject), f"{kept(planted.traject)}vernietigen", f"/vernietigd/{planted.traject.pk}"):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"word": "vernietigen"}).status_code == 404
    assert Client().get(f"/mijn/{planted.traject.pk}/bewaren").status_code == 403
    assert Client().get("/vernietigd/0000000000000000").status_code == 404
    assert Client().get(f"/vernietigd/{planted.traject.pk}/bewijs.json").status_code == 404


def test_x5_another_day_within_bounds(planted: Planted) -> None:
    client, traject = client_of(planted.starter), planted.traject
    sooner, later = clock.today() + timedelta(days=20), clock.today() + timedelta(days=400)
    assert client.post(kept(traject), {"case_until": sooner, "outcome_until": later}).status_code == 302
    traject.refresh_from_db()
    assert (traject.case_until, traject.outcome_until) == (sooner, later)
    for case, outcome, words in (
        (clock.today() - timedelta(days=1), later, "die nog moet komen"),
        (clock.today() + timedelta(days=200), later, "Langer dan 90 dagen"),
        (sooner, sooner - timedelta(days=3), "minstens zo lang als de casus"),
        (sooner, clock.today() + timedelta(days=3000), "Langer dan twee jaar"),
        ("31 februari", later, "bestaat niet"),
    ):
        answer = client.post(kept(traject), {"case_until": case, "outcome_until": outcome})
        assert answer.status_code == 422 and words in answer.content.decode()
        check(answer.content.decode())
    traject.refresh_from_db()
    assert (traject.case_until, traject.outcome_until) == (sooner, later), "nothing changed half"


def test_cr22_destroying_asks_for_the_word_and_ends_in_the_proof(planted: Planted) -> None:
    client, traject = client_of(planted.host), planted.traject
    told = fingerprint(traject.pk)
    path = f"{kept(traject)}vernietigen"
    check(client.get(path).content.decode())
    for word in ("", "ja", "vernietig"):
        answer = client.post(path, {"word": word})
        assert answer.status_code == 422 and "nog niets vernietigd" in answer.content.decode()
        check(answer.content.decode())
    assert not records(traject.pk)
    answer = client.post(path, {"word": " Vernietigen "})
    assert answer.status_code == 302 and answer["Location"] == f"/vernietigd/{traject.pk}"
    assert client.get(kept(traject)).status_code == 404, "who led has no access any more"
    proof = client.get(answer["Location"])
    assert proof.status_code == 200 and grouped(told) in proof.content.decode()
    check(proof.content.decode())
    again = client_of(planted.starter)
    assert "vernietigd" in again.get(kept(traject)).content.decode()
    assert again.get(path).status_code == 302, "there is nothing left to destroy"
    check(again.get(kept(traject)).content.decode())


def test_cr22_a_participant_checks_the_proof_with_the_fingerprint_of_before(planted: Planted) -> None:
    told = fingerprint(planted.traject.pk)
    guest = with_link(planted)
    path = f"/vernietigd/{planted.traject.pk}"
    assert guest.get(path)["Location"].endswith("/bewaren"), "it is still there"
    destroy(planted.traject, "date", "rounds")
    for typed in (told, grouped(told), grouped(told).upper(), f"  {told}\n"):
        text = guest.post(path, {"fingerprint": typed}).content.decode()
        assert "Ja, dit is de casus waar jij bij was" in text
        check(text)
    assert "hoort niet bij dit bewijs" in guest.post(path, {"fingerprint": "0" * 64}).content.decode()
    assert guest.post(path, {"fingerprint": ""}).status_code == 422
    assert guest.post(path, {"fingerprint": "x" * 500}).status_code == 422


def test_cr22_the_record_can_be_checked_with_other_tools(planted: Planted) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    destroy(planted.traject, "request", "initiator")
    found = json.loads(Client().get(f"/vernietigd/{planted.traject.pk}/bewijs.json").content)
    (entry,) = [Entry(**each) for each in found]
    assert entry.fault() == "" and entry.content["traject"] == planted.traject.pk
    pem = Client().get("/vernietigd/sleutel").content
    load_pem_public_key(pem).verify(bytes.fromhex(entry.signature), entry.body.encode())  # type: ignore[union-attr,call-arg]
    assert verified(engine.cipher().signer().public, entry.signature, entry.body.encode())
    names = {planted.traject.title, planted.guest.person.name, planted.host.username}
    assert not any(name in json.dumps(found) for name in names)


def test_cr22_whoever_led_says_that_downloads_are_gone_before_or_after(planted: Planted) -> None:
    host, starter, traject = client_of(planted.host), client_of(planted.starter), planted.traject
    path = f"{kept(traject)}weggegooid"
    assert "vinkje" in host.post(path, {}, follow=True).content.decode()
    assert starter.post(path, {"weg": "ja"}).status_code == 404, "only who led"
    assert "nog niets laten weten" in starter.get(kept(traject)).content.decode()
    destroy(traject, "date", "rounds")
    assert "Ik heb mijn downloads" in host.get(f"/vernietigd/{traject.pk}").content.decode()
    assert "Dank je" in host.post(path, {"weg": "ja"}, follow=True).content.decode()
    assert f"alles weggegooid op {terms.said(clock.today())}" in starter.get(kept(traject)).content.decode()
    assert "Ik heb mijn downloads" not in Client().get(f"/vernietigd/{traject.pk}").content.decode()


def test_x5_the_proof_outlives_the_traject(planted: Planted) -> None:
    destroy_outcome(planted.traject)
    text = Client().get(f"/vernietigd/{planted.traject.pk}").content.decode()
    assert "Alles van dit traject" in text
    check(text)


def test_x5_days_are_said_in_words() -> None:
    assert terms.said(date(2027, 3, 1)) == "1 maart 2027"
