"""Questions before the meeting, answered by personal link (CR-1, CR-3, CR-4)."""

import re

import pytest

from samenspel.instruments.case_reconstruction.records import MissingParty, SoundingAnswer, Tension
from samenspel.trajects import engine
from tests.pages.test_html import check

from .scene import Scene

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
WILLING = {"open": "yes", "time": "yes", "learn": "yes", "involved": "partly"}


def hidden(page: str) -> dict[str, str]:
    """What the form of a page sends along by itself."""
    return {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        if name in ("seen", "once", "toch")
    }


def fill(client, path: str, **answers: object):
    """As a browser does: open the page, fill it in, send it."""
    page = client.get(path)
    assert page.status_code == 200
    check(page.content.decode())
    return client.post(path, {**hidden(page.content.decode()), **answers})


def test_cr1_the_sounding_reassures_first_and_is_kept(scene: Scene) -> None:
    scene.ask("sounding")
    client = scene.visit("anouk")
    home = client.get(scene.path()).content.decode()
    assert "Wil je samen terugkijken?" in home and "Graag uiterlijk" in home
    page = client.get(scene.path("peilen")).content.decode()
    assert page.index("We wijzen niemand aan") < page.index("Sta je open voor samen terugkijken?")
    answer = fill(client, scene.path("peilen"), **WILLING, remark="Fijn dat dit gebeurt")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("?klaar=peilen")
    kept = scene.one("anouk", SoundingAnswer)
    assert kept is not None and kept.body == {**WILLING, "remark": "Fijn dat dit gebeurt"}
    assert "Bewaard." in client.get(answer.headers["Location"]).content.decode()


def test_cr1_half_is_kept_and_taken_up_again_on_another_device(scene: Scene) -> None:
    scene.ask("sounding")
    fill(scene.visit("anouk"), scene.path("peilen"), open="yes")
    later = scene.visit("anouk")
    home = later.get(scene.path()).content.decode()
    assert "Je begon al: 1 van de 4" in home and "Ga verder" in home
    page = later.get(scene.path("peilen")).content.decode()
    assert re.search(r'name="open" value="yes" checked', page)
    fill(later, scene.path("peilen"), **WILLING)
    assert scene.one("anouk", SoundingAnswer).body["learn"] == "yes"  # type: ignore[union-attr]
    assert "Dit vragen we je nu" not in later.get(scene.path()).content.decode()


def test_cr1_sending_twice_is_sending_once(scene: Scene) -> None:
    client = scene.visit("anouk")
    form = {**hidden(client.get(scene.path("peilen")).content.decode()), **WILLING}
    assert [client.post(scene.path("peilen"), form).status_code for _ in range(2)] == [302, 302]
    assert len([r for r in engine.state_of(scene.session.pk) if r.type == "sounding_answer"]) == 1


def test_r11_an_old_tab_does_not_write_over_newer_words(scene: Scene) -> None:
    phone, laptop = scene.visit("anouk"), scene.visit("anouk")
    old = hidden(laptop.get(scene.path("peilen")).content.decode())
    fill(phone, scene.path("peilen"), **WILLING, remark="Nieuw")
    answer = laptop.post(scene.path("peilen"), {**old, "open": "no", "remark": "Oud maar bewaar mij"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "Oud maar bewaar mij" in text and "Nieuw" in text
    assert scene.one("anouk", SoundingAnswer).body["remark"] == "Nieuw"  # type: ignore[union-attr]
    again = laptop.post(scene.path("peilen"), {**hidden(text), "open": "no", "remark": "Oud maar bewaar mij"})
    assert again.status_code == 302
    assert scene.one("anouk", SoundingAnswer).body["open"] == "no"  # type: ignore[union-attr]


def test_cr5_what_looks_personal_comes_back_once_with_the_words_kept(scene: Scene) -> None:
    client = scene.visit("anouk")
    text = "Bel Bo Wouters op 06-12345678"
    answer = fill(client, scene.path("peilen"), **WILLING, remark=text)
    page = answer.content.decode()
    assert answer.status_code == 422 and text in page and "Kijk je nog even mee?" in page
    assert "telefoonnummer" in page and "de naam van een deelnemer" in page
    check(page)
    assert scene.one("anouk", SoundingAnswer) is None
    other = client.post(scene.path("peilen"), {**hidden(page), **WILLING, "remark": "Toch: a@b.nl"})
    assert other.status_code == 422, "another finding asks for another look"
    again = client.post(scene.path("peilen"), {**hidden(page), **WILLING, "remark": text})
    assert again.status_code == 302
    assert scene.one("anouk", SoundingAnswer).body["remark"] == text  # type: ignore[union-attr]


def test_cr4_tension_says_who_reads_it_and_asks_for_a_choice(scene: Scene) -> None:
    scene.ask("tension")
    client = scene.visit("bo")
    page = client.get(scene.path("spanning")).content.decode()
    assert page.index("Alleen de gespreksbegeleider ziet dit") < page.index('name="level"')
    empty = fill(client, scene.path("spanning"), note="Ik schreef al wat")
    assert empty.status_code == 422 and "Ik schreef al wat" in empty.content.decode()
    assert fill(client, scene.path("spanning"), level="light", talk="on", note="Het schuurt").status_code == 302
    assert [body.note for body in engine.state_of(scene.session.pk).bodies(Tension)] == ["Het schuurt"]
    kept = scene.one("bo", Tension)
    assert kept is not None and kept.body == {}, "who opens the link of another reads nothing"
    again = client.get(scene.path("spanning")).content.decode()
    assert "Het schuurt" not in again and "checked" not in again and "Je kunt opnieuw antwoorden" in again
    assert "Gedaan" in client.get(scene.path()).content.decode()


def test_cr3_a_missing_party_is_named_and_taken_back(scene: Scene) -> None:
    scene.ask("missing")
    client = scene.visit("bo")
    page = client.get(scene.path("ontbreekt")).content.decode()
    assert "Wijkteam Noord" in page and "Politie" in page
    form = {**hidden(page), "text": "De huisarts, want die belde vaak"}
    assert [client.post(scene.path("ontbreekt"), form).status_code for _ in range(2)] == [302, 302]
    named = scene.room("bo").own(MissingParty)
    assert len(named) == 1, "twice the same form is one party"
    check(client.get(scene.path("ontbreekt")).content.decode())
    for _ in range(2):
        assert client.post(scene.path("ontbreekt/terug"), {"id": named[0].id}).status_code == 302
    assert not scene.room("bo").own(MissingParty)


@pytest.mark.parametrize("page", ["peilen", "spanning", "ontbreekt"])
def test_b8_what_people_write_comes_back_as_text_however_long(scene: Scene, page: str) -> None:
    client = scene.visit("anouk")
    field = {"peilen": "remark", "spanning": "note", "ontbreekt": "text"}[page]
    nasty = "</textarea><script>alert(1)</script>{{7*7}}\x00\u202e" + "a" * 60_000
    answer = fill(client, scene.path(page), level="none", **{field: nasty})
    text = answer.content.decode()
    assert answer.status_code == 422 and "<script>alert" not in text and "a" * 60_000 in text
    assert "Er is nog niets bewaard" in text


def test_cr1_after_the_start_nothing_changes_and_nothing_typed_is_lost(scene: Scene) -> None:
    scene.ask()
    client = scene.visit("anouk")
    fill(client, scene.path("peilen"), **WILLING, remark="Op tijd")
    form = hidden(client.get(scene.path("peilen")).content.decode())
    scene.begin()
    page = client.get(scene.path("peilen"))
    assert page.status_code == 200 and "Op tijd" in page.content.decode() and "<textarea" not in page.content.decode()
    late = client.post(scene.path("peilen"), {**form, "remark": "Te laat geschreven"})
    assert late.status_code == 409 and "Te laat geschreven" in late.content.decode()
    check(late.content.decode())
    assert scene.one("anouk", SoundingAnswer).body["remark"] == "Op tijd"  # type: ignore[union-attr]
    assert "Dit vragen we je nu" not in client.get(scene.path()).content.decode()


def test_who_leads_or_writes_along_is_not_asked(scene: Scene) -> None:
    scene.ask()
    for name in ("marieke", "nia"):
        client = scene.visit(name)
        assert "Er is nu niets" in client.get(scene.path()).content.decode()
        for page in ("peilen", "spanning", "ontbreekt", "momenten"):
            answer = client.get(scene.path(page))
            assert answer.status_code == 404 and "niet (meer) voor jou" in answer.content.decode()
