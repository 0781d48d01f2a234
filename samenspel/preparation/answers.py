"""Wie antwoordde: the people at the table beside what they said, as far as whoever looks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel.instruments.case_reconstruction.records import MomentInput, MomentRequest, SoundingAnswer, Tension
from samenspel.kernel.project import Seen
from samenspel.kernel.record import Body
from samenspel.personal.due import day
from samenspel.personal.texts import texts
from samenspel.preparation.desk import Desk
from samenspel.trajects.contact import Contact

ASKED = ("open", "time", "learn", "involved")


@dataclass(frozen=True)
class Row:
    """Regel: somebody, and what came of the question. `done`: all of it was answered."""

    contact: Contact
    body: dict[str, Any] | None
    done: bool
    words: tuple[tuple[str, str], ...] = ()


def by_author(desk: Desk, kind: type[Body]) -> dict[str, Seen]:
    """The one record of a type that each person wrote."""
    return {seen.author: seen for seen in desk.of(kind) if seen.author}


def sounding(desk: Desk) -> list[Row]:
    """Everybody at the table with the answers to the sounding."""
    said = by_author(desk, SoundingAnswer)
    questions = [one for one in texts("peilen")["question"] if "option" in one]
    rows = []
    for contact in desk.table:
        body = said[contact.pk].body if contact.pk in said else None
        given = [(one["text"], one["option"][body[one["key"]]]) for one in questions if body and body[one["key"]]]
        rows.append(Row(contact, body, len(given) == len(questions), tuple(given)))
    return rows


def tensions(desk: Desk) -> list[Row]:
    """Everybody at the table with what was said in confidence: of use to the facilitator only."""
    said = by_author(desk, Tension)
    rows = [Row(row, said[row.pk].body if row.pk in said else None, row.pk in said) for row in desk.table]
    turn = {"serious": 0, "light": 1, "none": 2}
    return sorted(rows, key=lambda row: turn[row.body["level"]] if row.body else 3)


def moments(desk: Desk) -> list[dict[str, Any]]:
    """Who was asked for moments, with how many came in and before when they are wanted."""
    requests = {seen.body["person"]: seen.body for seen in desk.of(MomentRequest)}
    sent = [seen.author for seen in desk.of(MomentInput) if seen.body["state"] == "sent"]
    return [
        {"contact": row, "due": day(requests[row.pk]["due"]), "sent": sent.count(row.pk),
         "done": bool(requests[row.pk]["answered"])}
        for row in desk.table if row.pk in requests
    ]  # fmt: skip


def answered(desk: Desk, kind: str) -> set[str]:
    """The ids of who answered a question: nobody of these is reminded."""
    if kind == "tension":
        return set(by_author(desk, Tension))
    if kind == "sounding":
        return {row.contact.pk for row in sounding(desk) if row.done}
    if kind == "moments":
        return {one["contact"].pk for one in moments(desk) if one["done"]}
    return set()
