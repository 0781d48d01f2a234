"""Pages on which an initiator and a facilitator prepare (CR-1 to CR-6)."""

from datetime import timedelta

import pytest

from samenspel import clock
from samenspel.instruments.case_reconstruction.records import (
    AbsentParty,
    CaseChoice,
    FacilitatorCheck,
    MissingParty,
    MomentRequest,
)
from samenspel.letters.models import Letter
from samenspel.preparation.models import Question
from samenspel.trajects import engine
from samenspel.vocabulary.people import Party
from tests.pages.test_html import check
from tests.personal.scene import Scene
from tests.personal.test_questions import WILLING, fill, hidden

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
CASE = {"alias": "Wilgenlaan", "kind": "exemplary", "theme": "Jeugd", "reason": "Dit speelt vaker", "calm": "closed"}
NAMES = ("peilen", "begeleider", "deelnemers", "spanningen", "privacy", "uitvraag")


def at(scene: Scene, page: str = "") -> str:
    return f"/traject/{scene.id}/voorbereiding/{page}"


def body(scene: Scene, kind: type) -> object:
    return next(iter(engine.state_of(scene.session.pk).bodies(kind)), None)


def soon(days: int = 5) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("name", "may"),
    [("marieke", NAMES), ("nia", ("peilen", "begeleider", "deelnemers", "privacy", "uitvraag")),
     ("ina", ("peilen", "begeleider", "deelnemers", "privacy")), ("", ())],
)  # fmt: skip
def test_each_role_has_its_own_pages(scene: Scene, name: str, may: tuple[str, ...]) -> None:
    from django.contrib.auth.models import User

    User.objects.create_user("vreemde", password="paarse fiets onder de brug")
    client = scene.login(name or "vreemde")
    for page in NAMES:
        answer = client.get(at(scene, page))
        assert answer.status_code == (200 if page in may else 404), page
        if page in may:
            check(answer.content.decode())
            hrefs = [other for other in NAMES if f'href="{at(scene, other)}"' in answer.content.decode()]
            assert hrefs == [other for other in NAMES if other in may]


def test_a_link_is_no_way_into_the_preparation(scene: Scene) -> None:
    for name in ("ina", "marieke", "anouk"):
        for page in NAMES:
            assert scene.visit(name).get(at(scene, page)).status_code in (302, 404)


def test_cr1_the_choice_of_the_case_is_kept_and_privacy_beside_it(scene: Scene) -> None:
    ina = scene.login("ina")
    assert 'value="Wilgenlaan"' in ina.get(at(scene, "peilen")).content.decode()
    given = {**CASE, "signals": ["visions_apart", "role_expectations"]}
    assert fill(ina, at(scene, "peilen"), **given).status_code == 302
    answer = fill(scene.login("marieke"), at(scene, "privacy"), purpose_confirmed="on", legal_basis="agreement",
                  basis_note="Artikel 4")  # fmt: skip
    assert answer.status_code == 302
    kept = body(scene, CaseChoice)
    assert isinstance(kept, CaseChoice) and kept.signals == ("visions_apart", "role_expectations")
    assert (kept.theme, kept.legal_basis, kept.purpose_confirmed, kept.calm) == ("Jeugd", "agreement", True, "closed")
    fill(ina, at(scene, "peilen"), **{**given, "calm": "running"})
    page = ina.get(at(scene, "peilen")).content.decode()
    assert "lukt terugkijken niet" in page and "Wacht tot de casus rustig is" in page
    assert body(scene, CaseChoice).legal_basis == "agreement", "the other page is not touched"  # type: ignore[attr-defined]


def test_r11_two_who_write_the_same_both_keep_their_words(scene: Scene) -> None:
    ina, marieke = scene.login("ina"), scene.login("marieke")
    old = hidden(ina.get(at(scene, "peilen")).content.decode())
    fill(marieke, at(scene, "peilen"), **CASE)
    answer = ina.post(at(scene, "peilen"), {**old, **CASE, "reason": "Van mij"})
    assert answer.status_code == 409 and "Van mij" in answer.content.decode()
    assert body(scene, CaseChoice).reason == "Dit speelt vaker"  # type: ignore[attr-defined]
    again = ina.post(at(scene, "peilen"), {**hidden(answer.content.decode()), **CASE, "reason": "Van mij"})
    assert again.status_code == 302 and body(scene, CaseChoice).reason == "Van mij"  # type: ignore[attr-defined]


def test_cr1_everybody_is_asked_once_with_a_day(scene: Scene) -> None:
    ina = scene.login("ina")
    bad = ina.post(at(scene, "vragen/sounding"), {"due": "2020-01-01"}, follow=True)
    assert "Deze dag is al voorbij" in bad.content.decode() and not Letter.objects.exists()
    for days in (5, 5, 6):
        answer = ina.post(at(scene, "vragen/sounding"), {"due": soon(days)}, follow=True)
        check(answer.content.decode())
    assert Letter.objects.filter(key__startswith="ask:sounding").count() == 4
    assert Question.objects.get().due.isoformat() == soon(6)
    assert "0 van de 4" in answer.content.decode()
    fill(scene.visit("bo"), scene.path("peilen"), **WILLING, remark="Graag in de ochtend")
    page = ina.get(at(scene, "peilen")).content.decode()
    assert "1 van de 4" in page and "Graag in de ochtend" in page
    ina.post(at(scene, "herinneren/sounding"))
    ina.post(at(scene, "herinneren/sounding"))
    assert Letter.objects.filter(kind="reminder").count() == 3, "not to who answered, and once a day"


def test_cr2_the_self_check_is_kept_and_others_see_how_it_stands(scene: Scene) -> None:
    marieke = scene.login("marieke")
    fill(marieke, at(scene, "begeleider"), competences=["listening"], independent="yes", field_knowledge="no",
         confidentiality="confirmed")  # fmt: skip
    kept = body(scene, FacilitatorCheck)
    assert isinstance(kept, FacilitatorCheck)
    assert (kept.competences, kept.independent, kept.field_knowledge) == (("listening",), True, False)
    page = scene.login("ina").get(at(scene, "begeleider")).content.decode()
    assert "geheimhouding bevestigd op" in page and "Nog niet aangevinkt: 5 van de zes" in page
    assert 'name="competences"' not in page
    assert scene.login("ina").post(at(scene, "begeleider"), {"confidentiality": "none"}).status_code == 200
    assert body(scene, FacilitatorCheck) == kept


def test_cr3_missing_parties_and_a_party_that_cannot_come(scene: Scene) -> None:
    fill(scene.visit("bo"), scene.path("ontbreekt"), text="De huisarts")
    marieke = scene.login("marieke")
    page = marieke.get(at(scene, "deelnemers")).content.decode()
    assert "De huisarts" in page and "genoemd door School De Wilg" in page
    named = scene.room("bo").own(MissingParty)[0].id
    marieke.post(at(scene, "deelnemers/genoemd"), {"id": named})
    assert "De huisarts" not in marieke.get(at(scene, "deelnemers")).content.decode()
    police = scene.party("Politie")
    path = at(scene, f"deelnemers/{police}")
    ina = scene.login("ina")
    assert "Niet nu" in ina.get(path).content.decode()
    assert ina.post(path, {"note": "Zonder keuze"}).status_code == 422
    assert ina.post(path, {"decision": "talk_first", "note": "Bellen"}).status_code == 302
    assert body(scene, AbsentParty) == AbsentParty(decision="talk_first", note="Bellen")
    assert engine.state_of(scene.session.pk).get(police).body.absent is True  # type: ignore[union-attr]
    assert "We spreken Politie vooraf" in marieke.get(at(scene, "deelnemers")).content.decode()
    assert ina.post(f"{path}/toch").status_code == 302
    assert body(scene, AbsentParty) is None
    assert not any(party.absent for party in engine.state_of(scene.session.pk).bodies(Party))
    assert scene.login("nia").get(path).status_code == 404, "decided with the initiator, not by the note-taker"


def test_cr4_the_facilitator_reads_tension_with_advice(scene: Scene) -> None:
    fill(scene.visit("bo"), scene.path("spanning"), level="serious", talk="on", note="Het is hard gegaan")
    page = scene.login("marieke").get(at(scene, "spanningen")).content.decode()
    assert "Veel spanning" in page and "Het is hard gegaan" in page and "regioadviseur" in page
    assert "wil vooraf praten" in page
    for name in ("ina", "nia"):
        assert scene.login(name).post(at(scene, "vragen/tension"), {"due": soon()}).status_code == 404
    scene.login("marieke").post(at(scene, "vragen/tension"), {"due": soon()})
    letters = Letter.objects.filter(key__startswith="ask:tension")
    assert letters.count() == 4


def test_cr6_three_or_four_parties_are_asked_and_seen_to_answer(scene: Scene) -> None:
    nia = scene.login("nia")
    ids = {name: scene.contacts[name].pk for name in ("ina", "anouk", "bo")}
    answer = fill(nia, at(scene, "uitvraag"), people=list(ids.values()), due=soon())
    assert answer.status_code == 302
    asked = engine.state_of(scene.session.pk).bodies(MomentRequest)
    assert {one.person for one in asked} == set(ids.values()) and {one.due for one in asked} == {soon()}
    assert Letter.objects.filter(key__startswith="ask:moments").count() == 3
    client = scene.visit("anouk")
    fill(client, scene.path("momenten/nieuw"), when="2024", text="Kanarie in concept")
    page = nia.get(at(scene, "uitvraag")).content.decode()
    assert "0 van de 3" in page and "Kanarie" not in page
    client.post(scene.path("momenten/versturen"))
    assert "1 van de 3" in nia.get(at(scene, "uitvraag")).content.decode()
    fill(nia, at(scene, "uitvraag"), people=[ids["anouk"], ids["bo"]], due=soon(9))
    left = engine.state_of(scene.session.pk).bodies(MomentRequest)
    assert {one.person for one in left} == {ids["anouk"], ids["bo"]} and {one.due for one in left} == {soon(9)}
    bad = nia.post(at(scene, "uitvraag"), {"people": ["bestaat-niet"], "due": "morgen"})
    assert bad.status_code == 422 and "Kies een dag" in bad.content.decode()


def test_cr6_who_has_no_party_is_told_before_anything_is_asked(scene: Scene) -> None:
    from samenspel.trajects import people
    from samenspel.trajects.contact import Person

    lone = people.add_contact(scene.traject, "participant", Person(name="Els Los"))
    answer = scene.login("marieke").post(at(scene, "uitvraag"), {"people": [lone.pk], "due": soon()})
    assert answer.status_code == 422 and "Nog zonder partij: Els Los" in answer.content.decode()
    assert not Letter.objects.exists()


def test_cr22_a_destroyed_case_has_no_preparation(scene: Scene) -> None:
    engine.cipher().destroy(scene.id, "case")
    for page in NAMES:
        answer = scene.login("marieke").get(at(scene, page))
        assert answer.status_code == 410 and "gewist" in answer.content.decode()


def test_x1_the_path_says_what_is_next_and_how_many_answered(scene: Scene) -> None:
    from samenspel.preparation.steps import steps

    def of(*roles: str) -> dict[str, object]:
        return {step.title: step for step in steps(scene.traject, frozenset(roles))}

    assert "Spanningen" not in of("initiator", "note_taker") and "Momenten vragen" not in of("initiator")
    assert of("initiator")["Peilen"].state == "todo"  # type: ignore[attr-defined]
    fill(scene.login("ina"), at(scene, "peilen"), **CASE)
    scene.ask("sounding", "tension")
    assert of("initiator")["Peilen"].answered == (0, 4)  # type: ignore[attr-defined]
    for name in ("ina", "anouk", "bo", "floor"):
        fill(scene.visit(name), scene.path("peilen"), **WILLING)
    assert of("facilitator")["Peilen"].state == "done"  # type: ignore[attr-defined]
    fill(scene.visit("bo"), scene.path("spanning"), level="serious")
    tension = of("facilitator")["Spanningen"]
    assert tension.state == "todo" and "spanning" not in tension.text  # type: ignore[attr-defined]
    page = scene.login("marieke").get(f"/traject/{scene.id}/")
    assert page.status_code == 200 and "Peilen" in page.content.decode()


def test_a_login_that_ran_out_while_writing_loses_no_words(scene: Scene) -> None:
    client = scene.login("ina")
    form = hidden(client.get(at(scene, "peilen")).content.decode())
    client.logout()
    answer = client.post(at(scene, "peilen"), {**form, **CASE})
    assert answer.status_code == 403 and "Dit speelt vaker" in answer.content.decode()
    check(answer.content.decode())
    assert client.get(at(scene, "peilen")).headers["Location"].startswith("/inloggen?next=/traject/")
    assert client.post(at(scene, "vragen/sounding")).status_code == 302


def test_cr6_who_is_asked_no_longer_gets_no_letter_and_asked_again_gets_one(scene: Scene) -> None:
    nia, person = scene.login("nia"), scene.contacts["bo"].pk
    for people in ([person], [], [person]):
        fill(nia, at(scene, "uitvraag"), people=people, due=soon())
    states = Letter.objects.filter(contact=person).order_by("created").values_list("state", flat=True)
    assert list(states) == [Letter.State.CANCELLED, Letter.State.WAITING]


def test_cr1_the_letter_says_what_is_ordinary_before_it_reassures(scene: Scene) -> None:
    from samenspel.preparation import letters

    text = "\n".join(letters._body(scene.contacts["bo"], "sounding"))
    assert text.index("Misschien vind je dit spannend.") < text.index("- Dat is heel gewoon.")


def test_cr3_nobody_misses_a_party_before_anybody_was_asked(scene: Scene) -> None:
    ina = scene.login("ina")
    page = at(scene, "deelnemers")
    assert "Nog niet gevraagd." in ina.get(page).content.decode()
    scene.ask("missing")
    assert "Tot nu toe mist niemand een partij." in ina.get(page).content.decode()


def test_cr10_a_question_that_came_back_can_be_sent_to_another_address(scene: Scene) -> None:
    from samenspel.letters import post
    from samenspel.preparation import letters

    first = letters.ask(scene.contacts["bo"], "sounding", None)
    Letter.objects.filter(pk=first.pk).update(state=Letter.State.BOUNCED)
    first.refresh_from_db()
    assert post.can_be_remade(first) and post.send_again(first)
    assert Letter.objects.filter(contact=scene.contacts["bo"], state=Letter.State.WAITING).count() == 1
