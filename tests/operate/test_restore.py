"""The backup and restore that `docs/operate.md` describes bring a meeting back; a copy without keys does not (B10)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from samenspel.demo.doors import Browser
from tests.serving import Served

TITLES = """
from samenspel.trajects.models import Session
from samenspel.trajects import engine
from samenspel.vocabulary.people import Attendee
session = Session.objects.get()
print(sorted(r.body.name for r in engine.state_of(session.pk) if isinstance(r.body, Attendee)))
"""


def backup(source: Path, target: Path) -> None:
    """What `sqlite3 FILE ".backup COPY"` does."""
    target.parent.mkdir(mode=0o700, parents=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def test_b10_a_backup_of_a_running_server_comes_back_with_its_keys_and_not_without(tmp_path: Path) -> None:
    old, new = tmp_path / "oud", tmp_path / "nieuw"
    (old / "data").mkdir(parents=True, mode=0o700)
    with Served(old) as served:
        made = json.loads(served.run("demo", "--json").splitlines()[-1])
        Browser(served.url).join(made["join_code"], "Bewaarde Bezoeker", "")
        backup(old / "data/samenspel.sqlite3", new / "data/samenspel.sqlite3")
        backup(old / "data-keys/keys.sqlite3", new / "data-keys/keys.sqlite3")
    assert b"Bezoeker" not in (new / "data/samenspel.sqlite3").read_bytes()
    restored = Served(new)
    with pytest.raises(AssertionError, match="hoofdsleutel ontbreekt"):
        restored.run("shell", "-c", TITLES)
    (new / "data-kek").mkdir(mode=0o700, exist_ok=True)
    for name in ("kek", "secret_key"):
        shutil.copy(old / "data-kek" / name, new / "data-kek" / name)
    assert "Bewaarde Bezoeker" in restored.run("shell", "-c", TITLES)
    assert "Fout" not in restored.run("check")
