"""`/health` is what a watching program believes: fine only when both databases answer."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from samenspel import __version__

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_fine(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": __version__}


@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_database_whose_file_is_gone(client: Client, alias: str, tmp_path: Path) -> None:
    path = Path(settings.DATABASES[alias]["NAME"])
    aside = tmp_path / path.name
    shutil.move(path, aside)
    try:
        answer = client.get("/health")
    finally:
        shutil.move(aside, path)
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": f"database {alias}: file is gone"}


def test_a_database_without_tables(client: Client) -> None:
    with connections["keys"].cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "database keys: OperationalError"


def test_databases_are_kept_apart_and_safe() -> None:
    from django.apps import apps
    from django.db import router

    for model in apps.get_models():
        expected = "keys" if model._meta.app_label == "keys" else "default"
        assert router.db_for_write(model) == router.db_for_read(model) == expected
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            found = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")
            }
        assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2}
