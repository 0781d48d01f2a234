"""The mutants do not rot: each still finds the place it breaks, and docs/room.md shows what there is."""

from __future__ import annotations

import re

import pytest

from tests.mutants import BEGIN, END, PAGE, ROOT, Mutant, load, table

MUTANTS = load()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_finds_its_place_and_its_tests(mutant: Mutant) -> None:
    assert mutant.file.startswith("samenspel/") and "/tests/" not in mutant.file, "the product is broken, not its tests"
    whole = (ROOT / mutant.file).read_text("utf-8")
    broken = mutant.apply(whole)
    assert broken != whole
    compile(broken, mutant.file, "exec")
    assert mutant.tests
    for test in mutant.tests:
        path, name = re.sub(r"\[.*$", "", test).split("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), test


def test_each_break_has_one_name_and_every_rule_of_the_room_has_a_break() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names))
    assert {f"R{number}" for number in range(1, 15)} <= {mutant.rule for mutant in MUTANTS}


def test_the_page_about_the_room_shows_what_the_tests_catch() -> None:
    page = PAGE.read_text("utf-8")
    shown = page[page.index(BEGIN) : page.index(END) + len(END)]
    assert shown == table(), "write docs/room.md again: python -m tests.mutants --write"
