"""Commands from outside a live room: pages and the shell (R3, R8, R9)."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.store.interface import Behind, Unreachable
from samenspel.trajects import engine, services
from samenspel.trajects.models import Session

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.fixture
def session() -> Session:
    return services.create_session("Casus Wilgenlaan", "")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(engine, "_told", [])
    engine.tell_commits_to(lambda name, clock: found.append((name, clock)))
    return found


def park(session: Session, text: str) -> None:
    host = Actor(person=session.host, role=Role.FACILITATOR)
    engine.run(session.pk, host, engine.command(session.pk, "park", text=text))


def parked(session: Session) -> list[str]:
    return [record.body.text for record in engine.state_of(session.pk).of("parking")]  # type: ignore[attr-defined]


def test_r9_a_commit_from_a_page_is_told_once_it_is_there(session: Session, heard: list[tuple[str, int]]) -> None:
    clock = engine.store().clock(session.pk)
    with transaction.atomic():
        park(session, "nog niet zeker")
        assert heard == []
    assert heard == [(session.pk, clock + 1)]


def test_r8_in_a_busy_room_a_page_gets_its_turn(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = engine.store().commit

    def second(name: str, base: int, effects: object) -> None:
        """Somebody else is always first, unless nobody else may."""
        if not connection.in_atomic_block:
            raise Behind(name)
        commit(name, base, effects)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.store(), "commit", second)
    park(session, "eindelijk")
    assert parked(session) == ["eindelijk"]


@pytest.mark.parametrize("lands", [True, False])
def test_r3_when_the_line_breaks_a_page_asks_again_and_it_is_there_once(
    session: Session, monkeypatch: pytest.MonkeyPatch, lands: bool
) -> None:
    monkeypatch.setattr(engine, "PAUSE", 0.0)
    commit = engine.store().commit

    def once_broken(name: str, base: int, effects: object) -> None:
        if lands:
            commit(name, base, effects)  # type: ignore[arg-type]
        monkeypatch.setattr(engine.store(), "commit", commit)
        raise Unreachable

    monkeypatch.setattr(engine.store(), "commit", once_broken)
    park(session, "precies één keer")
    assert parked(session) == ["precies één keer"]
