"""Bewaartermijnen (X-5): until when the case and the outcome are kept, and within which bounds that can be changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.timezone import localtime

from samenspel import clock
from samenspel.keys.models import TrajectKey
from samenspel.retention import destroying
from samenspel.store.models import SessionClock
from samenspel.trajects.access import LOOK_BACK
from samenspel.trajects.models import CASE_DAYS, OUTCOME_DAYS, Session, Traject

AFTER_MEETING: Final = 14
"""A case is never destroyed by date before so many days after the meeting that is planned about it."""
LONGEST_OUTCOME: Final = 2 * OUTCOME_DAYS
"""Days after the last meeting until which the outcome may be kept at most."""


class OutOfBounds(Exception):
    """That day cannot be chosen; the message is Dutch and says which can."""


def case_is_there(traject: Traject) -> bool:
    """Whether anything of a case can still be read."""
    names = SessionClock.objects.filter(traject=traject.pk, case_state="").values_list("case_key", flat=True)
    return TrajectKey.objects.filter(traject=traject.pk, name__in=list(names)).exists()


def last_meeting(traject: Traject) -> date:
    """The day of the last meeting that is planned or was held; else the day on which the traject began."""
    days = [localtime(each.planned or each.created).date() for each in traject.sessions.all()]
    return max([*days, localtime(traject.created).date()])


def latest(traject: Traject) -> date:
    """The last day until which the case may be kept: 90 days after the last meeting of which the case is there."""
    held = destroying.over(traject) or list(traject.sessions.all())
    days = [localtime(each.planned or each.created).date() for each in held]
    return max([*days, localtime(traject.created).date()]) + timedelta(days=CASE_DAYS)


def latest_outcome(traject: Traject) -> date:
    """The last day until which the outcome may be kept."""
    return last_meeting(traject) + timedelta(days=LONGEST_OUTCOME)


def keep_case_until(traject: Traject, day: date) -> None:
    """Choose another day. Raises OutOfBounds."""
    if day < clock.today():
        raise OutOfBounds("Kies een dag die nog moet komen. Wil je het nu weg hebben? Dat kan onderaan deze bladzijde.")
    if day > latest(traject):
        raise OutOfBounds(
            f"Langer dan {CASE_DAYS} dagen na de bijeenkomst kan niet: kies uiterlijk {said(latest(traject))}."
        )
    traject.case_until = day
    traject.outcome_until = max(day, traject.outcome_until)
    traject.save(update_fields=["case_until", "outcome_until"])


def keep_outcome_until(traject: Traject, day: date) -> None:
    """Choose another day for lessons, agreements and report. Raises OutOfBounds."""
    if day < max(clock.today(), traject.case_until if case_is_there(traject) else clock.today()):
        raise OutOfBounds("De opbrengst blijft minstens zo lang als de casus. Kies een latere dag.")
    if day > latest_outcome(traject):
        raise OutOfBounds(
            f"Langer dan twee jaar na de laatste bijeenkomst kan niet: kies uiterlijk {said(latest_outcome(traject))}."
        )
    traject.outcome_until = day
    traject.save(update_fields=["outcome_until"])


def follow_meetings(traject: Traject) -> bool:
    """A meeting that was planned late does not lose its case just before or after it: the day moves along, for all to
    see, when it would come before two weeks after the meeting. A look-back does not keep the case that it looks back
    on: only once that is gone, the day is that of its own (CR-22, CR-23). Gives whether it moved."""
    held = any(not _looks_back(each) for each in destroying.over(traject))
    ahead = [
        localtime(each.planned).date()
        for each in traject.sessions.exclude(status=Session.Status.CLOSED)
        if each.planned is not None and _has_case(each) and not (held and _looks_back(each))
    ]
    if not ahead or traject.case_until >= max(ahead) + timedelta(days=AFTER_MEETING) or max(ahead) < clock.today():
        return False
    traject.case_until = max(ahead) + timedelta(days=CASE_DAYS)
    traject.outcome_until = max(traject.case_until, traject.outcome_until)
    traject.save(update_fields=["case_until", "outcome_until"])
    return True


def days_left(traject: Traject) -> int:
    """Whole days until the last day of the case; 0 on that day itself, negative afterwards."""
    return (traject.case_until - clock.today()).days


MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def said(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _looks_back(session: Session) -> bool:
    return session.template.startswith(LOOK_BACK)


def _has_case(session: Session) -> bool:
    return SessionClock.objects.filter(session=session.pk, case_state="").exists()
