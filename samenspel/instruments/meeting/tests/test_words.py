"""Two at Regie who change one party, person, block or the meeting: nobody's words go unseen (R11)."""

from __future__ import annotations

from typing import Any

import pytest

from samenspel.instruments.meeting.records import Block
from samenspel.instruments.meeting.tests.table import Table
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused

NIA = Actor(person="nia", role=Role.NOTE_TAKER)
WORDS = [
    ("change_party", "wijk", "name"),
    ("change_party", "wijk", "short"),
    ("change_party", "wijk", "category"),
    ("change_attendee", "pat", "name"),
    ("change_attendee", "pat", "function"),
    ("change_block", "begin", "title"),
    ("change_block", "begin", "lead"),
    ("change_block", "begin", "materials"),
    ("change_block", "begin", "note"),
    ("set_meeting", "meeting", "title"),
    ("set_meeting", "meeting", "message"),
]

CHOICES: dict[str, dict[str, Any]] = {
    "party": {"colour": 9},
    "attendee": {"level": "management"},
    "block": {"minutes": 25},
    "meeting": {"timer": True},
}
OTHERWISE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "wijk": ({"colour": 9}, {"colour": 4}),
    "pat": ({"role": "note_taker"}, {"role": "initiator"}),
    "begin": ({"minutes": 25}, {"minutes": 40}),
    "meeting": ({"planned_start": 1_795_360_000_000}, {"planned_start": 1_795_370_000_000}),
}


@pytest.fixture
def table() -> Table:
    found = Table()
    found.do("add_party", name="Wijkteam Noord", short="Wijkteam", category="Zorg")
    found.do("add_attendee", name="Pat", function="wijkcoach", id="pat")
    found.do("add_block", title="Begin", minutes=10, lead="Fay", materials="stiften", note="rustig aan")
    found.do("set_meeting", message="De koffie staat klaar.")
    return found


def find(table: Table, which: str) -> Record:
    """The one party, block or meeting, or a person by id."""
    kind = {"wijk": "party", "begin": "block", "meeting": "meeting"}.get(which)
    record = table.state.of(kind)[0] if kind else table.state.get(which)
    assert record is not None
    return record


def of(record: Record) -> dict[str, str]:
    """How a move names the record; of the meeting there is one."""
    return {} if record.type == "meeting" else {"id": record.id}


def conflict(table: Table, move: str, which: str, base: int | None, **args: Any) -> None:
    """Refused, with the record whose words are shown beside one's own, and nothing changed."""
    before = find(table, which)
    with pytest.raises(Refused) as caught:
        table.do(move, NIA, base, **of(before), **args)
    assert (caught.value.reason, caught.value.record_id) == (Reason.CONFLICT, before.id)
    assert find(table, which) == before


@pytest.mark.parametrize(("move", "which", "field"), WORDS)
def test_r11_the_later_of_two_is_refused_and_may_write_after_seeing(
    table: Table, move: str, which: str, field: str
) -> None:
    seen = find(table, which)
    table.do(move, base=seen.version, **of(seen), **{field: "van Fay"})
    conflict(table, move, which, seen.version, **{field: "van Nia"})
    table.do(move, NIA, find(table, which).version, **of(seen), **{field: "Fay en Nia"})
    assert getattr(find(table, which).body, field) == "Fay en Nia"


@pytest.mark.parametrize(("move", "which", "field"), WORDS)
def test_r11_a_page_from_before_the_guard_overwrites_no_words_and_may_still_add_and_choose(
    table: Table, move: str, which: str, field: str
) -> None:
    record = find(table, which)
    conflict(table, move, which, None, **{field: "Anders"})
    same = {field: getattr(record.body, field)}
    choice = CHOICES[record.type]
    table.do(move, NIA, **of(record), **same, **choice)
    assert {name: getattr(find(table, which).body, name) for name in choice} == choice


@pytest.mark.parametrize("which", ["wijk", "pat", "begin", "meeting"])
def test_r11_of_two_who_choose_otherwise_the_later_one_sees_it_and_one_press_asks_nobody(
    table: Table, which: str
) -> None:
    move = {"wijk": "change_party", "pat": "change_attendee", "begin": "change_block", "meeting": "set_meeting"}[which]
    one, other = OTHERWISE[which]
    seen = find(table, which)
    table.do(move, base=seen.version, **of(seen), **one)
    conflict(table, move, which, seen.version, **other)
    table.do(move, NIA, find(table, which).version, **of(seen), **other)
    assert {name: getattr(find(table, which).body, name) for name in other} == other
    table.do(move, NIA, **of(seen), **one)
    assert {name: getattr(find(table, which).body, name) for name in one} == one


def test_r11_the_same_choice_twice_is_no_conflict(table: Table) -> None:
    block = find(table, "begin")
    table.do("change_block", base=block.version, id=block.id, minutes=25)
    table.do("change_block", NIA, block.version, id=block.id, minutes=25)
    assert table.blocks()[0][1].minutes == 25


def test_r11_an_empty_field_is_filled_once_unseen_and_not_twice(table: Table) -> None:
    table.do("add_block", title="Leeg", minutes=5)
    key = table.blocks()[-1][0]
    table.do("change_block", NIA, id=key, note="eerste")
    with pytest.raises(Refused) as caught:
        table.do("change_block", id=key, note="tweede")
    assert caught.value.reason is Reason.CONFLICT
    body = table.blocks()[-1][1]
    assert isinstance(body, Block) and body.note == "eerste"


def test_r11_presence_time_order_and_absence_stand_in_nobodys_way(table: Table) -> None:
    party, block = find(table, "wijk").id, find(table, "begin").id
    table.do("change_attendee", id="pat", present=False)
    table.do("change_attendee", id="pat", role="initiator", party=party)
    table.do("change_party", id=party, absent=True)
    table.do("place_party", id=party)
    table.do("start_block", id=block)
    table.do("lengthen", id=block, minutes=5)
    table.do("change_block", id=block, minutes=30)
    assert (table.person("pat").present, table.blocks()[0][1].minutes) == (False, 30)


def test_r11_control_knows_the_version_to_name_and_the_crowd_does_not(table: Table) -> None:
    kinds = set(CHOICES)
    control = [seen for seen in table.sees(Audience(Role.NOTE_TAKER, "nia")) if seen.type in kinds]
    assert {seen.type for seen in control} == kinds and all(seen.v for seen in control)
    for crowd in (Audience(Role.PARTICIPANT, "zoe"), Audience(Role.WALL)):
        assert not any(seen.v for seen in table.sees(crowd) if seen.type in kinds)
