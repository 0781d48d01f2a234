"""`samenspel check` about the ledger (B10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.keys.ledger import Ledger
from samenspel.keys.models import TrajectKey
from samenspel.project.checks.ledger import what_was_destroyed_stays_so
from samenspel.retention import replay
from samenspel.retention.destroying import destroy
from samenspel.trajects import engine
from tests.retention.planting import Planted, copied_keys

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def ids() -> list[str]:
    return [str(found.id) for found in what_was_destroyed_stays_so()]


def test_b10_check_says_what_came_back_and_when_the_ledger_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Ledger(tmp_path, engine.cipher().signer)
    for place in ("samenspel.retention.destroying", "samenspel.retention.records", "samenspel.retention.replay"):
        monkeypatch.setattr(f"{place}.ledger", lambda: own)
    monkeypatch.setattr("samenspel.project.checks.ledger.ledger", lambda: own)
    planted = Planted(5, least=0)
    keys = copied_keys()
    destroy(planted.traject, "request", "initiator")
    assert ids() == []
    TrajectKey.objects.bulk_create([TrajectKey(**row) for row in keys if row["name"] == "case"])
    assert ids() == ["samenspel.L002"]
    assert replay.replay() == 1 and ids() == []
    own.path.write_text(own.path.read_text().replace("case", "cake", 1))
    assert ids() == ["samenspel.L001"]
