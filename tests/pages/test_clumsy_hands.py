"""What a clumsy hand gets to see: always a page in Dutch, and never are words lost (B7, B12)."""

import pytest
from django.test import Client

from samenspel.preparation.desk import Desk
from samenspel.project.body_limit import MOST, limited

from .conftest import PASSWORD, Scene
from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def browser(**options: object) -> Client:
    return Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1", raise_request_exception=False, **options)


def test_b12_reloading_a_page_that_only_a_button_leads_to_says_so(scene: Scene) -> None:
    client = browser()
    client.login(username="marieke", password=PASSWORD)
    answer = client.get(f"/bijeenkomsten/{scene.id}/wand")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    check(answer.content.decode())
    assert "Ga terug naar de vorige pagina" in answer.content.decode()


def test_b12_who_tries_too_often_reads_so_in_dutch(scene: Scene) -> None:
    client = browser()
    answers = [client.post("/inloggen/sleutel", {"credential": "x"}) for _ in range(12)]
    assert answers[-1].status_code == 429
    check(answers[-1].content.decode())
    assert "Wacht een paar minuten" in answers[-1].content.decode()


async def test_b12_too_large_is_said_in_dutch() -> None:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    headers = [(b"content-length", str(MOST + 1).encode())]
    await limited(lambda *_: None, MOST)({"type": "http", "headers": headers}, lambda: None, send)  # type: ignore[arg-type, return-value]
    assert sent[0]["status"] == 413
    assert dict(sent[0]["headers"])[b"content-type"].startswith(b"text/html")  # type: ignore[call-overload]
    assert '<html lang="nl"' in bytes(sent[1]["body"]).decode() and "2 MB" in bytes(sent[1]["body"]).decode()  # type: ignore[call-overload]


def test_b7_a_name_of_a_hundred_thousand_characters_does_not_break_the_login(scene: Scene) -> None:
    answer = browser().post("/inloggen", {"login": "x" * 100_000, "password": "y"})
    assert answer.status_code == 200
    check(answer.content.decode())
    assert "te lang" in answer.content.decode()


def test_words_outlive_a_login_that_ended_meanwhile(scene: Scene) -> None:
    client, traject = browser(), scene.session.traject_id
    for page in ("mensen/plakken", "uitnodiging/", "verslag/tekst"):
        answer = client.post(f"/traject/{traject}/{page}", {"rows": "Anna van Dijk; anna@voorbeeld.nl"})
        text = answer.content.decode()
        assert answer.status_code == 403 and "Anna van Dijk; anna@voorbeeld.nl" in text, page
        check(text)
    empty = client.post(f"/traject/{traject}/verslag/versturen")
    assert empty.headers["Location"] == "/inloggen?next=/bijeenkomsten/", "never back to what only takes a form"
    assert client.get(f"/traject/{traject}/").headers["Location"] == f"/inloggen?next=/traject/{traject}/"


@pytest.mark.parametrize("asked", ["", "x" * 41, "0" * 16, "\x00"])
def test_b7_taking_back_what_is_not_there_is_no_fault(scene: Scene, asked: str) -> None:
    client, traject = browser(), scene.session.traject_id
    client.login(username="marieke", password=PASSWORD)
    answer = client.post(f"/traject/{traject}/voorbereiding/deelnemers/genoemd", {"id": asked})
    assert answer.status_code in (302, 409)
    if answer.status_code == 409:
        check(answer.content.decode())


def test_b7_a_refusal_in_the_preparation_is_a_page_that_gives_words_back(scene: Scene, monkeypatch) -> None:
    from samenspel.kernel.refusal import Reason, Refused

    def refuse(*_: object, **__: object) -> None:
        raise Refused(Reason.WRONG_PHASE)

    monkeypatch.setattr(Desk, "ask", refuse)
    client, traject, party = browser(), scene.session.traject_id, next(iter(scene.parties.values()))
    client.login(username="marieke", password=PASSWORD)
    answer = client.post(f"/traject/{traject}/voorbereiding/deelnemers/{party}/toch", {"note": "Bewaar deze zin"})
    assert answer.status_code == 409 and "Bewaar deze zin" in answer.content.decode()
    check(answer.content.decode())
