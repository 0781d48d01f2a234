"""From the records of a session to the report as a document (CR-21): what the instruments let out, and no more.

No function here reads an interpretation; each instrument's `exports.report_blocks` decides what a report may hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

import msgspec
from django.utils import timezone

from samenspel.exports.document import Block, Document, Heading, Paragraph, Picture, Table
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State
from samenspel.privacy_hints.find import find
from samenspel.reports.dates import day_in_words, iso_in_words
from samenspel.reports.models import Content, Item
from samenspel.trajects.models import Session
from samenspel.vocabulary.outcomes import Agreement, Lesson, RedThread
from samenspel.vocabulary.people import Party

INTRO: Final = (
    "Dit is het korte verslag van een gesprek waarin we samen terugkeken. De tijdlijn was daarbij een hulpmiddel en is "
    "niet het product: wat partijen bij de momenten vertelden, staat hier daarom niet in. Het gaat om wat we ervan "
    "leerden en wat we hebben afgesproken."
)
FOOTER: Final = "Vertrouwelijk: voor wie bij het gesprek betrokken is."
EMPTY: Final = {"", "0"}
"""A column with nothing but these says nothing."""
_ISO: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MOST_SHARE: Final = 9
SAID: Final = {"Moment", "Rode draad", "Les", "Wat"}
"""Columns with words of people, which are set in serif."""


def content(session: Session, state: State, title: str = "", intro: str = "", note: str = "") -> Content:
    """The report of a session as its records are now. `title` and `intro` replace ours; `note` says that it is not
    final yet."""
    document = Document(
        title=title or f"Verslag: {session.title}",
        subtitle=" · ".join(part for part in (_met(session, state), note) if part),
        blocks=(Paragraph(intro or INTRO, "lead"), *_blocks(state)),
        footer=FOOTER,
        day=_day(session, state),
    )
    items = tuple(_items(state))
    source = hashlib.sha256(msgspec.json.encode((document, items))).hexdigest()
    return Content(document, items, title, intro, tuple(_warnings(document, _parties(state))), source)


def picture(state: State) -> bytes:
    """The drawing of the first instrument that lets one out, as SVG; nothing when none does."""
    for instance, module in _modules(state, "exports"):
        make = getattr(module, "EXPORTS", {}).get("tijdlijn.svg")
        if make is not None:
            return bytes(make(state, instance)[1])
    return b""


def _modules(state: State, part: str) -> Iterable[tuple[str, ModuleType]]:
    for record in state.of(Instance):
        if isinstance(record.body, Instance):
            name = f"samenspel.instruments.{record.body.instrument}.{part}"
            if find_spec(name) is not None:
                yield record.id, import_module(name)


def _blocks(state: State) -> list[Block]:
    drawings = {
        instance: module.drawings(state, instance)
        for instance, module in _modules(state, "paper")
        if hasattr(module, "drawings")
    }
    blocks: list[Block] = []
    for instance, module in _modules(state, "exports"):
        for section in getattr(module, "report_blocks", lambda *_: [])(state, instance):
            blocks.append(Heading(section.heading))
            blocks += [Paragraph(iso_in_words(words)) for words in section.sentences]
            if section.rows:
                blocks.append(_table(section))
            if section.rows and "Moment" in section.header:
                blocks += [Picture(svg, alt, wide=True) for svg, alt in drawings.get(instance, [])]
    return blocks


def _table(section: Any) -> Table:
    """Without columns that say nothing, days in words, and as wide as what stands in them."""
    rows = [[iso_in_words(cell) if _ISO.match(cell) else cell for cell in row] for row in section.rows]
    kept = [place for place in range(len(section.header)) if not all(row[place] in EMPTY for row in rows)]
    if "Stand" in section.header and all(row[section.header.index("Stand")] == "open" for row in rows):
        # Nothing can have been done yet when people leave the room.
        kept.remove(section.header.index("Stand"))
    header = tuple(section.header[place] for place in kept)
    cells = tuple(tuple(row[place] for place in kept) for row in rows)
    lengths = [max([len(name), *(len(row[place]) for row in cells)]) for place, name in enumerate(header)]
    widths = tuple(max(_least(length), min(MOST_SHARE, -(-length // 6))) for length in lengths)
    said = tuple(place for place, name in enumerate(header) if name in SAID)
    return Table(header, cells, f"Tabel: {section.heading}", widths, said)


def _least(length: int) -> int:
    """The share that keeps a long word whole."""
    return 3 if length > 8 else 2 if length > 3 else 1


def _items(state: State) -> Iterable[Item]:
    threads = {record.id: record.body.text for record in _placed(state, RedThread)}  # type: ignore[attr-defined]
    for record_id, text in threads.items():
        yield Item(record_id, "red_thread", text)
    for record in _placed(state, Lesson):
        if isinstance(record.body, Lesson):
            yield Item(record.id, "lesson", record.body.text, threads.get(record.body.thread or "", ""))
    for record in _placed(state, Agreement):
        body = record.body
        if isinstance(body, Agreement):
            due = iso_in_words(body.due)
            help_from = f"met hulp van {body.help_from}" if body.help_from else ""
            detail = " · ".join(part for part in (body.who, due, help_from) if part)
            yield Item(record.id, "agreement", body.what, detail)


def _placed(state: State, kind: type[RedThread] | type[Lesson] | type[Agreement]) -> list[Record]:
    return sorted(state.of(kind), key=lambda record: (record.body.place, record.id))  # type: ignore[attr-defined]


def _day(session: Session, state: State) -> str:
    """The day of the meeting: when it ended, else for when it was planned; an ISO date, or nothing."""
    ended = max((body.ended for body in state.bodies("meeting")), default=0)  # type: ignore[type-var, attr-defined]
    if ended:
        return datetime.fromtimestamp(ended / 1000, timezone.get_current_timezone()).date().isoformat()
    return timezone.localtime(session.planned).date().isoformat() if session.planned else ""


def _met(session: Session, state: State) -> str:
    day = _day(session, state)
    return f"Bijeenkomst van {day_in_words(date.fromisoformat(day))}" if day else ""


def _parties(state: State) -> tuple[str, ...]:
    """How the parties are called: often with capitals, as people are."""
    names = [body.name for body in state.bodies(Party)]
    return tuple(sorted(names, key=len, reverse=True))


def _warnings(document: Document, parties: Iterable[str]) -> Iterable[str]:
    """Where something looks like data of a person: what it looks like and in which part, never the words themselves."""
    heading, told = "de inleiding", set()
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
            continue
        texts = [block.text] if isinstance(block, Paragraph) else []
        if isinstance(block, Table):
            texts = [cell for row in block.rows for cell in row]
        for text in texts:
            for name in parties:
                text = text.replace(name, "…")
            for found in find(text):
                words = f"{found.why} Kijk bij ‘{heading}’."
                if words not in told:
                    told.add(words)
                    yield words
