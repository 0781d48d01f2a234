"""Dates as people paste them (CR-6): 12-3-2025, 2025-03-12, maart 2025, najaar 2024, rond kerst 2024."""

from __future__ import annotations

import re
from typing import Final

from samenspel.instruments.case_reconstruction.records import When
from samenspel.instruments.case_reconstruction.when import MONTHS, is_sound

_MONTH: Final = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3}
_MONTH_WORD: Final = re.compile(
    r"\b(" + "|".join(MONTHS) + r"|jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec)\b\.?", re.I
)
_SEASON: Final = {
    "voorjaar": "spring", "lente": "spring", "zomer": "summer", "najaar": "autumn", "herfst": "autumn",
    "winter": "winter",
}  # fmt: skip
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$")
_DAY_FIRST: Final = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_MONTH_YEAR: Final = re.compile(r"^(\d{1,2})[-/](\d{4})$")
_YEAR_MONTH: Final = re.compile(r"^(\d{4})-(\d{1,2})$")
_WEEKDAY: Final = re.compile(r"^(?:ma|di|wo|do|vr|za|zo|\w+dag)\.?,?\s+", re.I)
_DAY_MONTH: Final = re.compile(r"^(\d{1,2})\s*$")
_YEAR: Final = re.compile(r"(?<![\d'’])(?:(\d{4})|['’](\d{2}))(?:\s*[-/]\s*(\d{2,4}))?\s*$")
_NAMED_DAYS: Final = {
    "nieuwjaar": 1, "carnaval": 2, "pasen": 4, "koningsdag": 4, "pinksteren": 6, "zomervakantie": 7,
    "herfstvakantie": 10, "sinterklaas": 12, "kerst": 12, "oud en nieuw": 12, "jaarwisseling": 12,
    "begin": 1, "medio": 6, "halverwege": 6, "eind": 12,
}  # fmt: skip
_QUARTER: Final = re.compile(r"\b(?:q([1-4])|([1-4])(?:e|ste|de) kwartaal)\b", re.I)
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[qQ][1-4]")
_LONGEST: Final = 60


def read(text: str) -> When | None:
    """The date in these words, or None when no year can be found or the day does not exist."""
    plain = re.sub(r"\s+", " ", text).strip().strip(".,;")
    if not plain or len(plain) > _LONGEST + 5:
        return None
    found = _digits(plain) or _with_words(_WEEKDAY.sub("", plain) if _MONTH_WORD.search(plain) else plain)
    return found if found is not None and is_sound(found) else None


def _digits(text: str) -> When | None:
    text = _WEEKDAY.sub("", text)
    if match := _ISO.match(text):
        return _exact(match[1], match[2], match[3])
    if match := _DAY_FIRST.match(text):
        return _exact(match[3], match[2], match[1])
    if match := _MONTH_YEAR.match(text):
        return _make("month", match[2], month=int(match[1]))
    if match := _YEAR_MONTH.match(text):
        return _make("month", match[1], month=int(match[2]))
    return None


def _with_words(text: str) -> When | None:
    year = _YEAR.search(text)
    if year is None:
        return None
    number = year[1] or year[2]
    before = text[: year.start()].strip(" ,")
    if not before:
        return None if year[3] else _make("year", number)
    if not _LETTERS.search(before):
        return None
    lower = before.lower()
    if lower in _SEASON:
        return _make("season", number, season=_SEASON[lower])
    month = _MONTH_WORD.search(before)
    if month is not None:
        in_year = _MONTH[month[1][:3].lower()]
        rest = (before[: month.start()] + before[month.end() :]).strip()
        if not rest:
            return _make("month", number, month=in_year)
        if day := _DAY_MONTH.match(rest):
            return _exact(number, in_year, day[1])
        return _make("about", number, month=in_year, label=before)
    return _make("about", number, month=_near(lower), label=before)


def _near(words: str) -> int | None:
    if quarter := _QUARTER.search(words):
        return int(quarter[1] or quarter[2]) * 3 - 2
    named = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
    for word, season in _SEASON.items():
        if word in words and word + "vakantie" not in words:
            return named[season]
    return next((month for word, month in _NAMED_DAYS.items() if word in words), None)


def _exact(year: str, month: str | int, day: str) -> When | None:
    return _make("exact", year, month=int(month), day=int(day))


def _make(kind: str, year: str, *, month: int | None = None, day: int | None = None,
          season: str | None = None, label: str = "") -> When | None:  # fmt: skip
    number = int(year) + (2000 if len(year) == 2 else 0)
    in_range = 1950 <= number <= 2100 and (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31)
    if not in_range or len(label) > _LONGEST:
        return None
    return When(kind=kind, year=number, month=month, day=day, season=season, label=label)  # type: ignore[arg-type]
