"""Terms, warnings and destruction by date, with a clock that is moved (X-5, CR-22)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from samenspel import clock
from samenspel.keys.models import TrajectKey
from samenspel.letters import body, post
from samenspel.letters import reminders as letters
from samenspel.letters.models import Letter
from samenspel.retention import parts, reminders, rounds, steps, terms
from samenspel.retention.destroying import destroy
from samenspel.retention.records import fingerprint, grouped, records
from samenspel.store.models import SessionClock
from samenspel.trajects import services
from samenspel.trajects.models import Session, Traject
from tests.retention.planting import Planted

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
Ahead = Callable[[int], None]


@pytest.fixture
def planted() -> Planted:
    return Planted(11, least=0)


@pytest.fixture
def ahead(settings: Any, tmp_path: Path) -> Ahead:
    """Moves the clock to so many days from today."""
    file = tmp_path / "clock"
    settings.SAMENSPEL_CLOCK_FILE = str(file)
    return lambda days: file.write_text(str(days * 86_400)) and None  # type: ignore[func-returns-value]


def test_x5_nothing_goes_on_the_last_day_and_everything_the_day_after(planted: Planted, ahead: Ahead) -> None:
    left = terms.days_left(planted.traject)
    ahead(left)
    rounds.due(clock.now())
    assert records(planted.traject.pk) == []
    ahead(left + 1)
    rounds.due(clock.now())
    (record,) = records(planted.traject.pk)
    assert (record.content["why"], record.content["by"]) == ("date", "rounds")
    rounds.due(clock.now())
    assert len(records(planted.traject.pk)) == 1, "a round that is done again changes nothing"
    assert TrajectKey.objects.filter(traject=planted.traject.pk, name="outcome").exists()


def test_x5_the_outcome_goes_on_a_day_of_its_own(planted: Planted, ahead: Ahead) -> None:
    ahead((planted.traject.outcome_until - clock.today()).days + 1)
    rounds.due(clock.now())
    assert not Traject.objects.exists() and not TrajectKey.objects.exists()
    assert records(planted.traject.pk)[-1].outcome


def test_x5_two_warnings_to_who_leads_and_who_began(planted: Planted, ahead: Ahead) -> None:
    told = grouped(fingerprint(planted.traject.pk))
    left = terms.days_left(planted.traject)
    found: dict[int, set[str]] = {}
    for days in (30, 15, 14, 9, 3, 0):
        ahead(left - days)
        named = [each for each in reminders.due(clock.now()) if each.contact.traject_id == planted.traject.pk]
        found[days] = {each.key for each in named}
        assert {each.contact.role for each in named} <= {"initiator", "facilitator"}
        assert all(told in each.text and "{link}" not in each.text for each in named)
        letters.lay_ready(clock.now())
    assert (len(found[30]), len(found[15]), len(found[14]), len(found[3])) == (0, 0, 2, 2)
    assert found[14] == found[9] and found[3] == found[0] and not found[14] & found[3]
    assert Letter.objects.filter(traject=planted.traject, kind="retention").count() == 4
    facilitator = next(r for r in reminders.due(clock.now()) if r.contact.role == "facilitator")
    assert "papier" in facilitator.text
    destroy(planted.traject, "request", "initiator")
    assert not list(reminders.due(clock.now()))


def test_x5_the_day_moves_along_with_a_meeting_that_is_planned_late(planted: Planted, ahead: Ahead) -> None:
    planned = clock.now() + timedelta(days=85)
    Session.objects.filter(pk=planted.session.pk).update(planned=planned)
    assert terms.latest(planted.traject) == clock.today() + timedelta(days=85 + 90)
    ahead(80)
    rounds.due(clock.now())
    ahead(91)
    rounds.due(clock.now())
    assert len(records(planted.traject.pk)) == 1, "a meeting that was held is not waited for"


def test_x5_no_case_goes_before_the_meeting_about_it(planted: Planted, ahead: Ahead) -> None:
    planned = clock.now() + timedelta(days=100)
    Session.objects.filter(pk=planted.session.pk).update(planned=planned)
    ahead(95)
    rounds.due(clock.now())
    assert records(planted.traject.pk) == []
    planted.traject.refresh_from_db()
    assert planted.traject.case_until > clock.today() + timedelta(days=90), "and everybody can see the new day"


def test_cr22_a_look_back_that_is_planned_does_not_keep_the_case_it_looks_back_on(
    planted: Planted, ahead: Ahead
) -> None:
    Session.objects.filter(pk=planted.session.pk).update(planned=clock.now(), status=Session.Status.CLOSED)
    later = clock.now() + timedelta(days=150)
    back = services.create_session("Terugblik", "terugblik-90", planned=later, traject=planted.traject)
    agreed = planted.traject.case_until
    ahead((agreed - clock.today()).days + 1)
    rounds.due(clock.now())
    (record,) = records(planted.traject.pk)
    assert record.content["why"] == "date"
    names = dict(SessionClock.objects.values_list("session", "case_state"))
    assert (names[planted.session.pk], names[back.pk]) == ("gone", "")
    ahead(149)
    rounds.due(clock.now())
    planted.traject.refresh_from_db()
    assert planted.traject.case_until == localtime(later).date() + timedelta(days=90), "now the day is its own"
    ahead(150 + 91)
    rounds.due(clock.now())
    assert len(records(planted.traject.pk)) == 2


def test_cr22_what_cannot_be_made_beforehand_holds_it_up_for_two_days_at_most(
    planted: Planted, ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(traject: str, sessions: tuple[str, ...]) -> None:
        raise OSError("no room")

    monkeypatch.setattr(parts, "_before", [fails])
    left = terms.days_left(planted.traject)
    for days, count in ((1, 0), (2, 0), (3, 1)):
        ahead(left + days)
        rounds.due(clock.now())
        assert len(records(planted.traject.pk)) == count


def test_cr22_everybody_hears_where_the_proof_is_also_who_led(planted: Planted) -> None:
    destroy(planted.traject, "request", "initiator")
    (record,) = records(planted.traject.pk)
    for _ in range(2):
        rounds.tell(clock.now())
    letters = Letter.objects.filter(traject=planted.traject, kind="deletion")
    assert {each.contact_id for each in letters} == set(planted.traject.contacts.values_list("pk", flat=True))
    for letter in letters:
        text = body.read(letter).text
        assert f"/vernietigd/{planted.traject.pk}" in text and grouped(record.keys["case"]) in text
        assert ("Je toegang is hiermee geëindigd" in text) == (letter.contact_id == planted.leader.pk)


def test_cr22_old_news_is_no_letter(planted: Planted, ahead: Ahead) -> None:
    destroy(planted.traject, "request", "initiator")
    ahead(30)
    rounds.tell(clock.now())
    assert not Letter.objects.filter(kind="deletion").exists()


def test_x5_who_began_is_told_before_the_outcome_goes(planted: Planted, ahead: Ahead) -> None:
    ahead((planted.traject.outcome_until - clock.today()).days - 10)
    named = [each for each in reminders.due(clock.now()) if "outcome" in each.key]
    assert [each.contact.role for each in named] == ["initiator"] and "/bewaren/" in named[0].text


def test_cr22_letters_that_still_wait_about_the_case_do_not_go(planted: Planted) -> None:
    for kind in ("moments", "agreement"):
        post.put(planted.guest, kind, f"{kind}:1", subject="Vraag", text="Kun je dit doen?")
    destroy(planted.traject, "request", "initiator")
    assert list(Letter.objects.exclude(kind="deletion").values_list("kind", flat=True)) == ["agreement"]


def test_x1_the_path_says_until_when_and_that_it_is_gone(planted: Planted, ahead: Ahead) -> None:
    control, others = frozenset({"facilitator"}), frozenset({"initiator"})
    (step,) = steps.steps(planted.traject, control)
    assert (step.state, step.due) == ("later", planted.traject.case_until)
    ahead(terms.days_left(planted.traject) - 10)
    assert steps.steps(planted.traject, control)[0].state == "todo"
    assert steps.steps(planted.traject, others)[0].state == "later"
    client = Client(HTTP_HOST="localhost")
    client.force_login(planted.host)
    client.post(f"/traject/{planted.traject.pk}/bewaren/weggegooid", {"weg": "ja"})
    assert steps.steps(planted.traject, control)[0].state == "later"
    destroy(planted.traject, "date", "rounds")
    (step,) = steps.steps(planted.traject, others)
    assert step.state == "done" and step.url == f"/vernietigd/{planted.traject.pk}"
