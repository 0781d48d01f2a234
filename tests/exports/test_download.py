"""Downloads: the right person gets exactly what the method lets out (CR-21), nobody else anything."""

from __future__ import annotations

import pytest
from django.test import Client

from samenspel.exports.picture import NotADrawing, png
from samenspel.invitations import tickets
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Instance
from samenspel.trajects import engine
from samenspel.trajects.services import create_session

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
WHEN = {"kind": "month", "year": 2025, "month": 3}


@pytest.fixture
def made():
    session = create_session("Casus Els", "casusreconstructie-120", host_name="B.")
    boss = Actor(person=session.host, role=Role.FACILITATOR)
    state = engine.state_of(session.pk)
    case = next(r.id for r in state.of(Instance) if r.body.instrument == "case_reconstruction")
    engine.run(session.pk, boss, engine.command(session.pk, "add_party", name="Wonen", short="Wonen"))
    party = engine.state_of(session.pk).of("party")[0].id
    for text in ("Eerste brief", "=GEHEIM()"):
        engine.run(session.pk, boss, engine.command(case, "add_moment", text=text, when=WHEN))
    moment = next(r for r in engine.state_of(session.pk).of("defining_moment") if r.body.text == "Eerste brief")
    engine.run(session.pk, boss, engine.command(session.pk, "set_phase", instance=case, phase="timeline"))
    engine.run(session.pk, boss, engine.command(case, "reveal_moment", id=moment.id))
    noted = engine.command(case, "note_interpretation", moment=moment.id, party=party, text="Duiding die binnen blijft")
    engine.run(session.pk, boss, noted)
    return session, case


def _with_ticket(session, surface, attendee=""):
    client = Client()
    client.cookies[tickets.cookie_name(session.pk, surface)] = tickets.issue(session, surface, attendee)
    return client


def test_cr21_the_timeline_lets_out_shown_moments_and_never_an_interpretation(made):
    session, case = made
    client = _with_ticket(session, "regie", session.host)
    for name in ("tijdlijn.svg", "momenten.csv"):
        answer = client.get(f"/s/{session.pk}/uit/{case}/{name}")
        assert answer.status_code == 200
        assert "Eerste brief" in answer.content.decode()
        assert "binnen blijft" not in answer.content.decode()
        assert "GEHEIM" not in answer.content.decode()
        assert answer["Content-Disposition"].startswith("attachment")


def test_the_drawing_comes_as_png_too(made):
    session, case = made
    answer = _with_ticket(session, "regie", session.host).get(f"/s/{session.pk}/uit/{case}/tijdlijn.png")
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(answer.content) > 5_000


@pytest.mark.parametrize("surface", ["deelnemer", "wand", None])
def test_nobody_but_control_gets_a_download(made, surface):
    session, case = made
    client = _with_ticket(session, surface, session.host) if surface else Client()
    assert client.get(f"/s/{session.pk}/uit/{case}/tijdlijn.svg").status_code == 404


@pytest.mark.parametrize("name", ["onbekend.svg", "tijdlijn.exe", "..%2Fx.svg", "momenten.png"])
def test_an_unknown_download_is_not_found(made, name):
    session, case = made
    assert _with_ticket(session, "regie", session.host).get(f"/s/{session.pk}/uit/{case}/{name}").status_code == 404


def test_something_that_is_no_drawing_is_refused():
    with pytest.raises(NotADrawing):
        png(b"<svg></svg>")
