"""A traject after its meeting: four people, five agreements, and a clock that can be moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samenspel import clock
from samenspel.agreements import register, reminders
from samenspel.agreements.register import Entry
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.personal import links
from samenspel.trajects import closing, engine, people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject

HOSTILE = '=HYPERLINK("http://kwaad.nl";"klik")'
MARKUP = "<script>alert(1)</script>"


@dataclass
class After:
    """The traject, who is in it, and its agreements by what they say."""

    traject: Traject
    session: Session
    contacts: dict[str, Contact]
    users: dict[str, User]
    move: Callable[[timedelta], None]
    held: date
    ids: dict[str, str] = field(default_factory=dict)

    def agree(self, what: str, days: int | None, owner: str = "", **more: object) -> str:
        """One more agreement, `days` after the meeting."""
        state = engine.state_of(self.session.pk)
        instance = people.instance_of(state, "case_reconstruction")
        due = (self.held + timedelta(days=days)).isoformat() if days is not None else ""
        args = {"what": what, "due": due, "owner": self.contacts[owner].pk if owner else None, **more}
        host = Actor(person=self.session.host, role=Role.FACILITATOR)
        engine.run(self.session.pk, host, engine.command(instance, "add_agreement", **args))
        found = next(r for r in engine.state_of(self.session.pk).of("agreement") if r.body.what == what)  # type: ignore[attr-defined]
        self.ids[what] = found.id
        return found.id

    def entry(self, what: str, reader: str = "") -> Entry:
        """As somebody sees it."""
        found = register.find(self.traject, self.ids[what], self.contacts[reader] if reader else None)
        assert found is not None
        return found

    def logged_in(self, who: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(self.users[who])
        return client

    def by_link(self, who: str) -> Client:
        """A browser that came in by personal link."""
        client = Client(HTTP_HOST="localhost")
        token = links.issue(self.contacts[who]).split("#", 1)[1]
        client.cookies[links.cookie_name(self.traject.pk)] = token
        return client


@pytest.fixture(autouse=True)
def no_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages without built stylesheets."""
    monkeypatch.setattr("samenspel.project.templatetags.vite.files", lambda entry: (f"/static/web/{entry}.js", [], []))


@pytest.fixture
def after(transactional_db: None, django_db_setup: None, settings: Any, tmp_path: Path) -> After:
    path = tmp_path / "clock"
    settings.SAMENSPEL_CLOCK_FILE = str(path)
    reminders._known.clear()
    users = {name: User.objects.create_user(name, password="x") for name in ("ina", "fay")}
    traject = services.create_traject(
        "Kastanje", "initiator", Person(name="Ina", email="ina@voorbeeld.nl", party="Gemeente"), users["ina"]
    )
    fay = people.add_contact(traject, "facilitator", Person(name="Fay", email="fay@voorbeeld.nl"), users["fay"])
    contacts = {"ina": traject.contacts.get(role="initiator"), "fay": fay}
    for name, party in (("pat", "GGZ"), ("pim", "Politie"), ("puk", "GGZ")):
        person = Person(name=name.title(), email=f"{name}@voorbeeld.nl", party=party)
        contacts[name] = people.add_contact(traject, "participant", person)
    planned = clock.now().replace(minute=0, second=0, microsecond=0)
    session = services.create_session("Casus", "casusreconstructie-120", users["fay"], planned, traject=traject)
    people.sync_all(session)
    found = After(
        traject,
        session,
        contacts,
        users,
        lambda ahead: path.write_text(str(ahead.total_seconds())) and None,  # type: ignore[func-returns-value]
        clock.today(),
    )
    found.agree("Elke week bellen", 30, "pat", who="Pat")
    found.agree("Samen naar huis", 60, "pim")
    found.agree(HOSTILE, 60, "puk", help_from=MARKUP)
    found.agree("Zonder eigenaar", None)
    found.agree("Gezin elke dag zien", 30, "pat", kind="case")
    return found


@pytest.fixture
def closed(after: After) -> After:
    """The meeting is over."""
    closing.close(after.session)
    return after
