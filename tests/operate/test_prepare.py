"""`serve` brings the databases up to date by itself, one process at a time, and never touches a newer one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.services import Postgres
from tests.serving import Served

TOGETHER = """
import django; django.setup()
from samenspel.project.prepare import bring_up_to_date
print(",".join(bring_up_to_date()))
"""
LATER = """
from django.db import connections
with connections["keys"].cursor() as cursor:
    cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('keys', '9999_later', '2026-01-01')")
"""


class Empty(Served):
    """A server whose databases nobody prepared."""

    def __init__(self, folder: Path, **options: str) -> None:
        (folder / "data").mkdir(mode=0o700)
        super().__init__(folder, **options)


def start_at_once(served: Served, count: int = 3) -> None:
    """So many processes that all find empty databases."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", TOGETHER], cwd=ROOT, env=served.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(count)
    ]  # fmt: skip
    ends = [process.communicate(timeout=120) for process in begun]
    assert [process.returncode for process in begun] == [0] * count, ends
    assert "default,keys" in {said.strip() for said, _ in ends}


def test_r8_processes_that_start_at_once_prepare_sqlite_once(tmp_path: Path) -> None:
    served = Empty(tmp_path)
    start_at_once(served)
    served.run("migrate", "--check", "--skip-checks")


def test_r8_hosts_that_start_at_once_prepare_postgresql_once(tmp_path: Path) -> None:
    with Postgres() as postgres:
        postgres.create("samenspel", "sleutels")
        served = Empty(tmp_path, DATABASE_URL=postgres.url("samenspel"), KEYS_DATABASE_URL=postgres.url("sleutels"))
        start_at_once(served)
        served.run("migrate", "--check", "--skip-checks")
        assert postgres.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0"


def test_a_database_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.run("shell", "-c", LATER)
    done = subprocess.run(served.command("serve"), env=served.environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "nieuwere versie van Samenspel" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("--workers", "0"), ("--own-ports",)])
def test_what_makes_no_sense_is_said_before_anything_starts(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    served = Empty(tmp_path)
    done = subprocess.run(
        served.command("serve", *arguments), env=served.environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "--workers" in done.stderr
    assert not (tmp_path / "data" / "samenspel.sqlite3").exists()
