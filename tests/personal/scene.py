"""A traject with its meeting and everybody in it: accounts for who prepares, personal links for all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from samenspel import clock
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.project import Seen
from samenspel.personal import links
from samenspel.personal import room as rooms
from samenspel.personal.room import Room
from samenspel.preparation.models import Question
from samenspel.trajects import engine, people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject

PASSWORD = "paarse fiets onder de brug"
PEOPLE = {
    "ina": ("initiator", "Ina Timmer", "Wijkteam Noord"),
    "nia": ("note_taker", "Nia Schrijver", ""),
    "anouk": ("participant", "Anouk Lindeboom", "Politie"),
    "bo": ("participant", "Bo Wouters", "School De Wilg"),
    "floor": ("participant", "Floor Aksoy", "Politie"),
}
ACCOUNTS = ("ina", "nia")


@dataclass
class Scene:
    """Everything a test needs."""

    traject: Traject
    session: Session
    contacts: dict[str, Contact] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.traject.pk)

    def room(self, name: str) -> Room:
        found = rooms.enter(self.contacts[name])
        assert found is not None
        return found

    def one(self, name: str, kind: Any) -> Seen | None:
        return self.room(name).one(kind)

    def do(self, move: str, instance: str = "", **args: object) -> None:
        """As the facilitator."""
        host = Actor(person=self.session.host, role=Role.FACILITATOR)
        wanted = instance or self.room("anouk").instance
        engine.run(self.session.pk, host, engine.command(wanted, move, **args))

    def _meeting(self, move: str, **args: object) -> None:
        host = Actor(person=self.session.host, role=Role.FACILITATOR)
        engine.run(self.session.pk, host, engine.command(self.session.pk, move, **args))

    def begin(self) -> None:
        """The group starts with the case: the preparation is over."""
        self._meeting("set_phase", instance=self.room("anouk").instance, phase="introduction")

    def visit(self, name: str) -> Client:
        """A browser of somebody who came in with a personal link."""
        client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        token = links.issue(self.contacts[name]).split("#")[1]
        answer = client.post("/binnen", {"token": token})
        assert answer.status_code == 302 and answer.headers["Location"] == f"/mijn/{self.id}/"
        return client

    def login(self, name: str) -> Client:
        """A browser of somebody with an account."""
        client = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        assert client.login(username=name, password=PASSWORD)
        return client

    def path(self, page: str = "") -> str:
        return f"/mijn/{self.id}/{page}"

    def party(self, short: str) -> str:
        from samenspel.vocabulary.people import Party

        state = engine.state_of(self.session.pk)
        return next(r.id for r in state.of(Party) if isinstance(r.body, Party) and r.body.name == short)

    def ask(self, *kinds: str, days: int = 7) -> None:
        for kind in kinds or ("sounding", "missing", "tension"):
            due = clock.today() + timedelta(days=days)
            Question.objects.create(traject=self.traject, kind=kind, due=due)


def make() -> Scene:
    """Marieke leads; Ina began."""
    marieke = User.objects.create_user("marieke", password=PASSWORD)
    person = Person(name="Marieke Voorzitter", email="marieke@voorbeeld.nl")
    traject = services.create_traject("Wilgenlaan", "facilitator", person, marieke)
    planned = clock.now() + timedelta(days=14)
    session = services.create_session("Terugkijken", "casusreconstructie-120", marieke, planned, traject=traject)
    scene = Scene(traject, session)
    scene.contacts["marieke"] = people.contacts(traject, "facilitator")[0]
    for name, (role, full, party) in PEOPLE.items():
        user = User.objects.create_user(name, password=PASSWORD) if name in ACCOUNTS else None
        email = f"{name}@voorbeeld.nl"
        scene.contacts[name] = people.add_contact(traject, role, Person(name=full, email=email, party=party), user)
    people.sync_all(session)
    return scene
