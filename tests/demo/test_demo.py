"""`samenspel demo`: a session ready to begin, or carried through to a part."""

import io
import json
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

from samenspel.demo import session as demo
from samenspel.invitations import codes, tickets
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.project import snapshot
from samenspel.kernel.state import State
from samenspel.trajects import engine
from samenspel.trajects.models import Session

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def state_of(found: dict[str, Any]) -> State:
    return engine.state_of(found["session"])


def test_json_holds_what_is_promised_and_every_link_works() -> None:
    found = json.loads(run("--json"))
    assert list(found) == ["session", "join_code", "control_url", "participant_url", "wall_url"]
    session = codes.find(found["join_code"])
    assert session is not None and session.pk == found["session"] and session.demo
    for url, surface in ((found["control_url"], "regie"), (found["wall_url"], "wand")):
        ticket = tickets.by_token(url.partition("#")[2])
        assert ticket is not None and ticket.surface == surface and ticket.session_id == session.pk
    assert found["participant_url"].endswith(f"/meedoen#{found['join_code']}")


def test_everything_is_ready_and_nothing_has_begun() -> None:
    state = state_of(json.loads(run("--json")))
    count = Counter(record.type for record in state)
    assert (count["party"], count["defining_moment"], count["attendee"], count["ground_rule"]) == (7, 12, 1, 5)
    assert {record.body.instrument for record in state.of("instance")} == {
        "meeting",
        "case_reconstruction",
        "collaboration_triangle",
        "dilemma_slider",
    }
    places = [r.body.text for r in sorted(state.of("defining_moment"), key=lambda r: r.body.place)]
    assert places == [moment.text for moment in demo.load().moment]
    assert not any(record.body.started for record in state.of("block"))


def test_before_the_reveal_the_room_sees_no_word_of_the_case() -> None:
    state = state_of(json.loads(run("--json")))
    for audience in (Audience(Role.PARTICIPANT, "x", "y"), Audience(Role.WALL), Audience(Role.WAITING, "x")):
        text = repr(snapshot(engine.instruments(), state, audience))
        for moment in demo.load().moment:
            assert moment.text not in text
            assert not any(said.text in text for said in moment.prepared)


@pytest.mark.parametrize(("part", "least"), [("introduction", "consent"), ("lessons", "look_back")])
def test_a_meeting_that_got_as_far_as_a_part(part: str, least: str) -> None:
    found = json.loads(run("--until", part, "--json"))
    state = state_of(found)
    phases = {record.body.instrument: record.body.phase for record in state.of("instance")}
    assert phases["case_reconstruction"] == part
    assert state.count(least) > 0
    assert len(found["people"]) == 12


def test_halfway_the_timeline() -> None:
    state = state_of(json.loads(run("--until", "timeline", "--moments", "5", "--json")))
    assert sum(record.body.revealed for record in state.of("defining_moment")) == 5
    assert not state.of("red_thread")


def test_finished_fills_every_screen() -> None:
    state = state_of(json.loads(run("--finished", "--json")))
    count = Counter(record.type for record in state)
    assert (count["stance"], count["red_thread"], count["lesson"], count["look_back"]) == (84, 4, 5, 1)
    for kind in ("experience", "interaction", "mark", "peeling", "observation", "theme", "agreement", "parking"):
        assert count[kind] > 0, kind
    for kind in ("level_answer", "placement", "placing", "slider_choice", "consent"):
        assert count[kind] > 0, kind
    times = [r.body for r in state.of("block") if r.body.started]
    assert all(0 < block.ended - block.started < 3 * 3_600_000 for block in times if block.ended)


def test_an_open_demo_is_shown_again_with_new_links() -> None:
    first = json.loads(run("--ready-if-none", "--json"))
    again = json.loads(run("--ready-if-none", "--json"))
    assert again["session"] == first["session"] and again["join_code"] == first["join_code"]
    assert again["control_url"] != first["control_url"]
    session = Session.objects.get(pk=first["session"])
    meeting = session.pk
    host = engine.state_of(session.pk).get(session.host)
    assert host is not None and host.body.name == demo.HOST_NAME

    engine.run(session.pk, Actor(person=host.id, role=Role.FACILITATOR), engine.command(meeting, "end_meeting"))
    assert json.loads(run("--ready-if-none", "--json"))["session"] != first["session"]


def test_people_read_where_to_go() -> None:
    text = run()
    assert all(word in text for word in ("Regie", "Deelnemer", "Wand", "play "))


def test_the_preparation_of_the_case_with_what_still_waits() -> None:
    found = json.loads(run("--until", "preparation", "--json"))
    state = state_of(found)
    count = Counter(record.type for record in state)
    assert (count["case_choice"], count["sounding_answer"], count["tension"], count["absent_party"]) == (1, 11, 5, 1)
    assert (count["moment_request"], count["missing_party"], count["facilitator_check"]) == (4, 1, 1)
    inputs = [record.body for record in state.of("moment_input")]
    assert Counter(body.handled for body in inputs) == {"taken": 5, "": 2}
    assert sorted(bool(record.body.answered) for record in state.of("moment_request")) == [False, True, True, True]
    assert not any(record.body.started for record in state.of("block"))
    everybody = (Audience(Role.NOTE_TAKER, "x"), Audience(Role.INITIATOR, "y", "z"), Audience(Role.WALL))
    for audience in everybody:
        assert "tension" not in {seen.type for seen in snapshot(engine.instruments(), state, audience)}


def test_once_the_meeting_has_begun_nothing_of_the_preparation_waits() -> None:
    state = state_of(json.loads(run("--until", "introduction", "--json")))
    assert all(record.body.handled for record in state.of("moment_input"))
    assert all(record.body.answered for record in state.of("moment_request"))
