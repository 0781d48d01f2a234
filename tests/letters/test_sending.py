"""CR-10: a letter goes once, patiently, at a measured pace, and what became of it is told as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from samenspel import clock
from samenspel.letters import post, sending, words
from samenspel.letters.models import Letter
from samenspel.rounds import runner
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session
from tests.letters.catcher import Catcher
from tests.letters.catcher import words as said
from tests.letters.conftest import add, to_server
from tests.serving import free_port

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
Ahead = Callable[[timedelta], None]


def put(contact: Contact, key: str = "proef:1", **more: Any) -> Letter:
    given = {"subject": "Over de bijeenkomst", "text": "Kom je ook?\n\n{link}", **more}
    return post.put(contact, "reminder", key, **given)


def now_is(letter: Letter) -> str:
    letter.refresh_from_db()
    return str(letter.state)


def test_cr10_a_letter_goes_once_with_a_link_of_its_own(by_mail: Catcher, anna: Contact) -> None:
    letter = put(anna)
    assert put(anna) == letter, "the same key is the same letter"
    assert runner.once() == []
    assert runner.once() == []
    assert now_is(letter) == "sent"
    (mail,) = by_mail.to("anna@voorbeeld.nl")
    assert mail["subject"] == "Over de bijeenkomst"
    assert mail["message-id"] == f"<{letter.pk}@localhost>"
    assert mail["from"] == "Renske Bakker via Samenspel <samenspel@gemeente.voorbeeld.nl>"
    assert "Beste Anna de Wit," in said(mail)
    link = next(word for word in said(mail).split() if "/binnen#" in word)
    assert f'href="{link}"' in said(mail, "html")
    from samenspel.personal import links

    assert links.by_token(link.partition("#")[2]) == anna


def test_cr10_a_letter_waits_for_its_day(by_mail: Catcher, anna: Contact, clock_file: Ahead) -> None:
    letter = put(anna, due=clock.now() + timedelta(days=3))
    runner.once()
    assert now_is(letter) == "waiting"
    assert words.state(letter).startswith("Gaat op ")
    clock_file(timedelta(days=3, minutes=1))
    runner.once()
    assert now_is(letter) == "sent"


def test_cr10_a_server_that_is_down_is_tried_again_and_the_letter_goes_once(
    settings: Any, anna: Contact, clock_file: Ahead
) -> None:
    port = free_port()
    to_server(settings, port)
    letter, other = put(anna), put(anna, "proef:2")
    runner.once()
    assert (now_is(letter), letter.problem, letter.attempts) == ("failed", "unreachable", 1)
    assert now_is(other) == "failed"
    assert "niet te bereiken" in words.why(letter)
    with Catcher(port) as up:
        runner.once()
        assert up.mails == [], "it waits before it tries again"
        clock_file(timedelta(minutes=2))
        runner.once()
        assert now_is(letter) == "sent"
        clock_file(timedelta(hours=2))
        runner.once()
        assert len(up.mails) == 2
        assert up.conversations == 1, "one connection for both letters"


def test_cr10_the_pause_grows_and_after_days_a_person_decides(settings: Any, anna: Contact, clock_file: Ahead) -> None:
    to_server(settings, free_port())
    letter = put(anna)
    pauses = []
    for _ in range(6):
        runner.once()
        letter.refresh_from_db()
        pauses.append(round((letter.due - clock.now()).total_seconds() / 60))
        clock_file(clock.ahead() + timedelta(minutes=pauses[-1], seconds=1))
    assert pauses == [1, 2, 5, 15, 30, 60]
    Letter.objects.update(attempts=sending.MOST_TRIES)
    runner.once()
    assert now_is(letter) == "refused"
    assert post.send_again(letter)
    assert now_is(letter) == "waiting"


def test_cr10_a_refused_address_stops_nobody_else(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    by_mail.refuse["weg@voorbeeld.nl"] = "550 no such user weg@voorbeeld.nl"
    by_mail.refuse["vol@voorbeeld.nl"] = "452 mailbox full"
    gone, full = add(meeting, "Bram", "weg@voorbeeld.nl"), add(meeting, "Cees", "vol@voorbeeld.nl")
    none = add(meeting, "Dirk", "geen adres")
    letters = [put(each, f"proef:{number}") for number, each in enumerate((gone, full, none, anna))]
    runner.once()
    assert [now_is(each) for each in letters] == ["refused", "failed", "refused", "sent"]
    assert [each.problem for each in letters] == ["recipient 550", "recipient 452", "address", ""]
    assert "Kijk het adres na" in words.why(letters[0])
    assert by_mail.conversations == 1
    del by_mail.refuse["weg@voorbeeld.nl"]
    assert post.send_again(letters[0])
    runner.once()
    assert now_is(letters[0]) == "sent"


def test_cr10_thousands_are_paced(settings: Any, by_mail: Catcher, anna: Contact, clock_file: Ahead) -> None:
    settings.SAMENSPEL_EMAIL_PER_MINUTE = 3
    for number in range(8):
        put(anna, f"proef:{number}")
    counts = []
    for minute in range(4):
        runner.once()
        runner.once()
        counts.append(len(by_mail.mails))
        clock_file(timedelta(minutes=minute + 1, seconds=5))
    assert counts == [3, 6, 8, 8]
    assert sending.minutes_to_go(8) == 3


def test_cr10_a_connection_lost_while_a_letter_is_handed_over_leaves_it_uncertain(
    by_mail: Catcher, anna: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    import smtplib

    def lost(self: Any, q: bytes) -> None:
        if q == b"data\r\n" or isinstance(q, str):
            return send(self, q)
        raise smtplib.SMTPServerDisconnected("gone")

    send = smtplib.SMTP.send
    monkeypatch.setattr(smtplib.SMTP, "send", lost)
    letter = put(anna)
    runner.once()
    assert (now_is(letter), letter.problem) == ("uncertain", "lost")
    monkeypatch.undo()
    runner.once()
    assert now_is(letter) == "uncertain", "never sent again by itself"
    assert by_mail.mails == []


def test_cr10_a_connection_lost_before_that_is_tried_again(
    by_mail: Catcher, anna: Contact, monkeypatch: pytest.MonkeyPatch, clock_file: Ahead
) -> None:
    import smtplib

    def lost(self: Any, *_: Any, **__: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib.SMTP, "rcpt", lost)
    letter = put(anna)
    runner.once()
    assert now_is(letter) == "failed"
    monkeypatch.undo()
    clock_file(timedelta(minutes=2))
    runner.once()
    assert now_is(letter) == "sent"


def test_cr10_without_a_mail_server_letters_wait_to_be_passed_on(anna: Contact) -> None:
    letter = put(anna)
    runner.once()
    assert now_is(letter) == "waiting"
    assert words.state(letter) == "Ligt klaar om door te geven"
    assert post.settle(letter, "handed")
    letter.refresh_from_db()
    assert (letter.state, bytes(letter.sealed)) == ("handed", b"")


def test_cr10_who_left_gets_nothing_any_more(by_mail: Catcher, anna: Contact) -> None:
    letter = put(anna)
    anna.removed = True
    anna.save()
    runner.once()
    assert (now_is(letter), letter.problem, bytes(letter.sealed)) == ("cancelled", "left", b"")
    assert by_mail.mails == []


def test_cr22_a_traject_that_was_destroyed_sends_nothing(by_mail: Catcher, anna: Contact) -> None:
    from samenspel.trajects import engine

    letter = put(anna)
    engine.cipher().destroy(anna.traject_id, "outcome")
    runner.once()
    assert (now_is(letter), letter.problem) == ("cancelled", "destroyed")


def test_cr10_what_came_back_is_noted_by_a_person(by_mail: Catcher, anna: Contact) -> None:
    letter = put(anna)
    runner.once()
    letter.refresh_from_db()
    assert post.settle(letter, "bounced")
    assert now_is(letter) == "bounced"
    assert "terugkwam" in words.why(letter)
    assert not post.settle(letter, "handed")


def test_cr10_progress_counts_what_is_gone_going_and_stuck(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    by_mail.refuse["weg@voorbeeld.nl"] = "550 no"
    put(anna, "a:1")
    put(add(meeting, "Bram", "weg@voorbeeld.nl"), "a:2")
    put(anna, "a:3", due=clock.now() + timedelta(minutes=9))
    put(anna, "a:5", due=clock.now() + timedelta(days=1))
    post.cancel([put(anna, "a:4")])
    runner.once()
    found = post.progress(meeting.traject)
    assert (found.total, found.gone, found.going, found.stuck) == (3, 1, 1, 1)
