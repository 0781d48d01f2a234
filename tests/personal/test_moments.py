"""Defining moments by personal link (CR-6, CR-7)."""

import pytest

from samenspel.instruments.case_reconstruction.records import MomentInput
from tests.pages.test_html import check

from .scene import Scene
from .test_questions import fill, hidden

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
GOOD = {"when": "najaar 2024", "text": "We belden de school", "kind": "collaboration", "meaning": "Dat luchtte op"}


@pytest.fixture
def asked(scene: Scene) -> Scene:
    scene.do("ask_moments", person=scene.contacts["anouk"].pk, party=scene.party("Politie"), due="2027-01-15")
    return scene


def test_cr6_only_who_is_asked_gets_the_question(asked: Scene) -> None:
    assert "Jullie bepalende momenten" in asked.visit("anouk").get(asked.path()).content.decode()
    bo = asked.visit("bo")
    assert "bepalende momenten" not in bo.get(asked.path()).content.decode()
    assert bo.get(asked.path("momenten")).status_code == 404
    assert bo.post(asked.path("momenten/nieuw"), GOOD).status_code == 404


def test_cr6_moments_are_kept_one_by_one_in_order_of_time_and_sent_together(asked: Scene) -> None:
    client = asked.visit("anouk")
    new = asked.path("momenten/nieuw")
    assert fill(client, new, **GOOD).status_code == 302
    assert fill(client, new, when="12-3-2024", text="Eerste melding").status_code == 302
    assert fill(client, new, text="Nog zonder datum").status_code == 302
    page = client.get(asked.path("momenten")).content.decode()
    check(page)
    assert page.index("Eerste melding") < page.index("We belden de school") < page.index("Nog zonder datum")
    assert "Je verstuurt 2 momenten" in page and "15 januari" in page
    assert "najaar 2024" in page and "12 maart 2024" in page
    client.post(asked.path("momenten/versturen"))
    states = {seen.body["text"]: seen.body["state"] for seen in asked.room("anouk").own(MomentInput)}
    assert states == {"We belden de school": "sent", "Eerste melding": "sent", "Nog zonder datum": "draft"}
    answer = client.post(asked.path("momenten/versturen"), follow=True)
    assert "niets nieuws klaar" in answer.content.decode()
    assert "1 nog niet verstuurd" in client.get(asked.path()).content.decode()


def test_cr6_what_was_sent_can_be_changed_and_sent_again_until_it_is_handled(asked: Scene) -> None:
    client = asked.visit("anouk")
    fill(client, asked.path("momenten/nieuw"), **GOOD)
    client.post(asked.path("momenten/versturen"))
    own = asked.room("anouk").own(MomentInput)[0].id
    assert fill(client, asked.path(f"momenten/{own}"), **GOOD, extra="").status_code == 302
    assert asked.room("anouk").own(MomentInput)[0].body["state"] == "sent", "nothing changed, so it stays sent"
    fill(client, asked.path(f"momenten/{own}"), **{**GOOD, "text": "We belden samen"})
    assert asked.room("anouk").own(MomentInput)[0].body["state"] == "draft"
    client.post(asked.path("momenten/versturen"))
    asked.do("take_moment_input", id=own)
    late = fill(client, asked.path(f"momenten/{own}"), **{**GOOD, "text": "Te laat veranderd"})
    assert late.status_code == 422 and "al verwerkt" in late.content.decode()
    assert "Te laat veranderd" in late.content.decode()
    back = client.post(asked.path(f"momenten/{own}/weg"), follow=True)
    assert "al verwerkt" in back.content.decode()


def test_cr6_the_same_form_twice_is_one_moment_and_another_text_another_moment(asked: Scene) -> None:
    client = asked.visit("anouk")
    form = {**hidden(client.get(asked.path("momenten/nieuw")).content.decode()), **GOOD}
    for words in (GOOD["text"], GOOD["text"], "Via de terugknop"):
        assert client.post(asked.path("momenten/nieuw"), {**form, "text": words}).status_code == 302
    assert len(asked.room("anouk").own(MomentInput)) == 2


@pytest.mark.parametrize("date", ["32-13-2024", "ooit", "12 maart", "0", "1-1-1800", "vorige week"])
def test_cr6_a_date_nobody_can_read_comes_back_with_an_example(asked: Scene, date: str) -> None:
    client = asked.visit("anouk")
    answer = fill(client, asked.path("momenten/nieuw"), **{**GOOD, "when": date})
    page = answer.content.decode()
    assert answer.status_code == 422 and "rond kerst 2024" in page and f'value="{date}"' in page
    assert GOOD["text"] in page and not asked.room("anouk").own(MomentInput)


@pytest.mark.parametrize(
    ("date", "kind"),
    [("12-3-2025", "exact"), ("maart 2025", "month"), ("winter 2024", "season"), ("2023", "year"),
     ("rond kerst 2024", "about")],
)  # fmt: skip
def test_cr6_every_way_of_saying_when_comes_back_as_it_was(asked: Scene, date: str, kind: str) -> None:
    client = asked.visit("anouk")
    fill(client, asked.path("momenten/nieuw"), **{**GOOD, "when": date})
    own = asked.room("anouk").own(MomentInput)[0]
    assert own.body["when"]["kind"] == kind
    page = client.get(asked.path(f"momenten/{own.id}")).content.decode()
    typed = page.split('name="when" value="')[1].split('"')[0]
    fill(client, asked.path(f"momenten/{own.id}"), **{**GOOD, "when": typed})
    assert asked.room("anouk").own(MomentInput)[0].body["when"] == own.body["when"]


def test_cr5_before_sending_one_look_for_data_of_persons(asked: Scene) -> None:
    client = asked.visit("anouk")
    page = fill(client, asked.path("momenten/nieuw"), **{**GOOD, "meaning": "BSN 111222333 stond erin"})
    assert page.status_code == 422
    again = client.post(
        asked.path("momenten/nieuw"),
        {**hidden(page.content.decode()), **GOOD, "meaning": "BSN 111222333 stond erin"},
    )
    assert again.status_code == 302
    look = client.post(asked.path("momenten/versturen"))
    text = look.content.decode()
    assert look.status_code == 422 and "burgerservicenummer" in text and "nog niets verstuurd" in text
    check(text)
    assert asked.room("anouk").own(MomentInput)[0].body["state"] == "draft"
    client.post(asked.path("momenten/versturen"), hidden(text))
    assert asked.room("anouk").own(MomentInput)[0].body["state"] == "sent"


def test_cr7_hints_on_words_that_sound_like_blame(asked: Scene) -> None:
    client = asked.visit("anouk")
    fill(client, asked.path("momenten/nieuw"), **{**GOOD, "text": "Hun schuld dat de KvZ niet kwam"})
    page = client.get(asked.path("momenten")).content.decode()
    assert "als een verwijt klinken" in page and "afkorting" in page


def test_cr6_after_the_day_it_can_still_be_sent_and_after_the_start_it_cannot(asked: Scene) -> None:
    client = asked.visit("anouk")
    asked.do("ask_moments", person=asked.contacts["anouk"].pk, party=asked.party("Politie"), due="2020-01-15")
    page = client.get(asked.path("momenten")).content.decode()
    assert "Die dag is voorbij" in page and "Je kunt nog insturen" in page
    assert fill(client, asked.path("momenten/nieuw"), **GOOD).status_code == 302
    own = asked.room("anouk").own(MomentInput)[0].id
    asked.begin()
    late = client.post(asked.path(f"momenten/{own}"), {**GOOD, "text": "Na de start"})
    assert late.status_code == 409 and "Na de start" in late.content.decode()
    assert client.post(asked.path("momenten/versturen")).status_code == 409
    assert "We belden de school" in client.get(asked.path("momenten")).content.decode()


def test_cr6_a_moment_that_went_in_another_tab_gives_the_words_back(asked: Scene) -> None:
    client = asked.visit("anouk")
    fill(client, asked.path("momenten/nieuw"), **GOOD)
    own = asked.room("anouk").own(MomentInput)[0].id
    for _ in range(2):
        assert client.post(asked.path(f"momenten/{own}/weg")).headers["Location"].endswith("klaar=weg")
    lost = client.post(asked.path(f"momenten/{own}"), {**GOOD, "text": "Mijn lange zin"})
    assert lost.status_code == 404 and "Mijn lange zin" in lost.content.decode()
