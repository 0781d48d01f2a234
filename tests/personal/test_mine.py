"""The personal page: ways in, the day itself, what is kept, and taking words away (X-1, X-5, CR-22, B4)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samenspel import clock
from samenspel.instruments.case_reconstruction.records import MomentInput, SoundingAnswer, Tension
from samenspel.personal import links
from samenspel.trajects import engine
from tests.pages.test_html import check

from .scene import Scene
from .test_questions import WILLING, fill

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
PAGES = ("", "peilen", "ontbreekt", "spanning", "momenten", "momenten/nieuw", "weg")


@pytest.mark.parametrize("page", PAGES)
def test_nobody_comes_in_without_a_link(scene: Scene, page: str) -> None:
    for client in (Client(HTTP_HOST="localhost"), scene.login("nia"), scene.login("marieke")):
        for method in (client.get, client.post):
            answer = method(scene.path(page))
            assert answer.status_code in (403, 405)
            assert "Wilgenlaan" not in answer.content.decode()
    assert Client(HTTP_HOST="localhost").get(f"/mijn/bestaatniet/{page}").status_code == 403


def test_a_revoked_an_old_and_a_removed_link_say_what_to_do(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    client = scene.visit("anouk")
    links.revoke(scene.contacts["anouk"])
    answer = client.get(scene.path("peilen"))
    assert answer.status_code == 403 and "verlopen of ingetrokken" in answer.content.decode()
    fresh = scene.visit("anouk")
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: timezone.now() + timedelta(days=121))
        assert fresh.get(scene.path()).status_code == 403
    assert fresh.get(scene.path()).status_code == 200
    contact = scene.contacts["anouk"]
    contact.removed = True
    contact.save()
    assert fresh.get(scene.path()).status_code == 403


def test_one_traject_is_no_way_into_another(scene: Scene) -> None:
    from samenspel.trajects import people, services
    from samenspel.trajects.contact import Person

    other = services.create_traject("Ander", "initiator", Person(name="Els"), None)
    els = people.add_contact(other, "participant", Person(name="Els"))
    client = Client(HTTP_HOST="localhost")
    client.cookies[links.cookie_name(scene.id)] = links.issue(els).split("#")[1]
    assert client.get(scene.path()).status_code == 403


def test_the_initiator_answers_with_an_account_as_well(scene: Scene) -> None:
    client = scene.login("ina")
    assert fill(client, scene.path("peilen"), **WILLING).status_code == 302
    assert scene.one("ina", SoundingAnswer) is not None


def test_x5_the_page_says_how_long_everything_is_kept_and_who_helps(scene: Scene) -> None:
    page = scene.visit("anouk").get(scene.path()).content.decode()
    check(page)
    assert "wordt het vernietigd" in page and "marieke@voorbeeld.nl" in page and "vingerafdruk" in page


def test_on_the_day_a_button_leads_into_the_room_as_oneself(scene: Scene) -> None:
    client = scene.visit("anouk")
    to = scene.path(f"naar/{scene.session.pk}")
    assert "Naar de bijeenkomst" not in client.get(scene.path()).content.decode()
    assert client.post(to).status_code == 409
    scene.session.planned = clock.now()
    scene.session.save()
    assert "Naar de bijeenkomst" in client.get(scene.path()).content.decode()
    for _ in range(2):
        answer = client.post(to)
        assert answer.status_code == 302 and answer.headers["Location"] == f"/s/{scene.session.pk}/deelnemer"
    from samenspel.invitations.models import Ticket

    ticket = Ticket.objects.get(session=scene.session)
    assert (ticket.attendee, ticket.surface) == (scene.contacts["anouk"].pk, "deelnemer")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert scene.visit("nia").post(to).headers["Location"].endswith("/regie")
    assert not Ticket.objects.filter(attendee=scene.contacts["marieke"].pk).exists()
    scene.visit("marieke").post(to)
    assert not Ticket.objects.filter(attendee=scene.contacts["marieke"].pk).exists(), "leading asks for a login"


def test_cr22_own_words_are_taken_away_and_shown_as_taken_away(scene: Scene) -> None:
    client = scene.visit("anouk")
    scene.do("ask_moments", person=scene.contacts["anouk"].pk, party=scene.party("Politie"))
    fill(client, scene.path("peilen"), **WILLING, remark="kanarie een")
    fill(client, scene.path("spanning"), level="serious", note="kanarie twee")
    fill(client, scene.path("momenten/nieuw"), when="2024", text="kanarie drie")
    client.post(scene.path("momenten/versturen"))
    fill(scene.visit("bo"), scene.path("peilen"), **WILLING, remark="blijft staan")
    page = client.get(scene.path("weg")).content.decode()
    check(page)
    assert "je antwoord over spanning" in page and "moment dat je inbracht" in page
    answer = client.post(scene.path("weg"), follow=True)
    assert "Je woorden zijn weggehaald" in answer.content.decode()
    for kind in (SoundingAnswer, Tension, MomentInput):
        assert scene.one("anouk", kind) is None
    left = repr(list(engine.state_of(scene.session.pk)))
    assert "kanarie" not in left and "blijft staan" in left and "removed" in left
    assert client.post(scene.path("weg"), follow=True).status_code == 200, "twice is once"


def test_cr22_a_destroyed_case_says_so_and_leaves_the_rest(scene: Scene) -> None:
    scene.ask()
    client = scene.visit("anouk")
    engine.cipher().destroy(scene.id, "case")
    assert client.get(scene.path()).status_code == 200
    for method in (client.get, client.post):
        answer = method(scene.path("peilen"))
        assert answer.status_code == 410 and "De casus is gewist" in answer.content.decode()
        check(answer.content.decode())
    engine.cipher().destroy(scene.id, "outcome")
    assert client.get(scene.path()).status_code == 410


def test_words_are_given_back_by_every_page_that_cannot_keep_them(scene: Scene) -> None:
    words = {**WILLING, "remark": "Mijn lange zin"}
    client = scene.visit("anouk")
    links.revoke(scene.contacts["anouk"])
    answer = client.post(scene.path("peilen"), words)
    assert answer.status_code == 403 and "Mijn lange zin" in answer.content.decode()
    check(answer.content.decode())
    gone = scene.visit("bo")
    engine.cipher().destroy(scene.id, "case")
    answer = gone.post(scene.path("peilen"), words)
    assert answer.status_code == 410 and "Mijn lange zin" in answer.content.decode()


def test_b6_an_old_tab_gives_words_back_and_another_sites_words_are_never_ours(scene: Scene) -> None:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.cookies[links.cookie_name(scene.id)] = links.issue(scene.contacts["anouk"]).split("#")[1]
    words = {"remark": "Mijn lange zin", "csrfmiddlewaretoken": "x" * 64}
    own = client.post(scene.path("peilen"), words, headers={"Origin": "http://localhost"})
    assert own.status_code == 403 and "Mijn lange zin" in own.content.decode() and "x" * 64 not in own.content.decode()
    check(own.content.decode())
    for origin in ("https://elders.voorbeeld.nl", "null"):
        other = client.post(scene.path("peilen"), words, headers={"Origin": origin})
        assert other.status_code == 403 and "Mijn lange zin" not in other.content.decode()
    secret = client.post("/inloggen", {"password": "mijn geheim"}, headers={"Origin": "http://localhost"})
    assert secret.status_code == 403 and "mijn geheim" not in secret.content.decode()


def test_b6_a_form_of_another_site_changes_nothing(scene: Scene) -> None:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.cookies[links.cookie_name(scene.id)] = links.issue(scene.contacts["anouk"]).split("#")[1]
    assert client.post(scene.path("peilen"), WILLING).status_code == 403
    assert scene.one("anouk", SoundingAnswer) is None


def test_a_page_that_is_looked_at_changes_nothing(scene: Scene) -> None:
    scene.ask()
    client = scene.visit("anouk")
    before = [(r.id, r.version) for r in engine.state_of(scene.session.pk)]
    for page in PAGES:
        client.get(scene.path(page))
        client.head(scene.path(page))
    assert [(r.id, r.version) for r in engine.state_of(scene.session.pk)] == before
