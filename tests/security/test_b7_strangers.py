"""B7: requests of strangers, built by hypothesis from every address there is."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.figures import figures, size
from tests.figures import seed as chosen_seed
from tests.pages.conftest import Scene, ready, scene
from tests.security.addresses import House

__all__ = ["ready", "scene"]
REQUESTS = size("REQUESTS", 150, 30_000)
SEED = chosen_seed()
LOOSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def _rows() -> dict[str, int]:
    """How many rows every table holds, but those that every visit may write."""
    found = {}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                if table not in ("django_session", "invitations_ticket", "accounts_count"):
                    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
                    found[table] = cursor.fetchone()[0]
    return found


paths = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
junk = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
methods = st.sampled_from(["get", "post", "head", "put", "delete", "options", "patch", "trace"])
types = st.sampled_from(["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x",
                         "multipart/form-data", "text/plain; charset=nergens", "", "a/b"])  # fmt: skip


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_b7_no_request_of_a_stranger_breaks_a_page_or_changes_anything(scene: Scene, caplog) -> None:
    print(f"seed {SEED}")
    known = sorted(House(scene).addresses())
    before, statuses = _rows(), {}

    @seed(SEED)
    @settings(max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=LOOSE)
    @given(methods, st.sampled_from(known), paths, junk, st.binary(max_size=200), types, junk)
    def ask(method: str, path: str, more: str, query: str, body: bytes, kind: str, cookie: str) -> None:
        client = Client(enforce_csrf_checks=len(cookie) % 2 == 0, raise_request_exception=False)
        names = [f"samenspel_regie_{scene.id}", "samenspel_meedoen", "samenspel", "samenspel-csrf"]
        headers = {"cookie": "; ".join(f"{name}={cookie}" for name in names), "accept-language": query}
        address = path + (f"/{quote(more)}" if len(more) % 3 == 0 else "")
        answer = client.generic(method.upper(), address, body, content_type=kind, QUERY_STRING=query, headers=headers)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, f"{method} {address}?{query} {kind} {body!r}: {answer.status_code}"

    with caplog.at_level(logging.ERROR):
        ask()
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert _rows() == before, "a stranger's request changed something"
    figures("B7 requests", seed=SEED, requests=REQUESTS, statuses={str(k): v for k, v in sorted(statuses.items())})
