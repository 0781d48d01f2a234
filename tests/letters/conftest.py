"""A traject with people to write to, and a mail server that catches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from samenspel import clock
from samenspel.trajects import people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session
from tests.letters.catcher import Catcher


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with Catcher() as caught:
        yield caught


@pytest.fixture
def by_mail(settings: Any, catcher: Catcher) -> Catcher:
    """Letters go to the catcher."""
    to_server(settings, catcher.port)
    return catcher


@pytest.fixture
def clock_file(settings: Any, tmp_path: Path) -> Callable[[timedelta], None]:
    """Move the clock ahead."""
    path = tmp_path / "clock"
    settings.SAMENSPEL_CLOCK_FILE = str(path)
    return lambda ahead: path.write_text(str(ahead.total_seconds())) and None  # type: ignore[func-returns-value]


@pytest.fixture
def host(transactional_db: None, django_db_setup: None) -> User:
    return User.objects.create_user("renske", password="x", first_name="Renske", last_name="Bakker")


@pytest.fixture
def meeting(host: User) -> Session:
    """A casusreconstructie over three weeks, without anybody but its facilitator."""
    planned = (clock.now() + timedelta(days=21)).replace(hour=12, minute=0, second=0, microsecond=0)
    return services.create_session("Terugkijken Kastanje", "casusreconstructie-120", host, planned)


@pytest.fixture
def anna(meeting: Session) -> Contact:
    return add(meeting, "Anna de Wit", "anna@voorbeeld.nl", "Wijkteam")


def add(meeting: Session, name: str, email: str, party: str = "", role: str = "participant") -> Contact:
    return people.add_contact(meeting.traject, role, Person(name=name, email=email, party=party))


def to_server(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "samenspel.letters.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.DEFAULT_FROM_EMAIL = "samenspel@gemeente.voorbeeld.nl"
