"""Paper of a session, whatever its instruments: the way in, and the facilitator's preparation on one page (CR-8)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import segno
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from samenspel.exports import typeset
from samenspel.invitations import codes, links
from samenspel.kernel.record import Instance
from samenspel.kernel.state import State
from samenspel.organisation.texts import texts_of
from samenspel.trajects.models import Session
from samenspel.vocabulary import drawn
from samenspel.vocabulary.people import Attendee, Party

NAMES: Final = 14
"""How many people of one party are named; the rest is counted."""
LEVELS: Final = {"practice": "uitvoering", "team_lead": "teamleider", "management": "manager"}


class Row(msgspec.Struct, frozen=True):
    """Onderdeel in het draaiboek, with the time at which it begins, if that is known."""

    at: str
    title: str
    minutes: str
    lead: str
    note: str


def join_poster(session: Session, size: str) -> bytes | None:
    """The poster with the way in; None when the session takes nobody in any more. Raises Unset."""
    code = codes.make_or_none(session)
    if not code:
        return None
    qr = io.BytesIO()
    segno.make(links.join_url(code), error="m").save(qr, kind="svg", border=0, dark="#12343b", scale=10, svgns=True)
    return typeset.pdf(
        "join.typ",
        {
            "title": "Meedoen op je telefoon",
            "session": session.title,
            "size": size,
            "qr": qr.getvalue().decode(),
            "address": f"{settings.SAMENSPEL_PUBLIC_URL}/meedoen".split("://", 1)[1],
            "code": codes.shown(code),
        },
    )


def preparation(session: Session, state: State, tension: tuple[int, int] | None = None) -> bytes:
    """Run sheet, who comes, points of attention, tips of the guide card: one page. Raises Unset.

    `tension`: how many said light and serious, for who may know that (CR-4); never who said it.
    """
    rows = _rows(session, state)
    data = {
        "title": f"Voorbereiding: {session.title}",
        "subtitle": _when(session, sum(int(row.minutes) for row in rows)),
        "source": _source(state),
        "blocks": rows,
        "materials": _materials(state),
        "parties": _parties(state),
        "others": _others(state),
        "attention": [*_attention(state), *_tension(tension)],
        "tips": _tips(state),
    }
    return typeset.pdf("preparation.typ", data)


def _blocks(state: State) -> list[Any]:
    return sorted((record.body for record in state.of("block")), key=lambda body: body.place)  # type: ignore[attr-defined]


def _rows(session: Session, state: State) -> list[Row]:
    at: datetime | None = timezone.localtime(session.planned) if session.planned else None
    rows, passed = [], 0
    for body in _blocks(state):
        begins = f"{at:%H:%M}" if at else f"+{passed}"
        rows.append(Row(begins, body.title, str(body.minutes), body.lead, body.note))
        passed += body.minutes
        at = at + timedelta(minutes=body.minutes) if at else None
    return rows


def _when(session: Session, minutes: int) -> str:
    start = timezone.localtime(session.planned) if session.planned else None
    length = f"{minutes} minuten" if minutes else ""
    if start is None:
        return " · ".join(part for part in ("Nog geen datum", length) if part)
    day = f"{date_format(start, 'l j F Y')}, {start:%H:%M} uur"
    return " · ".join(part for part in (day, length) if part)


def _materials(state: State) -> list[str]:
    found = (line.strip() for body in _blocks(state) for line in body.materials.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def _people(state: State) -> list[Attendee]:
    return [body for body in state.bodies(Attendee) if body.status in ("waiting", "admitted")]


def _parties(state: State) -> list[dict[str, object]]:
    people = _people(state)
    found = [(record.id, record.body) for record in state.of(Party) if isinstance(record.body, Party)]
    rows = []
    for party_id, party in sorted(found, key=lambda pair: pair[1].place):
        own = [body for body in people if body.party == party_id]
        look = drawn.paper(party.colour)
        rows.append(
            {
                "short": party.short,
                "edge": look.edge,
                "dash": look.dash,
                "absent": party.absent,
                "people": _named(own),
            }
        )
    return rows


def _named(people: list[Attendee]) -> str:
    named = [f"{body.name}{f' ({LEVELS[body.level]})' if body.level else ''}" for body in people[:NAMES]]
    more = len(people) - NAMES
    return ", ".join([*named, *([f"en nog {more}"] if more > 0 else [])])


def _others(state: State) -> str:
    titles = {"facilitator": "gespreksbegeleider", "note_taker": "meeschrijver", "initiator": "initiatiefnemer"}
    people = [body for body in _people(state) if body.party is None and body.role in titles]
    return ", ".join(f"{body.name} ({titles[body.role]})" for body in people)


def _attention(state: State) -> Iterable[str]:
    absent = [party.short for party in state.bodies(Party) if party.absent]
    if absent:
        yield f"Komt niet: {', '.join(absent)}. Niemand vult voor hen in. Zeg dat aan het begin."
    table = [body for body in _people(state) if body.role in ("participant", "initiator")]
    if len(table) > 12:
        yield f"{len(table)} mensen aan tafel. Met 10 tot 12 komt ieder aan het woord: houd bijdragen kort."
    known = [body for body in table if body.involved is not None]
    outside = sum(1 for body in known if not body.involved)
    if outside:
        yield f"{outside} van {len(known)} waren zelf niet bij de casus. Vraag hen vooral te luisteren en te vragen."
    if table and any(body.level for body in table) and not any(body.level in LEADING for body in table):
        yield "Er is geen teamleider of manager bij. Spreek af wie de lessen verder brengt."


LEADING: Final = ("team_lead", "management")


def _tension(tension: tuple[int, int] | None) -> Iterable[str]:
    light, serious = tension or (0, 0)
    if serious:
        yield "Iemand noemt ernstige spanning. Lees het antwoord op je scherm en vraag eerst advies."
    if light:
        yield "Er is lichte spanning genoemd. Neem ruim tijd voor de spelregels. Lees de antwoorden op je scherm."


def _guides(state: State) -> list[dict[str, Any]]:
    names = dict.fromkeys(body.instrument for body in state.bodies(Instance))
    return [texts_of(name).get("guide", {}) for name in names]


def _tips(state: State) -> list[dict[str, object]]:
    return [
        {"title": part["title"], "tips": list(part["watch"])}
        for guide in _guides(state)
        for part in guide.get("part", [])
        if part.get("watch")
    ]


def _source(state: State) -> str:
    sources = [guide["source"] for guide in _guides(state) if guide.get("source")]
    return " · ".join(dict.fromkeys(f"{each['title']}, {each['publisher']}" for each in sources))
