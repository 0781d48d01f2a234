"""The queue of tests: what takes long is there, once, and begins first."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.longest import LONGEST, place


def test_every_file_that_takes_long_is_there_once() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_what_takes_long_begins_before_all_others() -> None:
    assert place(f"{LONGEST[1]}::test_x") == 1 < place("tests/house/test_longest.py::test_y[a::b]") == len(LONGEST)
