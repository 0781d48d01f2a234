"""The clock of this machine is right: times on screens, links that end and codes for logging in depend on it."""

from datetime import datetime, timedelta

from django.core.checks import Error, Warning
from django.db import DatabaseError, connections
from django.utils import timezone

from samenspel.trajects.models import Session

from . import Found, check, reachable

SLACK = timedelta(seconds=60)
NOTICED = timedelta(seconds=2)
WRONG = timedelta(seconds=30)
HINT = "Zet de klok gelijk, bijvoorbeeld met systemd-timesyncd of chrony: timedatectl set-ntp true"


@check
def the_clock_does_not_run_behind() -> Found:
    """Nothing was stored later than now."""
    newest = _newest()
    if newest is not None and newest > timezone.now() + SLACK:
        yield Error(
            f"De klok van deze machine loopt achter: er is al iets bewaard op {newest:%d-%m-%Y %H:%M} UTC.",
            hint=HINT,
            id="samenspel.T001",
        )


@check
def clocks_agree() -> Found:
    """PostgreSQL on another machine tells the same time."""
    for alias in ("default", "keys"):
        if connections[alias].vendor != "postgresql" or not reachable(alias):
            continue
        with connections[alias].cursor() as cursor:
            begun = timezone.now()
            cursor.execute("SELECT clock_timestamp()")
            theirs: datetime = cursor.fetchone()[0]
            half = (timezone.now() - begun) / 2
        apart = abs(theirs - begun - half)
        if apart > NOTICED:
            kind = Error if apart > WRONG else Warning
            yield kind(
                f"De klok van deze machine en die van PostgreSQL ({alias}) schelen {apart.seconds} seconden.",
                hint=HINT,
                id="samenspel.T002",
            )


def _newest() -> datetime | None:
    found: list[datetime] = []
    try:
        for alias in filter(reachable, ("default", "keys")):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT max(applied) FROM django_migrations")
                found.append(_moment(cursor.fetchone()[0]))
        found += [
            moment
            for moment in [Session.objects.order_by("-created").values_list("created", flat=True).first()]
            if moment
        ]
    except DatabaseError:
        # A database without tables yet: nothing was stored.
        pass
    return max(found, default=None)


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, timezone.get_default_timezone())
