"""Vroeger: days and hours before today, for what the demo trajects tell of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samenspel import clock

SATURDAY = 5


def working_day(days: int) -> date:
    """The day that lies so many days ahead (or, below zero, back); on a weekend the Monday after it, or before today
    the Friday before it."""
    day = clock.today() + timedelta(days=days)
    over = day.weekday() - SATURDAY
    return day - timedelta(days=1 + over) if over >= 0 and days <= 0 else weekday(day)


def weekday(day: date) -> date:
    """This day; on a weekend the Monday after it: nobody agrees on a Sunday."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of a day in this country."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """What happens inside, happened then. `when` is not ahead of now."""
    with clock.ago(max(clock.now() - when, timedelta())):
        yield


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """What happens inside, happened on a working day in the morning, so many days ago or a little more."""
    with at(moment(working_day(-days), 9)):
        yield
