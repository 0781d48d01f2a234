"""On the day of the outcome nothing of a traject stays in any table of any app, whoever added it (ASVS 14.2.7, X-5)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models

from samenspel import clock
from samenspel.letters.models import Invitation, Letter
from samenspel.preparation.models import Question
from samenspel.reports.models import Report
from samenspel.retention import rounds
from samenspel.retention.models import Destruction, DownloadsGone
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session
from tests.retention.planting import Planted

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
KEPT_FOR_ALL = {"accounts", "organisation", "rounds"}
"""Apps whose tables are of no traject: accounts, attempts, logo and texts, whose turn it is."""


def tables() -> list[type[models.Model]]:
    """Every table of ours that could hold something of a traject."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("samenspel.")]
    return [model for model in ours if model._meta.app_label not in KEPT_FOR_ALL and model is not Destruction]


def holding(ids: set[str]) -> dict[str, int]:
    """Table → how many of its rows hold one of these ids, in any column."""
    found: dict[str, int] = {}
    for connection in connections.all():
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = [{str(cell) for cell in row} for row in cursor.fetchall()]
            if count := sum(bool(row & ids) for row in rows):
                found[table] = found.get(table, 0) + count
    return found


def test_asvs_14_2_7_on_its_day_nothing_of_a_traject_stays_in_any_table(settings: Any, tmp_path: Path) -> None:
    planted, other = Planted(7, least=0), Planted(8, least=0)
    for each in (planted, other):
        traject, now = each.traject, clock.now()
        Letter.objects.create(traject=traject, contact=each.guest, kind="report", key="1", state="sent", created=now,
                              due=now)  # fmt: skip
        Invitation.objects.create(session=each.session)
        Question.objects.create(traject=traject, kind="sounding")
        Report.objects.create(traject=traject, session=each.session, made=now)
        DownloadsGone.objects.create(traject=traject.pk, contact=each.leader.pk, day=clock.today())
    ids = {planted.traject.pk, *Contact.objects.filter(traject=planted.traject).values_list("pk", flat=True)}
    ids |= set(Session.objects.filter(traject=planted.traject).values_list("pk", flat=True))
    before = holding(ids)
    seen = {model._meta.db_table for model in tables()}
    # A table that an app adds later must be filled above, so that this test sees whether it is emptied.
    assert set(before) >= seen - {"reports_wordtemplate"}
    other.traject.outcome_until += timedelta(days=30)
    other.traject.save(update_fields=["outcome_until"])
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    days = (planted.traject.outcome_until - clock.today()).days + 1
    (tmp_path / "clock").write_text(str(days * 86_400))
    rounds.due(clock.now())
    assert holding(ids) == {}
    assert holding({other.traject.pk}), "the other one has its own day"
