"""What a casusreconstructie lets out (CR-21): moments, threads, lessons, agreements. Interpretations never: no
function here reads one, and there is no switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from samenspel.instruments.case_reconstruction.drawing import draw
from samenspel.instruments.case_reconstruction.order import by_place
from samenspel.instruments.case_reconstruction.records import DefiningMoment, Mark, Reconstruction
from samenspel.instruments.case_reconstruction.when import words
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State
from samenspel.vocabulary.csv_file import csv_file
from samenspel.vocabulary.outcomes import Agreement, Lesson, LookBack, RedThread
from samenspel.vocabulary.people import Party

AID: Final = "De tijdlijn is een hulpmiddel voor het gesprek. Zij is niet het product."
KINDS: Final = {"content": "inhoud", "collaboration": "samenwerking"}
AGREEMENT_KINDS: Final = {
    "working": "werkafspraak", "case": "vervolg van de casus", "new_information": "omgaan met nieuwe informatie",
}  # fmt: skip
LEVELS: Final = {
    "": "", "goal_and_content": "doel en inhoud", "field_and_rules": "speelveld en spelregels",
    "relations": "relatienetwerk",
}  # fmt: skip
STATUSES: Final = {"open": "open", "started": "begonnen", "done": "gedaan", "dropped": "vervallen"}

Row = tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """Een moment op de tijdlijn, without anybody's reading of it."""

    id: str
    when: str
    text: str
    kind: str
    hindering: int
    helping: int


@dataclass(frozen=True)
class Timeline:
    """De tijdlijn in woorden: the moments that were shown, in order, and the names of who took part."""

    title: str
    points: tuple[Point, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Stuk van het verslag: a heading, sentences, and rows below a header."""

    heading: str
    sentences: tuple[str, ...] = ()
    header: Row = ()
    rows: tuple[Row, ...] = ()


def timeline(state: State, instance: str) -> Timeline:
    """The moments-only timeline; a moment that was never shown stays out."""
    found = state.get(instance)
    title = found.body.title if found is not None and isinstance(found.body, Instance) else "Casusreconstructie"
    points = []
    for record in _shown(state, instance):
        body = record.body
        if isinstance(body, DefiningMoment):
            marks = [mark.body.value for mark in state.of(Mark, instance) if mark.scope == record.id]  # type: ignore[attr-defined]
            points.append(
                Point(
                    record.id,
                    words(body.when),
                    body.text,
                    KINDS[body.kind],
                    marks.count("hindering"),
                    marks.count("helping"),
                )
            )
    parties = sorted((party for party in state.bodies(Party) if not party.absent), key=lambda party: party.place)
    return Timeline(title, tuple(points), tuple(party.name for party in parties))


def moment_rows(state: State, instance: str) -> list[Row]:
    """When, moment, kind, how many marks hindered and helped."""
    shown = timeline(state, instance).points
    return [
        (str(number), point.when, point.text, point.kind, str(point.hindering), str(point.helping))
        for number, point in enumerate(shown, 1)
    ]


def thread_rows(state: State, instance: str) -> list[Row]:
    """Red thread, level of the triangle, the moments where it shows."""
    numbers = {point.id: str(number) for number, point in enumerate(timeline(state, instance).points, 1)}
    rows: list[Row] = []
    for record in by_place(state.of(RedThread, instance)):
        body = record.body
        if isinstance(body, RedThread):
            moments = sorted((numbers[moment] for moment in body.moments if moment in numbers), key=int)
            rows.append((body.text, LEVELS[body.level], ", ".join(moments)))
    return rows


def lesson_rows(state: State, instance: str) -> list[Row]:
    """Lesson, kind, the red thread it comes from."""
    threads = {record.id: record.body.text for record in state.of(RedThread)}  # type: ignore[attr-defined]
    lessons = [record.body for record in by_place(state.of(Lesson, instance))]
    return [
        (body.text, KINDS[body.kind], threads.get(body.thread or "", ""))
        for body in lessons
        if isinstance(body, Lesson)
    ]


def agreement_rows(state: State, instance: str) -> list[Row]:
    """What, who, when (ISO), with whose help, kind, status."""
    agreements = [record.body for record in by_place(state.of(Agreement, instance))]
    return [
        (body.what, body.who, body.due, body.help_from, AGREEMENT_KINDS[body.kind], STATUSES[body.status])
        for body in agreements
        if isinstance(body, Agreement)
    ]


MOMENT_HEADER: Final = ("Nr.", "Wanneer", "Moment", "Soort", "Belemmerde", "Hielp")
THREAD_HEADER: Final = ("Rode draad", "Niveau", "Bij momenten")
LESSON_HEADER: Final = ("Les", "Soort", "Rode draad")
AGREEMENT_HEADER: Final = ("Wat", "Wie", "Wanneer", "Met hulp van", "Soort", "Stand")


def report_blocks(state: State, instance: str) -> list[Section]:
    """The short report (CR-21): timeline, threads, lessons, agreements, look-back."""
    shown = timeline(state, instance)
    reasons = [body.reason for body in state.bodies(Reconstruction, instance) if body.reason]
    took_part = f"Hieraan namen deel: {', '.join(shown.parties)}." if shown.parties else ""
    blocks = [
        Section("Waarom deze casus", tuple(reasons)),
        Section("De tijdlijn", _some(AID, took_part), MOMENT_HEADER, tuple(moment_rows(state, instance))),
        Section("Rode draden", (), THREAD_HEADER, tuple(thread_rows(state, instance))),
        Section("Lessen", (), LESSON_HEADER, tuple(lesson_rows(state, instance))),
        Section("Afspraken", (), AGREEMENT_HEADER, tuple(agreement_rows(state, instance))),
        *(
            Section("Terugblik", _some(body.date, body.organiser, body.note))
            for body in state.bodies(LookBack, instance)
        ),
    ]
    return [block for block in blocks if block.sentences or block.rows]


def _some(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _shown(state: State, instance: str) -> list[Record]:
    records = by_place(state.of(DefiningMoment, instance))
    return [record for record in records if isinstance(record.body, DefiningMoment) and record.body.revealed]


def _table(header: Row, rows: Callable[[State, str], list[Row]]) -> Callable[[State, str], tuple[str, bytes]]:
    return lambda state, instance: ("text/csv; charset=utf-8", csv_file(header, rows(state, instance)))


def _picture(state: State, instance: str) -> tuple[str, bytes]:
    shown = timeline(state, instance)
    points = [(point.when, point.text, point.kind) for point in shown.points]
    return "image/svg+xml", draw(shown.title, points, shown.parties, AID).encode()


EXPORTS: Final[Mapping[str, Callable[[State, str], tuple[str, bytes]]]] = {
    "tijdlijn.svg": _picture,
    "momenten.csv": _table(MOMENT_HEADER, moment_rows),
    "rode-draden.csv": _table(THREAD_HEADER, thread_rows),
    "lessen.csv": _table(LESSON_HEADER, lesson_rows),
    "afspraken.csv": _table(AGREEMENT_HEADER, agreement_rows),
}
"""File name → from state and instance to media type and bytes."""
