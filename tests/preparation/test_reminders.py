"""Reminders of the preparation: who, when, how often (CR-1, CR-4, CR-6, CR-10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samenspel import clock
from samenspel.letters import body
from samenspel.letters.models import Letter
from samenspel.letters.reminders import lay_ready
from samenspel.preparation import letters, reminders
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Person
from tests.personal.scene import Scene
from tests.personal.test_questions import WILLING, fill

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch):
    def go(days: int) -> None:
        monkeypatch.setattr(clock, "ahead", lambda: timedelta(days=days))

    return go


def named(kind: str) -> list[str]:
    return sorted(
        reminder.key.split(":")[0] for reminder in reminders.due(timezone.now()) if f":{kind}:" in reminder.key
    )


def begin(scene: Scene, *kinds: str) -> None:
    scene.ask(*kinds, days=7)
    for kind in kinds:
        for name in ("ina", "anouk", "bo", "floor"):
            letters.ask(scene.contacts[name], kind, clock.today() + timedelta(days=7))


def test_cr1_two_days_before_and_the_day_after_who_did_not_answer(scene: Scene, later) -> None:
    begin(scene, "sounding")
    fill(scene.visit("bo"), scene.path("peilen"), **WILLING)
    assert named("sounding") == []
    later(5)
    assert named("sounding") == ["before"] * 3
    later(8)
    assert named("sounding") == ["after"] * 3
    later(15)
    assert named("sounding") == [], "a week later it stops"


def test_cr4_about_tension_nobody_is_pressed(scene: Scene, later) -> None:
    begin(scene, "tension", "missing")
    later(6)
    assert named("tension") == ["before"] * 4 and named("missing") == []
    later(8)
    assert named("tension") == []


def test_cr6_each_moment_request_has_its_own_day(scene: Scene, later) -> None:
    due = clock.today() + timedelta(days=3)
    scene.do("ask_moments", person=scene.contacts["bo"].pk, party=scene.party("School De Wilg"), due=due.isoformat())
    letters.ask(scene.contacts["bo"], "moments", due)
    assert named("moments") == []
    later(2)
    assert named("moments") == ["before"]
    client = scene.visit("bo")
    fill(client, scene.path("momenten/nieuw"), when="2024", text="Iets")
    assert named("moments") == ["before"], "kept is not sent"
    client.post(scene.path("momenten/versturen"))
    assert named("moments") == []


def test_who_comes_later_is_asked_as_well_and_nobody_twice(scene: Scene) -> None:
    begin(scene, "sounding")
    els = people.add_contact(scene.traject, "participant", Person(name="Els", email="els@voorbeeld.nl", party="GGZ"))
    assert [one.contact.pk for one in reminders.due(timezone.now())] == [els.pk]
    lay_ready(timezone.now())
    lay_ready(timezone.now())
    assert Letter.objects.filter(key__startswith="ask:sounding").count() == 5
    assert list(reminders.due(timezone.now())) == []


def test_after_the_start_and_after_the_end_nobody_is_reminded(scene: Scene, later) -> None:
    begin(scene, "sounding")
    later(6)
    assert named("sounding")
    scene.begin()
    assert named("sounding") == []
    engine.cipher().destroy(scene.id, "case")
    assert named("sounding") == []


def test_b11_letters_hold_no_answer_and_say_nothing_of_tension(scene: Scene) -> None:
    fill(scene.visit("bo"), scene.path("spanning"), level="serious", note="kanarie")
    fill(scene.visit("bo"), scene.path("peilen"), open="yes", remark="kanarie")
    begin(scene, "sounding", "missing", "tension")
    letters.remind(scene.contacts["bo"], "tension", clock.today())
    letters.ask(scene.contacts["bo"], "moments", clock.today())
    for letter in Letter.objects.all():
        written = body.read(letter)
        assert "kanarie" not in written.text + written.subject and "Bo Wouters" not in written.text
        assert "spanning" not in (written.text + written.subject).lower()
        assert "{link}" in written.text
