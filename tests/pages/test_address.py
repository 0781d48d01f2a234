"""Je or u: our own sentences turn, people's words never do (part 9)."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from samenspel.organisation import address, look
from samenspel.organisation.loader import FOR_CONTACTS
from samenspel.organisation.models import Organisation
from samenspel.personal import links, tasks
from samenspel.trajects import membership, services
from samenspel.trajects.contact import Person
from tests.conftest import ROOT

from .test_html import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
JE = re.compile(r"\b(je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
WRONG = re.compile(r"\buw (kunt|hebt|bent|wilt|ziet|krijgt|hoeft|leest|schrijft|het|er|niet|nog|iets)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    look.forget()
    yield
    Organisation.objects.all().delete()
    look.forget()
    look.look()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Je kunt je antwoord nog veranderen.", "U kunt uw antwoord nog veranderen."),
        ("Wil je samen terugkijken?", "Wilt u samen terugkijken?"),
        ("Heb je een vraag? Open je eigen pagina.", "Hebt u een vraag? Open uw eigen pagina."),
        ("Open je het nog een keer, dan zie je hetzelfde.", "Opent u het nog een keer, dan ziet u hetzelfde."),
        ("Als je wilt, bereid je je voor met je telefoon.", "Als u wilt, bereidt u zich voor met uw telefoon."),
        ("Deze link is alleen voor jou, op jouw naam.", "Deze link is alleen voor u, op uw naam."),
        ("Dank je wel. Het kost je twee minuten.", "Dank u wel. Het kost u twee minuten."),
        ("Jij was er zelf bij. Was je er niet?", "U was er zelf bij. Was u er niet?"),
        ("Jullie beginnen met “je moet het zelf doen”.", "Jullie beginnen met “je moet het zelf doen”."),
        ("{% if je %}Je bent{% endif %} {{ je.naam }}", "{% if je %}U bent{% endif %} {{ je.naam }}"),
    ],
)
def test_a_sentence_of_ours_with_u(ours: str, theirs: str) -> None:
    assert address.formal(ours) == theirs


def test_words_of_people_stay_and_nobody_sees_how() -> None:
    Organisation.objects.create(address="u")
    sentence = f"Je schreef: {address.verbatim('Zie je mij?')}"
    assert address.said(sentence) == "U schreef: Zie je mij?"
    Organisation.objects.update(address="je")
    look.forget()
    assert address.said(sentence) == "Je schreef: Zie je mij?"


def test_no_je_is_left_on_the_pages_of_contacts() -> None:
    found = []
    for path in (ROOT / "samenspel").glob("*/templates/**/*.html"):
        name = path.as_posix().split("/templates/")[1]
        if name.startswith(FOR_CONTACTS):
            text = re.sub(r"\{[%{].*?[%}]\}|“[^”]*”|‘[^’]*’", "", address.formal(path.read_text()))
            found += [f"{name}: {text[max(0, hit.start() - 30) : hit.end() + 20]!r}" for hit in JE.finditer(text)]
            found += [f"{name}: {hit.group()}" for hit in WRONG.finditer(text)]
    assert not found, "\n".join(found)


def test_the_switch_reaches_page_and_task_at_once_and_goes_back() -> None:
    traject = services.create_traject("Casus Je Weet", "initiator", Person(name="Noor", party="Gemeente"), None)
    services.create_session("Casus Je Weet", "casusreconstructie-120", None, traject=traject)
    (anna,) = membership.add(traject, "note_taker", [Person(name="Anna")])
    phone = Client(HTTP_HOST="localhost")
    phone.post("/binnen", {"token": links.issue(anna).split("#")[1]})
    assert "Je account koppelen" in phone.get(f"/mijn/{traject.pk}/").content.decode()
    Organisation.objects.create(address="u")
    look.forget()
    text = phone.get(f"/mijn/{traject.pk}/").content.decode()
    check(text)
    assert "Uw account koppelen" in text and "Casus Je Weet" in text
    assert not JE.search(re.sub(r"<[^>]+>|Casus Je Weet", " ", text))
    assert tasks.tasks_of(anna)[0].title == "Uw account koppelen"
    Organisation.objects.update(address="je")
    look.forget()
    assert "Je account koppelen" in phone.get(f"/mijn/{traject.pk}/").content.decode()


def test_a_letter_says_u_around_words_of_people_that_stay() -> None:
    from samenspel.letters import body, compose, post

    Organisation.objects.create(address="u")
    traject = services.create_traject("Casus", "initiator", Person(name="Noor"), None)
    (anna,) = membership.add(traject, "participant", [Person(name="Anna", email="anna@x.example")])
    text = f"Kun je komen? Je hoort het op je eigen pagina.\n\n{address.verbatim('Neem je jas mee.')}"
    letter = post.put(anna, "proef", "proef:1", subject="Je bent uitgenodigd", text=text)
    found = body.read(letter)
    assert found.subject == "U bent uitgenodigd"
    assert found.text == "Kunt u komen? U hoort het op uw eigen pagina.\n\nNeem je jas mee."
    whole = compose.write(
        found.text, name="Anna", link="http://x.example/binnen#x", sender="Noor", answers=True, formal=True
    )
    assert "alleen voor u" in whole.plain and "Open uw eigen pagina" in whole.html
    assert not JE.search(whole.plain.replace("Neem je jas mee.", ""))
