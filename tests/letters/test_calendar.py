"""CR-10, B17: calendar files that three readers agree on: icalendar, vobject and RFC 5545 itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject

from samenspel.letters import calendar
from samenspel.letters.calendar import Occasion
from tests.letters.rfc5545 import faults

START = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOSTILE = (
    "Naam\r\nATTENDEE:mailto:x@x.nl",
    "END:VEVENT\r\nBEGIN:VALARM\r\nACTION:PROCEDURE",
    'a;b,c:d\\n"e"',
    "\x00\x08\u2028\u202e omgekeerd",
    "é" * 300,
    "=cmd|'/C calc'!A0",
)


def occasion(**more: object) -> Occasion:
    given: dict[str, object] = {"id": "0123456789abcdef", "title": "Casusreconstructie", "start": START, **more}
    return Occasion(**given)  # type: ignore[arg-type]


def read_by_two(data: bytes) -> tuple[icalendar.Event, vobject.base.Component]:
    assert faults(data) == []
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    others = vobject.readOne(data.decode()).vevent_list
    assert len(events) == len(others) == 1
    return events[0], others[0]


def test_cr10_both_readers_see_the_same_moment_in_this_country() -> None:
    data = calendar.event(occasion(end=START + timedelta(minutes=150)), "anna@voorbeeld.nl")
    one, other = read_by_two(data)
    assert one.decoded("dtstart") == other.dtstart.value == START
    assert one.decoded("dtend") == other.dtend.value == START + timedelta(minutes=150)
    assert "DTSTART;TZID=Europe/Amsterdam:20261203T130000" in data.decode()
    assert other.method.value if hasattr(other, "method") else "METHOD:REQUEST" in data.decode()


@pytest.mark.parametrize("month", range(1, 13))
def test_cr10_summer_and_winter_time_hold_for_a_reader_that_knows_only_the_file(month: int) -> None:
    start = datetime(2027, month, 28, 10, tzinfo=UTC)
    _, other = read_by_two(calendar.event(occasion(start=start), "anna@voorbeeld.nl"))
    assert other.dtstart.value == start


def test_cr10_a_change_and_a_cancellation_keep_the_uid_and_raise_the_sequence() -> None:
    seen = []
    for sequence, cancelled in ((0, False), (1, False), (2, True)):
        data = calendar.event(occasion(), "anna@voorbeeld.nl", sequence, cancelled)
        one, other = read_by_two(data)
        assert str(one["uid"]) == other.uid.value == "0123456789abcdef@localhost"
        method = str(icalendar.Calendar.from_ical(data)["method"])
        seen.append((int(one["sequence"]), int(other.sequence.value), method, str(one["status"])))
    assert seen == [(0, 0, "REQUEST", "CONFIRMED"), (1, 1, "REQUEST", "CONFIRMED"), (2, 2, "CANCEL", "CANCELLED")]


def test_cr10_without_an_address_it_is_a_file_to_add_by_hand() -> None:
    data = calendar.event(occasion())
    one, _ = read_by_two(data)
    assert "METHOD:PUBLISH" in data.decode()
    assert "attendee" not in one
    assert str(one["class"]) == "PRIVATE"


def test_x2_several_whole_days_in_one_file() -> None:
    data = calendar.several([occasion(id=f"{n}" * 16, start=date(2027, 3, n), title=f"Afspraak {n}") for n in (1, 2)])
    assert faults(data) == []
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2027, 3, 1), date(2027, 3, 2)]
    assert [event.decoded("dtend") for event in events] == [date(2027, 3, 2), date(2027, 3, 3)]
    assert [each.summary.value for each in vobject.readOne(data.decode()).vevent_list] == ["Afspraak 1", "Afspraak 2"]


@pytest.mark.parametrize("words", HOSTILE)
def test_b8_words_never_become_properties(words: str) -> None:
    data = calendar.event(
        occasion(title=words, place=words, text=f"Regel\n{words}", online="https://voorbeeld.nl/a,b;c"),
        "anna@voorbeeld.nl",
        organiser=words,
    )
    one, other = read_by_two(data)
    known = {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "CLASS", "DTSTART", "DTEND", "TRANSP", "LOCATION", "URL"}
    assert set(one) == known | {"DESCRIPTION", "STATUS", "ORGANIZER", "ATTENDEE"}
    assert one.subcomponents == []
    assert not isinstance(one["attendee"], list)
    assert str(one["summary"]) == other.summary.value
    assert str(one["url"]) == "https://voorbeeld.nl/a,b;c"


@pytest.mark.parametrize("address", ["x@x.nl\r\nATTENDEE:mailto:y@y.nl", "geen adres", "a@b", ""])
def test_b8_an_address_that_is_none_makes_no_invitation(address: str) -> None:
    assert "ATTENDEE" not in calendar.event(occasion(), address).decode()


def test_b17_the_strict_reader_sees_what_is_wrong() -> None:
    good = calendar.event(occasion())
    for wrong in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"UID:", b"XID:"),
        good.replace(b"END:VEVENT", b"END:VALARM"),
        good + b"X:" + b"a" * 80 + b"\r\n",
        good.replace(b"SUMMARY:", b"SUM MARY:"),
    ):
        assert faults(wrong) != []
