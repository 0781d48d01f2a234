"""X-1: reminders of every app become letters once; one that fails holds up no other; the path tells how it stands."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from samenspel import clock
from samenspel.letters import invitations, post, reminders, steps, words
from samenspel.letters.models import Invitation, Letter
from samenspel.letters.reminders import Reminder
from samenspel.project.log_line import LogLine
from samenspel.retention.parts import Scope, counts
from samenspel.rounds import runner
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session
from samenspel.trajects.path import Step
from tests.letters.catcher import Catcher

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
LEADS = frozenset({"facilitator"})


def path(meeting: Session, roles: frozenset[str] = LEADS) -> list[Step]:
    return steps.steps(meeting.traject, roles)


def test_x1_a_reminder_is_one_letter_however_often_it_is_named(
    by_mail: Catcher, anna: Contact, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def due(now: datetime) -> list[Reminder]:
        return [Reminder(anna, f"proef:{anna.pk}", "Denk je eraan?", "Vul voor vrijdag je momenten in.")]

    def wrong(now: datetime) -> list[Reminder]:
        raise ValueError("Mevrouw Jansen")

    monkeypatch.setattr(reminders, "_apps", lambda: [("samenspel.wrong", wrong), ("samenspel.right", due)])
    caplog.set_level(logging.INFO)
    for _ in range(3):
        assert runner.once() == []
    assert [str(mail["subject"]) for mail in by_mail.mails] == ["Denk je eraan?"]
    (line, *_) = [LogLine().format(each) for each in caplog.records if each.msg == "reminders.failed"]
    assert "app=samenspel.wrong" in line
    assert "Jansen" not in line


def test_x1_every_app_with_reminders_is_asked() -> None:
    names = [name for name, _ in reminders._apps()]
    assert "samenspel.retention" in names
    assert "samenspel.letters" not in names


def test_x1_the_path_says_whom_to_invite_and_when_that_is_done(
    by_mail: Catcher, meeting: Session, anna: Contact
) -> None:
    assert [(step.state, step.answered) for step in path(meeting)] == [("todo", (0, 1))]
    assert [step.state for step in path(meeting, frozenset({"note_taker"}))] == ["waiting"]
    invitations.send(meeting)
    assert [(step.state, step.answered) for step in path(meeting)] == [("waiting", (0, 1))]
    runner.once()
    assert [(step.state, step.answered) for step in path(meeting)] == [("done", (1, 1))]
    assert meeting.planned
    meeting.planned += timedelta(days=2)
    meeting.save()
    assert [(step.state, step.action) for step in path(meeting)] == [("todo", "Wijziging versturen")]


def test_x1_letters_that_ask_for_attention_are_on_the_path(meeting: Session, anna: Contact) -> None:
    post.put(anna, "reminder", "a:1", subject="Hoi", text="Hoi")
    (step,) = [each for each in path(meeting) if each.title == "Post"]
    assert step.text == "Er ligt 1 brief klaar om zelf door te geven."
    assert [each.title for each in path(meeting, frozenset({"note_taker"}))] == ["Uitnodigen"]


def test_b10_a_backup_that_comes_back_sends_nothing_twice(by_mail: Catcher, anna: Contact) -> None:
    ready = post.put(anna, "reminder", "a:1", subject="Hoi", text="Hoi")
    later = post.put(anna, "reminder", "a:2", subject="Hoi", text="Hoi", due=clock.now() + timedelta(days=9))
    assert post.doubt_all() == 1
    runner.once()
    ready.refresh_from_db()
    later.refresh_from_db()
    assert (ready.state, later.state) == ("uncertain", "waiting")
    assert "reservekopie" in words.why(ready)
    assert by_mail.mails == []


def test_cr22_with_a_traject_its_letters_and_invitations_go(meeting: Session, anna: Contact) -> None:
    def found(kind: Any) -> tuple[int, int]:
        number = counts(Scope(kind, meeting.traject_id, (meeting.pk,)))
        return number["letters"], number["invitations"]

    invitations.send(meeting)
    post.put(anna, "reminder", "a:1", subject="Hoi", text="Hoi")
    assert (Letter.objects.count(), Invitation.objects.count()) == (2, 1)
    assert found("case") == (0, 0)
    assert found("session") == (1, 1)
    assert found("all") == (2, 1)
