"""B16, R5: the page of the phone names what its first view needs, and nothing that this person may not know of yet."""

from __future__ import annotations

import pytest

from samenspel.instruments.meeting.records import Block
from samenspel.invitations import room_door
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.state import State
from samenspel.trajects import first_view
from samenspel.vocabulary.people import Attendee, Meeting
from tests.conftest import ROOT

CASE = "samenspel/instruments/case_reconstruction/web"


def _record(key: str, body: Body) -> Record:
    return Record(id=key, type=body.TYPE, instance="m", body=body)


def _room(*, ended: int = 0, block: str | None = "b") -> State:
    people = {
        "in": Attendee(name="A", role="participant", status="admitted"),
        "far": Attendee(name="B", role="participant", status="admitted", remote=True),
        "waits": Attendee(name="C", role="participant", status="waiting"),
        "gone": Attendee(name="D", role="participant", status="gone"),
        "new": Attendee(name="E", role="participant", became="in"),
    }
    bodies: dict[str, Body] = {
        "meeting": Meeting(title="Bijeenkomst", block=block, ended=ended),
        "b": Block(title="De tijdlijn", minutes=30, place=1.0, runs="i"),
        "i": Instance(instrument="case_reconstruction", title="Casus", phase="timeline"),
        **people,
    }
    return State([_record(key, body) for key, body in bodies.items()])


TIMELINE = [f"{CASE}/Participant.svelte", f"{CASE}/participant/Timeline.svelte"]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("in", TIMELINE),
        ("new", TIMELINE),
        ("far", [first_view.REMOTE, *TIMELINE]),
        ("waits", [first_view.LOBBY]),
        ("gone", []),
        ("nobody", []),
    ],
)
def test_b16_each_gets_the_parts_of_its_own_first_view(
    person: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_door, "live", lambda session: _room())
    assert first_view.parts("s", person) == expected
    assert all((ROOT / part).exists() for part in expected)


@pytest.mark.parametrize("room", [None, _room(ended=1), _room(block=None)])
def test_b16_without_a_running_part_nothing_is_named(room: State | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_door, "live", lambda session: room)
    assert first_view.parts("s", "in") == []


def test_b16_a_room_that_changes_while_the_page_is_made_costs_the_hint_and_not_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = _room()

    def changed(*_: object) -> object:
        raise RuntimeError("dictionary changed size during iteration")

    monkeypatch.setattr(room, "bodies", changed)
    monkeypatch.setattr(room_door, "live", lambda session: room)
    assert first_view.parts("s", "in") == []
