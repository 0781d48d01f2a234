"""B11 in its smallest form: a log line cannot hold what people wrote or who they are."""

import logging
import sys

import pytest
from django.test import AsyncClient, Client

from samenspel.project.log_line import LogLine


def line(logger: str, message: str, *args: object, fields: dict | None = None, error: bool = False) -> str:
    record = logging.LogRecord(logger, logging.ERROR, "x.py", 7, message, args, sys.exc_info() if error else None, "f")
    if fields:
        record.fields = fields
    return LogLine().format(record)


def test_our_own_events_show_their_fields() -> None:
    assert line("samenspel.room", "room.opened", fields={"session": 3}).endswith("error room.opened session=3")


def test_what_others_say_is_left_out() -> None:
    shown = line("django.request", "Not Found: %s", "/k/geheim-token")
    assert "geheim" not in shown
    assert "django.request at f:7" in shown


def test_an_error_shows_kind_and_place_only() -> None:
    try:
        raise ValueError("Mevrouw Jansen")
    except ValueError:
        shown = line("samenspel.room", "room.failed", error=True)
    assert "Jansen" not in shown
    assert "ValueError[" in shown
    assert "test_logging.py" in shown
    assert "\n" not in shown


@pytest.mark.django_db
def test_requests_are_logged_by_route(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "samenspel.request")
    client.get("/bestaat-niet/Jansen")
    fields = caplog.records[-1].fields
    assert (fields["route"], fields["method"], fields["status"]) == ("none", "GET", 404)
    assert "Jansen" not in LogLine().format(caplog.records[-1])


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
async def test_requests_over_asgi_are_logged_too(async_client: AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "samenspel.request")
    await async_client.get("/health")
    assert caplog.records[-1].fields["route"] == "health"
