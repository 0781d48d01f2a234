"""A full case to make documents of, and browsers of whoever comes."""

from __future__ import annotations

import pytest
from django.test import Client

from samenspel.personal import links
from samenspel.trajects.contact import Contact
from tests.reports.full import Full, full_case


@pytest.fixture(autouse=True)
def no_built_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samenspel.project.templatetags.vite.files", lambda entry: (f"/static/web/{entry}.js", [], []))


@pytest.fixture
def full() -> Full:
    """A session with four moments, seven parties, threads, lessons and agreements."""
    return full_case(moments=4, parties=7, threads=2, lessons=2, agreements=2)


def account(user: object) -> Client:
    """The browser of an account, on the machine itself (so without a second step)."""
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
    client.force_login(user)  # type: ignore[arg-type]
    return client


def visitor(contact: Contact) -> Client:
    """The browser of a contact who came in by a personal link."""
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
    client.cookies[links.cookie_name(contact.traject_id)] = links.issue(contact).split("#")[1]
    return client
