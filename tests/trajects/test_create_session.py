"""A new session: traject, keys, meeting, run sheet and instruments (CR-9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Refused
from samenspel.keys.cipher import KeyGone
from samenspel.keys.models import TrajectKey
from samenspel.run_sheets import templates
from samenspel.store.interface import Behind
from samenspel.trajects import engine, services
from samenspel.trajects.models import Session, Traject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TITLE = "Ontruiming aan de Zeedijk"


def bodies(session: Session, kind: str) -> list[object]:
    return [record.body for record in engine.state_of(session.id).of(kind)]


def test_a_quick_session_gets_a_traject_with_two_keys() -> None:
    session = services.create_session(TITLE, "")
    assert session.title == session.traject.title == TITLE
    names = TrajectKey.objects.filter(traject=session.traject.id).values_list("name", flat=True)
    assert sorted(names) == ["case", "outcome"]
    assert session.traject.case_until == timezone.localdate() + timedelta(days=90)
    assert (session.status, session.demo, session.facilitator) == ("draft", False, None)


def test_titles_are_sealed() -> None:
    session = services.create_session(TITLE, "")
    row = Session.objects.filter(pk=session.pk).values().get()
    assert TITLE.encode() not in bytes(row["sealed_title"])
    assert TITLE not in str(row)
    engine.cipher().destroy(session.traject_id, "outcome")
    with pytest.raises(KeyGone):
        _ = Session.objects.get(pk=session.pk).title


def test_everybody_knows_the_meeting_by_the_id_of_the_session() -> None:
    planned = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
    session = services.create_session(TITLE, "", planned=planned)
    state = engine.state_of(session.id)
    found = state.instance(session.id)
    assert found is not None and found[1].instrument == "meeting"
    (meeting,) = bodies(session, "meeting")
    assert (meeting.title, meeting.planned_start) == (TITLE, 1_796_290_200_000)  # type: ignore[attr-defined]


def test_the_facilitator_is_the_first_attendee(django_user_model: type) -> None:
    user = django_user_model.objects.create(username="iris", first_name="Iris", last_name="Smit")  # type: ignore[attr-defined]
    session = services.create_session(TITLE, "", user)
    record = engine.state_of(session.id).get(session.host)
    assert record is not None
    assert (record.body.name, record.body.role, record.body.status) == ("Iris Smit", "facilitator", "admitted")  # type: ignore[attr-defined]
    assert session.facilitator == user


@pytest.mark.parametrize("key", sorted(templates.load_all()))
def test_cr9_every_template_becomes_blocks_in_order(key: str) -> None:
    template = templates.load_all()[key]
    session = services.create_session(TITLE, key)
    state = engine.state_of(session.id)
    blocks = sorted(bodies(session, "block"), key=lambda block: block.place)  # type: ignore[attr-defined]
    assert [(b.title, b.minutes) for b in blocks] == [(b.title, b.minutes) for b in template.block]  # type: ignore[attr-defined]
    wanted = {block.instrument for block in template.block if block.instrument}
    instances = [record.body for record in state.of(Instance)]
    assert sorted(body.instrument for body in instances) == sorted({"meeting", *wanted})  # type: ignore[attr-defined]
    for block, laid in zip(template.block, blocks, strict=True):
        found = state.instance(laid.runs) if laid.runs else None  # type: ignore[attr-defined]
        assert (found[1].instrument if found else "") == block.instrument
        assert laid.phase == block.part  # type: ignore[attr-defined]


def test_templates_name_only_what_there_is() -> None:
    assert templates.faults(engine.instruments()) == []
    assert len(templates.faults({})) >= len(templates.load_all())


@pytest.mark.parametrize("title", ["", "  ", "x" * 61])
def test_what_fails_leaves_nothing_behind(title: str) -> None:
    with pytest.raises(Refused):
        services.create_session(title, "")
    assert not Traject.objects.exists()
    assert not Session.objects.exists()
    assert not TrajectKey.objects.exists()


def test_an_unknown_template_is_said() -> None:
    with pytest.raises(services.UnknownTemplate):
        services.create_session(TITLE, "nothing")
    assert not TrajectKey.objects.exists()


def test_r8_the_engine_decides_again_when_it_came_second(monkeypatch: pytest.MonkeyPatch) -> None:
    session = services.create_session(TITLE, "")
    host = Actor(person=session.host, role=Role.FACILITATOR)
    kept, tries = engine.store(), []
    commit = kept.commit

    def late(*args: object) -> None:
        tries.append(args)
        if len(tries) < 3:
            raise Behind
        commit(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "commit", late)
    engine.run(session.id, host, engine.command(session.id, "park", text="bezwaar"))
    assert len(tries) == 3
    assert len(bodies(session, "parking")) == 1


def test_one_refusal_means_that_nothing_happens() -> None:
    session = services.create_session(TITLE, "")
    host = Actor(person=session.host, role=Role.FACILITATOR)
    good, bad = engine.command(session.id, "park", text="ja"), engine.command(session.id, "park", text="")
    with pytest.raises(Refused):
        engine.run(session.id, host, good, bad)
    assert bodies(session, "parking") == []
