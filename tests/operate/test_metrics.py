"""`/metrics` tells how busy it is to who holds the token, and nothing about anybody (B11)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from samenspel.kernel.refusal import Reason
from samenspel.project import metrics
from samenspel.project.shared_cells import SharedCells
from samenspel.room import measures as m

TOKEN = "een-lang-en-geheim-woord"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> m.Measures:
    """Measures at zero, in the place of those of this process."""
    monkeypatch.setattr(m.measures, "cells", [0.0] * m.CELLS)
    return m.measures


def page(client: Client, **headers: str) -> Any:
    return client.get("/metrics", headers=headers)


@pytest.mark.django_db
def test_without_a_token_there_is_no_page(client: Client, settings: Any) -> None:
    assert page(client).status_code == 404
    assert page(client, Authorization="Bearer ").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Bearer mis"}, {"Authorization": TOKEN}, {"Authorization": "é"}]
)
def test_the_wrong_token_learns_nothing(client: Client, settings: Any, given: dict[str, str]) -> None:
    settings.SAMENSPEL_METRICS_TOKEN = TOKEN
    answer = page(client, **given)
    assert answer.status_code == 401
    assert b"samenspel_" not in answer.content


@pytest.mark.django_db
def test_what_was_counted_is_told(client: Client, settings: Any, fresh: m.Measures) -> None:
    settings.SAMENSPEL_METRICS_TOKEN = TOKEN
    fresh.add(m.ACKNOWLEDGED)
    fresh.add(m.REFUSED[Reason.CONFLICT], 2)
    fresh.add(m.CONNECTIONS)
    fresh.add(m.CONNECTIONS, -1)
    for seconds in (0.0004, 0.001, 0.02, 9.0):
        fresh.took(m.TICK, seconds)
    answer = page(client, Authorization=f"Bearer {TOKEN}")
    assert answer.headers["Content-Type"].startswith("text/plain")
    told = answer.content.decode()
    for line in (
        "samenspel_commands_acknowledged_total 1.0",
        'samenspel_commands_refused_total{reason="conflict"} 2.0',
        "samenspel_connections 0.0",
        'samenspel_tick_seconds_bucket{le="0.001"} 2.0',
        'samenspel_tick_seconds_bucket{le="0.025"} 3.0',
        'samenspel_tick_seconds_bucket{le="2.5"} 3.0',
        'samenspel_tick_seconds_bucket{le="+Inf"} 4.0',
        "samenspel_tick_seconds_sum 9.0214",
        "samenspel_commit_seconds_count 0.0",
    ):
        assert line in told.splitlines(), line


def test_b11_labels_are_of_a_closed_list(fresh: m.Measures) -> None:
    told = metrics.generate_latest(metrics.REGISTRY).decode()
    labels = set(re.findall(r'(\w+)="([^"]*)"', "\n".join(line for line in told.splitlines() if line[0] != "#")))
    assert {name for name, _ in labels} == {"reason", "le", "version", "worker"}
    assert {value for name, value in labels if name == "reason"} == set(Reason)


def test_workers_add_up_and_what_is_gone_stays_counted(tmp_path: Path) -> None:
    shared = SharedCells(tmp_path)
    one, two = shared.join(1, 100), shared.join(2, 200)
    for cells, count in ((one, 5.0), (two, 7.0)):
        cells[m.ACKNOWLEDGED] += count
        cells[m.CONNECTIONS] += count
    assert shared.totals()[m.ACKNOWLEDGED] == 12
    assert shared.totals()[m.CONNECTIONS] == 12
    shared.left(1, 100)
    shared.left(1, 100)
    assert shared.totals()[m.ACKNOWLEDGED] == 12, "a counter never goes down"
    assert shared.totals()[m.CONNECTIONS] == 7, "a connection of a process that is gone is gone"
    again = shared.join(1, 101)
    again[m.ACKNOWLEDGED] += 1
    shared.left(2, 200)
    assert shared.totals()[m.ACKNOWLEDGED] == 13
    assert shared.workers() == [(1, 101)]


def test_every_figure_is_explained(root: Path) -> None:
    explained = set(re.findall(r"`((?:samenspel|process)_\w+)`", (root / "docs/operate.md").read_text()))
    known = {sample.name for family in metrics.REGISTRY.collect() for sample in family.samples}
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in known if name.startswith("samenspel_")}
    assert ours == {name for name in explained if name.startswith("samenspel_")}
    assert {name for name in explained if name.startswith("process_")} <= known
