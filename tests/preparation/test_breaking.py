"""What could go wrong for who prepares: no meeting yet, another instrument, hostile words, wrong values (B8)."""

import pytest

from samenspel.preparation.steps import steps
from samenspel.trajects import services
from samenspel.trajects.contact import Person
from tests.pages.test_html import check
from tests.personal.scene import Scene
from tests.personal.test_questions import fill

from .test_pages import CASE, NAMES, at

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
NASTY = "<img src=x onerror=alert(1)>{{7*7}}{% now 'Y' %}\u202e\x00"


def test_a_traject_without_a_casusreconstructie_says_so(scene: Scene) -> None:
    from django.contrib.auth.models import User

    ina = User.objects.get(username="ina")
    traject = services.create_traject("Leeg", "initiator", Person(name="Ina"), ina)
    client = scene.login("ina")
    for page in ("peilen", "deelnemers", "privacy"):
        answer = client.get(f"/traject/{traject.pk}/voorbereiding/{page}")
        assert answer.status_code == 404 and "Nog geen casusreconstructie" in answer.content.decode()
        check(answer.content.decode())
    assert steps(traject, frozenset({"initiator"})) == []
    services.create_session("Driehoek", "driehoek-45", ina, traject=traject)
    assert client.get(f"/traject/{traject.pk}/voorbereiding/peilen").status_code == 404
    assert steps(traject, frozenset({"initiator"})) == []


def test_b8_what_is_written_comes_back_as_text(scene: Scene) -> None:
    ina = scene.login("ina")
    assert fill(ina, at(scene, "peilen"), **{**CASE, "theme": NASTY[:55], "reason": NASTY}).status_code == 302
    fill(scene.visit("bo"), scene.path("peilen"), open="yes", remark=NASTY)
    fill(scene.visit("bo"), scene.path("ontbreekt"), text=NASTY)
    fill(scene.visit("bo"), scene.path("spanning"), level="light", note=NASTY)
    marieke = scene.login("marieke")
    for page in NAMES:
        text = marieke.get(at(scene, page)).content.decode()
        assert "<img src=x" not in text and "\u202e" not in text, page
    assert "{{7*7}}" in marieke.get(at(scene, "spanningen")).content.decode()


@pytest.mark.parametrize(
    ("page", "sent"),
    [("peilen", {"alias": "", "kind": "rough"}), ("peilen", {"alias": "A" * 61, "kind": "rough"}),
     ("peilen", {"alias": "A", "kind": "stuk"}), ("peilen", {"alias": "A", "kind": "rough", "signals": ["stuk"]}),
     ("begeleider", {"confidentiality": "stuk"}), ("begeleider", {}), ("privacy", {"legal_basis": "stuk"}),
     ("privacy", {"basis_note": "a" * 501}), ("uitvraag", {"people": [], "due": ""}),
     ("uitvraag", {"people": [], "due": "2020-01-01"}), ("uitvraag", {"people": [], "due": "9999-01-01"})],
)  # fmt: skip
def test_a_wrong_value_keeps_nothing_and_says_what_is_wrong(scene: Scene, page: str, sent: dict[str, object]) -> None:
    answer = scene.login("marieke").post(at(scene, page), sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Er is nog niets bewaard" in text
    check(text)


def test_what_asks_for_something_that_is_not_there_is_not_found(scene: Scene) -> None:
    client = scene.login("marieke")
    for path in ("vragen/stuk", "herinneren/stuk"):
        assert client.post(at(scene, path), {"due": "2026-01-01"}).status_code == 404
    assert client.get(at(scene, "deelnemers/stuk")).status_code == 404
    assert client.post(at(scene, "deelnemers/stuk/toch")).status_code == 404
    assert client.post(at(scene, "deelnemers/genoemd"), {"id": "stuk"}).status_code == 302
    assert client.post(at(scene, f"deelnemers/{scene.party('Politie')}/toch")).status_code == 302, "twice is once"
    for path in ("vragen/sounding", "herinneren/sounding", "deelnemers/genoemd"):
        assert client.get(at(scene, path)).status_code == 404 or client.get(at(scene, path)).status_code == 405
