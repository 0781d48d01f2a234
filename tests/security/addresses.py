"""Every address of the urlconf, by construction: what is added there is looked at without anyone remembering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from samenspel.exports.views import exports_of
from samenspel.instruments import catalogue
from samenspel.invitations import tickets
from samenspel.kernel.record import Instance
from samenspel.trajects.models import Session
from tests.pages.conftest import PASSWORD, Scene

HOLE = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """(route, name) of every pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name or ""


def addresses(values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every address with these values in its holes → the name of its route. KeyError names a hole nobody filled."""
    found = {}
    for route, name in routes():
        holes = HOLE.findall(route)
        for filling in product(*(values[hole] for hole in holes)):
            given = dict(zip(holes, filling, strict=True))
            found["/" + HOLE.sub(lambda hole, given=given: given[hole[1]], route)] = name
    return found


def of_session(session: Session, instances: Mapping[str, str], user: int) -> dict[str, str]:
    """All addresses around one session; `instances` are instance ids by instrument."""
    found: dict[str, str] = {}
    for instrument, instance in instances.items():
        names = {*exports_of(instrument), "onbekend.csv"}
        pictures = {f"{name[:-4]}.png" for name in names if name.endswith(".svg")}
        found |= addresses(
            {
                "session": [str(session.pk)],
                "instance": [instance],
                "name": sorted(names | pictures),
                "instrument": [instrument, "onbekend"],
                "user": [str(user)],
                "pk": ["1"],
                "provider_id": ["organisatie"],
                "traject": [str(session.traject_id)],
                "contact": [session.host],
                "file": ["guide"],
                "ending": ["pdf", "docx", "png"],
                "kind": ["peilen", "momenten"],
                "letter": ["1"],
                "number": ["0"],
                **{hole: ["0" * 16] for hole in ("moment", "party", "agreement")},
            }
        )
    return found


@dataclass
class House:
    """One session with every instrument, and a browser for everybody who may have business with it."""

    scene: Scene
    instances: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        there = {r.body.instrument: r.id for r in self.scene.state().of(Instance)}  # type: ignore[attr-defined]
        for name in catalogue.load():
            if name not in there:
                self.scene.do("add_instance", instrument=name, title=name)
        self.instances = {r.body.instrument: r.id for r in self.scene.state().of(Instance)}  # type: ignore[attr-defined]
        self.browsers = {"nobody": Client(), "code": Client(), "owner": Client(HTTP_HOST="localhost")}
        self.browsers["code"].post("/meedoen", {"code": self.scene.code})
        self.browsers["owner"].post("/inloggen", {"login": "marieke", "password": PASSWORD})
        self.people = {"control": self.scene.session.host}
        for role, surface in (("note_taker", "control"), ("participant", "participant")):
            person = self.people[surface if role == "participant" else role] = f"{len(self.people):016x}"
            self.scene.do("add_attendee", id=person, name=role, role=role)
        for name, person in self.people.items():
            surface = tickets.PARTICIPANT if name == "participant" else tickets.CONTROL
            self.browsers[name] = self._with_ticket(surface, person)
        self.browsers["wall"] = self._with_ticket(tickets.WALL, "")

    def _with_ticket(self, surface: str, person: str) -> Client:
        client, session = Client(), self.scene.session
        client.cookies[tickets.cookie_name(str(session.pk), surface)] = tickets.issue(session, surface, person)
        return client

    def addresses(self) -> dict[str, str]:
        """Every address there is around this session."""
        return of_session(self.scene.session, self.instances, self.scene.owner.pk)
