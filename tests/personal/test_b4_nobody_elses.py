"""B4: what somebody answered stands on no page of anybody who may not read it: every page as every role."""

import io
import re
import zipfile

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from samenspel.letters import body
from samenspel.letters.models import Letter
from samenspel.preparation import letters
from tests.pages.test_addresses import _routes

from .scene import ACCOUNTS, PEOPLE, Scene
from .test_questions import fill

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
CONTROL = {"account marieke", "account nia"}
PREPARING = CONTROL | {"account ina", "link ina"}
MAY_READ = {
    "kanariespanning": {"account marieke"},
    "kanarieconcept": {"link anouk"},
    "kanarieverstuurd": {"link anouk"} | CONTROL,
    "kanariepeiling": {"link bo"} | PREPARING,
    "kanariepartij": {"link floor"} | PREPARING,
}

IN_REGIE = {"kanarieverstuurd"}
"""Read on the live screen of control; the page itself holds nothing."""


def filled(scene: Scene) -> list[str]:
    """Every address there is, with each id in it that could be meant."""
    state = scene.room("anouk").state
    own = [seen.id for name in ("anouk", "bo", "floor") for seen in scene.room(name).seen if seen.author]
    values = {
        "traject": [scene.id], "session": [scene.session.pk], "instance": [scene.room("anouk").instance],
        "contact": [contact.pk for contact in scene.contacts.values()], "moment": own,
        "party": [scene.party("Politie"), scene.party("Wijkteam Noord"[:14].strip())],
        "letter": [letter.pk for letter in Letter.objects.all()[:2]],
    }  # fmt: skip
    assert len(list(state)) > 10
    paths = set()
    for route in _routes(get_resolver(), ""):
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", route).replace("^", "").replace("$", "").replace("\\", "")
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        found = ["/" + route]
        for name in names:
            wanted = values.get(name, ["1", "tijdlijn.csv"])
            found = [re.sub(rf"<(?:\w+:)?{name}>", str(value), path) for path in found for value in wanted]
        paths |= set(found)
    # What belongs to no traject knows nothing of one; a pdf is not to be read here (its makers look into it).
    ours = ("/traject", "/mijn", "/s/", "/bijeenkomsten", "/vernietigd")
    return sorted(path for path in paths if path.startswith(ours) and not path.endswith(".pdf"))


def text_of(answer: HttpResponse) -> bytes:
    """Everything that can be read in an answer, in a packed file as well."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not raw.startswith(b"PK"):
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def everybody(scene: Scene) -> dict[str, Client]:
    viewers = {f"link {name}": scene.visit(name) for name in ("marieke", *PEOPLE)}
    viewers |= {f"account {name}": scene.login(name) for name in ("marieke", *ACCOUNTS)}
    return {**viewers, "nobody": Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")}


@pytest.fixture
def told(scene: Scene) -> Scene:
    """Everybody answered something."""
    scene.ask()
    scene.do("ask_moments", person=scene.contacts["anouk"].pk, party=scene.party("Politie"))
    anouk, bo, floor = (scene.visit(name) for name in ("anouk", "bo", "floor"))
    fill(bo, scene.path("spanning"), level="serious", talk="on", note="kanariespanning")
    fill(bo, scene.path("peilen"), open="yes", remark="kanariepeiling")
    fill(floor, scene.path("ontbreekt"), text="kanariepartij")
    fill(anouk, scene.path("momenten/nieuw"), when="2024", text="kanarieverstuurd", meaning="kanarieverstuurd")
    anouk.post(scene.path("momenten/versturen"))
    fill(anouk, scene.path("momenten/nieuw"), when="2025", text="kanarieconcept")
    for kind in ("sounding", "missing", "tension", "moments"):
        letters.ask(scene.contacts["anouk"], kind, None)
        letters.remind(scene.contacts["bo"], kind, None)
    return scene


def test_b4_every_page_as_every_role_holds_only_what_that_role_may_read(told: Scene) -> None:
    paths = filled(told)
    assert len(paths) > 80
    seen: dict[str, set[str]] = {canary: set() for canary in MAY_READ}
    leaks = []
    for viewer, client in everybody(told).items():
        client.raise_request_exception = False
        for path in paths:
            text = text_of(client.get(path))
            for canary, may in MAY_READ.items():
                if canary.encode() in text:
                    seen[canary].add(viewer)
                    leaks += [] if viewer in may else [f"{canary} for {viewer} at {path}"]
    assert not leaks, "\n".join(leaks)
    for canary, viewers in seen.items():
        wanted = MAY_READ[canary] - {"link ina"} - (CONTROL if canary in IN_REGIE else set())
        assert wanted <= viewers, f"{canary}: {wanted - viewers} should have seen it, or this test sees nothing"


def test_b4_no_letter_holds_an_answer(told: Scene) -> None:
    assert Letter.objects.count() >= 8
    for letter in Letter.objects.all():
        written = body.read(letter)
        assert not [canary for canary in MAY_READ if canary in written.text + written.subject]


def test_b4_a_form_that_comes_back_shows_only_own_words(told: Scene) -> None:
    ina = told.visit("ina")
    for page in ("peilen", "spanning", "ontbreekt"):
        answer = ina.post(told.path(page), {"level": "bestaat niet", "open": "x", "seen": "oud", "text": ""})
        assert answer.status_code in (409, 422) and "kanarie" not in answer.content.decode()
    draft = told.room("anouk").seen
    for seen in draft:
        for method in (ina.get, ina.post):
            answer = method(told.path(f"momenten/{seen.id}"))
            assert "kanarie" not in answer.content.decode()
        assert "kanarie" not in ina.post(told.path(f"momenten/{seen.id}/weg")).content.decode()
    assert len(told.room("anouk").seen) == len(draft)
