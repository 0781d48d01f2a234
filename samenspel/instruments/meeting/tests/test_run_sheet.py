"""The run sheet before and during the meeting (CR-9, CR-20, X-4)."""

from __future__ import annotations

import pytest

from samenspel.instruments.meeting.tests.table import Table
from samenspel.kernel.refusal import Reason, Refused


@pytest.fixture
def table() -> Table:
    found = Table()
    for title in ("Een", "Twee", "Drie"):
        found.do("add_block", title=title, minutes=10)
    return found


def test_cr9_blocks_are_added_between_moved_and_removed(table: Table) -> None:
    first, second, third = (key for key, _ in table.blocks())
    table.do("add_block", title="Pauze", minutes=5, after=first)
    assert table.titles() == ["Een", "Pauze", "Twee", "Drie"]
    table.do("place_block", id=third, after=None)
    assert table.titles() == ["Drie", "Een", "Pauze", "Twee"]
    table.do("remove_block", id=second)
    assert table.titles() == ["Drie", "Een", "Pauze"]


def test_cr20_starting_a_block_ends_the_one_that_ran_and_the_meeting_begins_with_the_first(table: Table) -> None:
    table.do("next_block")
    assert table.meeting.started == 1_000
    table.now = 5_000
    table.do("next_block")
    (_, one), (two_id, two), _ = table.blocks()
    assert (one.started, one.ended) == (1_000, 5_000)
    assert (two.started, two.ended) == (5_000, 0)
    assert table.meeting.block == two_id
    assert table.meeting.started == 1_000


def test_cr20_the_running_block_is_not_removed_and_time_never_goes_below_nothing(table: Table) -> None:
    table.do("next_block")
    running = table.blocks()[0][0]
    with pytest.raises(Refused):
        table.do("remove_block", id=running)
    table.do("lengthen", id=running, minutes=-60)
    assert table.blocks()[0][1].minutes == 0
    table.do("lengthen", id=running, minutes=15)
    assert table.blocks()[0][1].minutes == 15


def test_cr20_a_block_brings_its_instrument_to_its_phase(table: Table) -> None:
    table.do("add_block", title="Tijdlijn", minutes=60, instrument="case_reconstruction", phase="")
    runs = table.blocks()[-1][1].runs
    table.do("add_block", title="Lessen", minutes=30, runs=runs, phase="lessons")
    table.do("start_block", id=table.blocks()[-1][0])
    found = table.state.instance(str(runs))
    assert found is not None and found[1].phase == "lessons"
    with pytest.raises(Refused):
        table.do("add_block", title="Fout", minutes=1, runs=runs, phase="bestaat_niet")


def test_the_last_block_has_no_next_and_says_so(table: Table) -> None:
    for _ in range(3):
        table.do("next_block")
    with pytest.raises(Refused) as refused:
        table.do("next_block")
    assert refused.value.reason is Reason.BAD_VALUE
    assert "laatste" in refused.value.text


def test_after_a_closing_that_came_too_early_the_last_block_goes_on(table: Table) -> None:
    table.do("next_block")
    table.do("next_block")
    running = table.meeting.block
    table.now = 9_000
    table.do("end_meeting")
    assert table.meeting.ended == 9_000
    with pytest.raises(Refused):
        table.do("start_block", id=table.blocks()[2][0])
    table.do("reopen_meeting")
    assert table.meeting.block == running
    assert (table.meeting.ended, table.blocks()[1][1].ended) == (0, 0)
