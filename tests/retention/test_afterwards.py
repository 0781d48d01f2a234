"""Every page of a traject whose case is gone still answers, for everybody who may see it (CR-22)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from samenspel.demo import session as demo
from samenspel.personal import links
from samenspel.retention.destroying import destroy
from samenspel.trajects import path, people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session
from tests.pages.conftest import ready  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def held() -> tuple[Session, dict[str, User], Contact]:
    """A meeting that was held, with somebody of every role."""
    session = Session.objects.get(pk=demo.make("closing").session)
    Session.objects.filter(pk=session.pk).update(status="closed")
    users = {role: User.objects.create_user(role) for role in ("initiator", "facilitator")}
    for role, user in users.items():
        people.add_contact(session.traject, role, Person(name=role.title()), user)
    return session, users, people.add_contact(session.traject, "participant", Person(name="Noor", party="Wijkteam"))


def patterns(found: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Every address with a name."""
    return [
        each
        for one in found
        for each in (patterns(one.url_patterns) if isinstance(one, URLResolver) else [one])  # type: ignore[arg-type]
    ]


def addresses(traject: str, session: str) -> list[str]:
    """Every address of which only the traject, or a session of it, has to be filled in."""
    known = {"traject": traject, "session": session}
    found = []
    for each in patterns(get_resolver().url_patterns):
        wanted = set(each.pattern.converters)
        if "traject" in wanted and wanted <= set(known):
            text = str(each.pattern)
            for name, value in known.items():
                text = text.replace(f"<slug:{name}>", value).replace(f"<str:{name}>", value)
            found.append(f"/{text}")
    return found


@pytest.mark.parametrize("who", ["initiator", "facilitator", "guest", "nobody"])
def test_cr22_no_page_breaks_when_the_case_is_gone(who: str) -> None:
    session, users, guest = held()
    destroy(session.traject, "date", "rounds")
    client = Client(HTTP_HOST="localhost")
    if who in users:
        client.force_login(users[who])
    if who == "guest":
        client.post("/binnen", {"token": links.issue(guest).split("#")[1]})
    seen = addresses(session.traject_id, session.pk)
    assert len(seen) > 20
    answers = {address: client.get(address).status_code for address in seen}
    broken = {address: status for address, status in answers.items() if status not in (200, 302, 403, 404, 405, 410)}
    assert not broken, broken
    client.raise_request_exception = False
    asked = {a: client.post(a, {"naam": "x"}).status_code for a in seen if not a.endswith(("verwijderen", "weg"))}
    assert not [address for address, status in asked.items() if status >= 500], asked
    if who in ("facilitator", "nobody"):
        open_ = {a for a, status in answers.items() if status == 200}
        assert {a for a in open_ if "/traject/" in a or "/mijn/" in a} == set(), "no access any more"


def test_x1_what_was_to_be_done_for_the_case_is_not_asked_any_more() -> None:
    session, _users, _guest = held()
    roles = frozenset({"initiator"})
    assert any(step.stage == "before" for step in path.steps_of(session.traject, roles))
    destroy(session.traject, "date", "rounds")
    left = path.steps_of(session.traject, roles)
    assert not [step.title for step in left if step.stage in ("before", "meeting") and step.state != "done"]
