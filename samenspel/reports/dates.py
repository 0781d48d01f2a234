"""Days as people write them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format


def day_in_words(day: date) -> str:
    """`maandag 1 maart 2027` without the day of the week: `1 maart 2027`."""
    return date_format(day, "j F Y")


def iso_in_words(text: str) -> str:
    """The same for an ISO date; other words stay as they are."""
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text
