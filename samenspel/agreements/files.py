"""Afspraken om mee te nemen: a workbook and a calendar file (X-2). Words are always data, never a formula (B8)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime

import xlsxwriter  # type: ignore[import-untyped]

from samenspel import clock
from samenspel.agreements.register import Entry
from samenspel.letters import calendar
from samenspel.letters.calendar import Occasion
from samenspel.vocabulary.csv_file import cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "Wat", "Wie", "Eigenaar", "Partij", "Wanneer", "Met hulp van", "Stand", "Te laat", "Uit welke les",
    "Wat erover gezegd is", "Wat hielp of in de weg stond", "Soort",
)  # fmt: skip
WIDTHS = (50, 22, 22, 20, 12, 22, 12, 9, 40, 40, 40, 26)
SAFE = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def workbook(entries: Iterable[Entry]) -> bytes:
    """One sheet with a row for each agreement. No author, and no moment finer than the day, stands in the file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    today = clock.today()
    book.set_properties({"title": "Afspraken", "created": datetime(today.year, today.month, today.day)})
    sheet = book.add_worksheet("Afspraken")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d-m-yyyy", "valign": "top", "align": "left"})
    for column, (name, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for row, entry in enumerate(entries, 1):
        for column, value in enumerate(_words(entry)):
            sheet.write_string(row, column, cell(value), plain)
        if entry.due is not None:
            sheet.write_datetime(row, 4, datetime(entry.due.year, entry.due.month, entry.due.day), day)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def calendar_file(entries: Iterable[Entry]) -> bytes:
    """A whole day for every agreement that has one and is not done, under a UID of its own that stays."""
    return calendar.several([_occasion(entry, entry.due) for entry in entries if entry.going and entry.due is not None])


def _occasion(entry: Entry, due: date) -> Occasion:
    lines = [f"Wie: {entry.body.who}"] if entry.body.who else []
    lines += [f"Met hulp van: {entry.body.help_from}"] if entry.body.help_from else []
    return Occasion(entry.id, f"Afspraak: {entry.body.what}", due, text="\n".join(lines))


def _words(entry: Entry) -> tuple[str, ...]:
    body = entry.body
    return (
        body.what,
        body.who,
        entry.owner.person.name if entry.owner else "",
        entry.party,
        "",
        body.help_from,
        entry.status,
        "ja" if entry.overdue else "",
        entry.lesson,
        body.report,
        body.helped,
        entry.kind,
    )
