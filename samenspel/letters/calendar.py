"""Agendabestanden (RFC 5545, CR-10): an event for one reader, its changes and its cancellation.

The UID is the id of what takes place and tells nothing. No case, no names of others, no personal link: calendars are
shared with colleagues, and the event asks to be shown as private.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText, vUri

from samenspel import clock
from samenspel.letters import clean
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session

ZONE = ZoneInfo("Europe/Amsterdam")
LONGEST = 2000


@dataclass(frozen=True)
class Occasion:
    """Gelegenheid: what takes place, when and where. `id` is one of our own ids; `end` empty: a whole day (or, with a
    moment as `start`, two hours). `online` is an address of the web."""

    id: str
    title: str
    start: datetime | date
    end: datetime | date | None = None
    place: str = ""
    online: str = ""
    text: str = ""


def event(
    what: Occasion | Session,
    reader: Contact | str = "",
    sequence: int = 0,
    cancelled: bool = False,
    organiser: str = "",
) -> bytes:
    """The file for one reader: a contact or an address. It is an invitation to that address (METHOD:REQUEST, or
    CANCEL), which a later file of the same occasion with a higher `sequence` changes; without an address it is a file
    to be added by hand. Raises KeyGone for a session or a contact that was destroyed."""
    occasion = what if isinstance(what, Occasion) else _of_session(what)
    email = reader if isinstance(reader, str) else reader.person.email
    reader = clean.address(email)
    calendar = _calendar("CANCEL" if cancelled else "REQUEST" if reader else "PUBLISH")
    found = _event(occasion, sequence)
    found.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if reader:
        found.add("organizer", _address(clean.sender("", settings.DEFAULT_FROM_EMAIL), organiser))
        guest = _address(reader, "")
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        guest.params["RSVP"] = vText("FALSE")
        found.add("attendee", guest)
    calendar.add_component(found)
    return bytes(calendar.to_ical())


def several(occasions: list[Occasion]) -> bytes:
    """One file with several events, to be added by hand (agreements, X-2)."""
    calendar = _calendar("PUBLISH")
    for occasion in occasions:
        calendar.add_component(_event(occasion, 0))
    return bytes(calendar.to_ical())


def attachment(data: bytes) -> tuple[str, str, bytes]:
    """The file as a letter carries it; the type says the method, so that mail programs show an invitation."""
    method = next(line[7:] for line in data.decode().split("\r\n") if line.startswith("METHOD:"))
    return ("afspraak.ics", f"text/calendar; method={method}; charset=utf-8", data)


def _of_session(session: Session) -> Occasion:
    from samenspel.letters import invitations

    return invitations.occasion(session)


def uid(occasion_id: str) -> str:
    """The UID of an occasion: the same for as long as it exists."""
    return f"{occasion_id}@{urlsplit(settings.SAMENSPEL_PUBLIC_URL).hostname or 'localhost'}"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Samenspel//Samenspel//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    return calendar


def _event(occasion: Occasion, sequence: int) -> Event:
    found = Event()
    found.add("uid", uid(occasion.id))
    found.add("sequence", sequence)
    found.add("dtstamp", clock.now().astimezone(ZoneInfo("UTC")).replace(microsecond=0))
    found.add("summary", clean.one_line(occasion.title))
    found.add("class", "PRIVATE")
    start, end = _span(occasion)
    found.add("dtstart", start)
    found.add("dtend", end)
    found.add("transp", "OPAQUE" if isinstance(start, datetime) else "TRANSPARENT")
    if occasion.place or occasion.online:
        found.add("location", clean.one_line(occasion.place or occasion.online, 200))
    if occasion.online:
        found["url"] = vUri(occasion.online)
    if occasion.text:
        lines = occasion.text.replace("\r\n", "\n").split("\n")
        found.add("description", "\n".join(clean.one_line(line, LONGEST) for line in lines)[:LONGEST])
    return found


def _span(occasion: Occasion) -> tuple[datetime | date, datetime | date]:
    start = _local(occasion.start)
    if occasion.end is not None:
        return start, _local(occasion.end)
    # A whole day ends where the next one begins.
    return start, start + (timedelta(hours=2) if isinstance(start, datetime) else timedelta(days=1))


def _local(moment: datetime | date) -> datetime | date:
    return moment.astimezone(ZONE).replace(microsecond=0) if isinstance(moment, datetime) else moment


def _address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    if shown := clean.name(name):
        found.params["CN"] = vText(shown)
    return found


def _zone() -> Timezone:
    """The rule for summer and winter time since 1996, as every calendar program has it: small, and good for ever."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
