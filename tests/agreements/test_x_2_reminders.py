"""X-2: a week before, the day after and a month later, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samenspel import clock
from samenspel.agreements import register, reminders
from samenspel.letters import reminders as letters
from samenspel.letters.models import Letter
from tests.agreements.conftest import After

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def sent(kind: str = "agreement") -> list[str]:
    letters.lay_ready(clock.now())
    return sorted(key.split(":", 1)[1] for key in Letter.objects.filter(kind=kind).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("days", "turn"),
    [(-8, ""), (-7, "before"), (-1, "before"), (0, ""), (1, "after"), (14, "after"), (15, ""), (30, "month"), (61, "")],
)
def test_x_2_which_reminder_it_is_time_for(days: int, turn: str) -> None:
    due = date(2027, 3, 1)
    assert reminders.turn(due, due + timedelta(days=days)) == turn


def test_x_2_three_reminders_each_once_and_one_letter_for_one_day(closed: After) -> None:
    pat, due = closed.contacts["pat"].pk, (closed.held + timedelta(days=30)).isoformat()
    expected: list[str] = []
    for days, when in ((22, ""), (24, "before"), (31, "after"), (60, "month")):
        closed.move(timedelta(days=days))
        if when:
            expected.append(f"{pat}:{due}:{when}")
        mine = [key for key in sent() if key.startswith(pat)]
        assert mine == sorted(expected), when
        assert sent() == sent(), "asked again it lays nothing ready"


def test_x_2_a_letter_does_not_name_what_is_about_the_case(closed: After) -> None:
    closed.move(timedelta(days=24))
    (found,) = list(reminders.due(clock.now()))
    assert found.contact == closed.contacts["pat"]
    assert "Elke week bellen" in found.text and "Gezin elke dag zien" not in found.text


def test_x_2_what_is_done_is_not_asked_any_more(closed: After) -> None:
    closed.move(timedelta(days=24))
    assert len(list(reminders.due(clock.now()))) == 1
    for what in ("Elke week bellen", "Gezin elke dag zien"):
        actor = register.as_actor(closed.contacts["pat"])
        register.report(closed.entry(what), actor, "done", "", shared=False)
    assert list(reminders.due(clock.now())) == []


def test_x_2_another_date_is_another_reminder(closed: After) -> None:
    closed.move(timedelta(days=24))
    sent()
    entry = closed.entry("Elke week bellen")
    actor = register.as_actor(closed.contacts["ina"])
    later = (closed.held + timedelta(days=28)).isoformat()
    register.plan(entry, actor, closed.contacts["pat"], later, entry.version)
    assert len([key for key in sent() if later in key]) == 1


def test_x_2_nobody_is_reminded_who_takes_part_no_more(closed: After) -> None:
    closed.move(timedelta(days=24))
    contact = closed.contacts["pat"]
    contact.removed = True
    contact.save()
    assert list(reminders.due(clock.now())) == []


def test_cr_23_the_initiator_is_reminded_to_plan(closed: After) -> None:
    closed.move(timedelta(days=40))
    assert sent("look_back") == []
    closed.move(timedelta(days=70))
    assert len(sent("look_back")) == 1
    assert Letter.objects.get(kind="look_back").contact == closed.contacts["ina"]
