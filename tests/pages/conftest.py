"""A facilitator, a session with parties, and pages that need no built screens."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samenspel.invitations import codes
from samenspel.invitations.guessing import guard
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.state import State
from samenspel.project.wiring import wire
from samenspel.trajects import engine, services
from samenspel.trajects.models import Session
from samenspel.vocabulary.people import Attendee, Party

PASSWORD = "paarse fiets onder de brug"


@dataclass
class Scene:
    """One session with its code, its parties by name, and its facilitator."""

    session: Session
    code: str
    owner: User
    parties: dict[str, str]

    @property
    def id(self) -> str:
        return str(self.session.pk)

    @property
    def host(self) -> Actor:
        return Actor(person=self.session.host, role=Role.FACILITATOR)

    def do(self, move: str, **args: object) -> None:
        engine.run(self.id, self.host, engine.command(self.id, move, **args))

    def state(self) -> State:
        return engine.state_of(self.id)

    def people(self) -> list[Attendee]:
        return [a for a in self.state().bodies(Attendee) if a.role == "participant"]


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    wire()
    monkeypatch.setattr(
        "samenspel.project.templatetags.vite.files", lambda entry, ahead=(): (f"/static/web/{entry}.js", [], [])
    )
    guard.__init__()  # type: ignore[misc]
    yield


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    owner = User.objects.create_user("marieke", password=PASSWORD)
    session = services.create_session("Casus Wilgenlaan", "casusreconstructie-120", owner)
    made = Scene(session, codes.make(session), owner, {})
    for name, short in (("Wijkteam Noord", "Wijkteam"), ("Politie", "Politie")):
        made.do("add_party", name=name, short=short)
    made.parties = {r.body.short: r.id for r in made.state().of(Party)}  # type: ignore[attr-defined]
    return made


def join(client: Client, scene: Scene, name: str = "Fatima", party: str = "Wijkteam", **extra: str) -> object:
    """Through the two pages, as a phone does."""
    client.post("/meedoen", {"code": scene.code})
    return client.post("/meedoen/wie", {"name": name, "party": scene.parties.get(party, party), **extra})


@pytest.fixture(autouse=True)
def one_code_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code of an app is good for half a minute: no test meets the end of one."""
    now = time.time()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: now))
