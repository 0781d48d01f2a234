"""Wanneer (CR-6): sorting, saying and checking dates that may be exact, a month, a season, a year or 'rond …'."""

from __future__ import annotations

from datetime import date
from typing import Final

from samenspel.instruments.case_reconstruction.records import When

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec")
SEASONS: Final = {"spring": "voorjaar", "summer": "zomer", "autumn": "najaar", "winter": "winter"}
_FIRST_MONTH: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def is_sound(when: When) -> bool:
    """Whether the parts that its kind needs are there and make a date that exists."""
    if when.kind == "exact":
        try:
            date(when.year, when.month or 0, when.day or 0)
        except ValueError:
            return False
        return True
    if when.kind == "month":
        return when.month is not None
    if when.kind == "season":
        return when.season is not None
    return when.kind == "year" or bool(when.label)


def sort_key(when: When) -> tuple[int, int, int, int]:
    """Year, month, day from which it may have been, and wider periods before narrower ones."""
    width = {"year": 0, "season": 1, "month": 2, "about": 3, "exact": 4}[when.kind]
    if when.kind == "year":
        return when.year, 0, 0, width
    if when.kind == "season" and when.season:
        return when.year, _FIRST_MONTH[when.season], 0, width
    return when.year, when.month or 0, when.day or 0, width


def words(when: When) -> str:
    """As people say it: '12 maart 2025', 'sept 2024', 'najaar 2024', 'winter 2024-2025', 'rond kerst 2024'."""
    if when.kind == "exact" and when.month and when.day:
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    if when.kind == "month" and when.month:
        return f"{SHORT_MONTHS[when.month - 1]} {when.year}"
    if when.kind == "season" and when.season:
        years = f"{when.year}-{when.year + 1}" if when.season == "winter" else str(when.year)
        return f"{SEASONS[when.season]} {years}"
    if when.kind == "about" and when.label:
        return f"{when.label} {when.year}"
    return str(when.year)
