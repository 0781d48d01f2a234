"""CR-10: everybody is invited once; a change and a cancellation reach whoever was invited, in mail and calendar."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import icalendar
import msgspec
import pytest

from samenspel.letters import invitations, post
from samenspel.letters.models import Letter
from samenspel.rounds import runner
from samenspel.trajects import membership
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session
from tests.letters.catcher import Catcher, words
from tests.letters.conftest import add

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def event_in(mail: EmailMessage) -> tuple[str, icalendar.Event]:
    """The method and the event, from the part that mail programs show and from the file: they are the same."""
    files = [part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics")]
    shown, file = (part.get_payload(decode=True) for part in files)
    assert isinstance(shown, bytes)
    assert isinstance(file, bytes)
    assert shown.replace(b"\r\n", b"\n").strip() == file.replace(b"\r\n", b"\n").strip()
    calendar = icalendar.Calendar.from_ical(file)
    assert files[0].get_param("method") == calendar["method"]
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def details(session: Session, **more: object) -> None:
    found = invitations.details(session)
    invitations.save_details(session, msgspec.structs.replace(found, **more))


def test_cr10_the_invitation_says_what_one_needs_to_know(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    details(meeting, place="Buurthuis, zaal 2", online="https://overleg.voorbeeld.nl/k", contact="Renske, 06 12345678")
    assert invitations.send(meeting) == 1
    runner.once()
    (mail,) = by_mail.mails
    text = words(mail)
    assert str(mail["subject"]).startswith("Uitnodiging: Casusreconstructie op ")
    for part in ("Buurthuis, zaal 2", "https://overleg.voorbeeld.nl/k", "Renske, 06 12345678", "tijdlijn", "/binnen#"):
        assert part in text
    assert "Geen waarheidsvinding" in text or "waarheid" in text.lower(), "the ground rules of the source"
    assert f"{meeting.traject.case_until.day} " in text
    assert "Terugkijken Kastanje" not in text, "the title is of the room, not of mail"
    html = words(mail, "html")
    assert '<html lang="nl">' in html
    assert "<img" not in html
    ours = ("http://localhost:8000/binnen#", f"http://localhost:8000/vernietigd/{meeting.traject_id}")
    for known in (*ours, "https://overleg.voorbeeld.nl/k"):
        html = html.replace(known, "")
    assert "http" not in html
    from samenspel.retention.records import fingerprint, grouped

    assert grouped(fingerprint(meeting.traject_id)) in text


def test_cr10_calendar_files_hold_no_personal_link(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    invitations.send(meeting)
    runner.once()
    method, event = event_in(by_mail.mails[0])
    assert (method, int(event["sequence"])) == ("REQUEST", 0)
    assert event.decoded("dtstart") == meeting.planned
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=120)
    raw = event.to_ical().decode()
    assert "binnen" not in raw
    assert "Anna" not in raw


def test_cr10_nobody_is_invited_twice_and_a_newcomer_once(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    assert invitations.send(meeting) == 1
    assert invitations.send(meeting) == 0
    runner.once()
    add(meeting, "Bram", "bram@voorbeeld.nl")
    assert invitations.send(meeting) == 1
    runner.once()
    assert [readers for readers in by_mail.readers] == [["anna@voorbeeld.nl"], ["bram@voorbeeld.nl"]]


def test_cr10_another_day_is_a_change_for_who_knew_and_an_invitation_for_who_did_not(
    by_mail: Catcher, meeting: Session, anna: Contact
) -> None:
    invitations.send(meeting)
    runner.once()
    assert not invitations.changed(meeting)
    assert meeting.planned
    meeting.planned += timedelta(days=1)
    meeting.save()
    assert invitations.changed(meeting)
    add(meeting, "Bram", "bram@voorbeeld.nl")
    assert invitations.send(meeting) == 2
    assert not invitations.changed(meeting)
    runner.once()
    old, new = by_mail.to("anna@voorbeeld.nl")
    assert str(new["subject"]).startswith("Gewijzigd: ")
    (before, first), (after, second) = event_in(old), event_in(new)
    assert (before, after) == ("REQUEST", "REQUEST")
    assert first["uid"] == second["uid"]
    assert (int(first["sequence"]), int(second["sequence"])) == (0, 1)
    assert second.decoded("dtstart") == meeting.planned
    (bram,) = by_mail.to("bram@voorbeeld.nl")
    assert str(bram["subject"]).startswith("Uitnodiging: ")


def test_cr10_what_had_not_gone_yet_goes_only_as_it_is_now(meeting: Session, anna: Contact) -> None:
    invitations.send(meeting)
    details(meeting, place="Ergens anders")
    assert invitations.send(meeting) == 1
    states = list(Letter.objects.order_by("created").values_list("state", "kind"))
    assert states == [("cancelled", "invitation"), ("waiting", "invitation")]


def test_cr10_a_cancellation_reaches_who_was_invited_and_takes_it_out_of_the_calendar(
    by_mail: Catcher, meeting: Session, anna: Contact
) -> None:
    invitations.send(meeting)
    runner.once()
    add(meeting, "Bram", "bram@voorbeeld.nl")
    assert invitations.cancel(meeting) == 1
    assert invitations.cancel(meeting) == 0
    runner.once()
    _, mail = by_mail.to("anna@voorbeeld.nl")
    method, event = event_in(mail)
    assert (method, str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 1)
    assert str(mail["subject"]).startswith("Gaat niet door: ")
    assert "/binnen#" not in words(mail)
    assert by_mail.to("bram@voorbeeld.nl") == []
    assert invitations.send(meeting) == 2, "it is on again: a change for one, an invitation for the other"
    runner.once()
    assert int(event_in(by_mail.to("anna@voorbeeld.nl")[-1])[1]["sequence"]) == 2


def test_cr10_one_who_leaves_is_told_alone(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    bram = add(meeting, "Bram", "bram@voorbeeld.nl")
    invitations.send(meeting)
    runner.once()
    membership.take_off(bram)
    runner.once()
    assert [str(mail["subject"])[:4] for mail in by_mail.to("bram@voorbeeld.nl")] == ["Uitn", "Gaat"]
    method, event = event_in(by_mail.to("bram@voorbeeld.nl")[1])
    assert (method, int(event["sequence"])) == ("CANCEL", 1)
    assert not invitations.is_cancelled(meeting), "for the others it goes on"
    assert len(by_mail.to("anna@voorbeeld.nl")) == 1


def test_cr10_an_invitation_that_came_back_is_written_anew(by_mail: Catcher, meeting: Session, anna: Contact) -> None:
    invitations.send(meeting)
    runner.once()
    letter = Letter.objects.get()
    assert post.settle(letter, "bounced")
    from samenspel.trajects.contact import Person

    anna.set_person(Person(name="Anna", email="anna.dewit@voorbeeld.nl"))
    anna.save()
    letter.refresh_from_db()
    assert post.send_again(letter)
    runner.once()
    assert len(by_mail.to("anna.dewit@voorbeeld.nl")) == 1
    assert invitations.letters_of(meeting)[anna.pk].state == "sent"


def test_cr10_a_meeting_without_a_date_invites_nobody(meeting: Session, anna: Contact) -> None:
    meeting.planned = None
    meeting.save()
    with pytest.raises(invitations.NoDate):
        invitations.send(meeting)
    assert Letter.objects.count() == 0
