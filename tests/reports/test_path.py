"""The report on the path of the traject and among the tasks of a contact (X-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samenspel import clock
from samenspel.reports import flow
from samenspel.reports.make import make
from samenspel.reports.steps import steps
from samenspel.reports.tasks import tasks
from samenspel.trajects import closing

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
LEADS = frozenset({"facilitator"})
STARTS = frozenset({"initiator"})


def stand(full, roles=LEADS) -> str:
    return next(step.state for step in steps(full.session.traject, roles) if step.title == "Verslag")


def test_x1_path_and_tasks_follow_the_report(full, tmp_path, settings):
    assert stand(full) == "later"
    assert any(step.title == "Papier" for step in steps(full.session.traject, LEADS))
    assert not any(step.title == "Papier" for step in steps(full.session.traject, STARTS))
    closing.close(full.session)
    report = make(full.session)
    assert (stand(full), stand(full, STARTS)) == ("todo", "waiting")
    assert tasks(full.participant) == []
    flow.ask_comments(report, clock.today() + timedelta(days=3))
    assert stand(full) == "waiting"
    (task,) = tasks(full.participant)
    assert (task.due, task.done) == (report.comments_until, False)
    settings.SAMENSPEL_CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(str(5 * 86_400))
    assert stand(full) == "todo"
    flow.settle(report)
    assert (stand(full), stand(full, STARTS)) == ("waiting", "todo")
    assert tasks(full.participant) == []
    (task,) = tasks(full.initiator)
    assert task.title == "Verstuur het verslag"
    flow.send(report)
    assert stand(full) == "done"
    assert all(task.done for task in (*tasks(full.participant), *tasks(full.initiator)))
