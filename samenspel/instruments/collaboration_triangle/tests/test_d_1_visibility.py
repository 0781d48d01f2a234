"""D-1: answers are private, open together, and are never linked to a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.instruments.collaboration_triangle.definition import INSTRUMENT
from samenspel.instruments.collaboration_triangle.records import LEVELS, Answered, LevelAnswer, Placement, Triangle
from samenspel.vocabulary.outcomes import Agreement, GroundRule, RedThread
from tests.stage import PEOPLE, Stage

EVERYBODY = {"fay", "nia", "ina", "pat", "pim", "wall"}
ANSWER = {"level": "relations", "tension": 4, "attention": 2, "note": "Bellen lukte niet"}


def stage(phase: str = "answering") -> Stage:
    return Stage(INSTRUMENT, phase)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_d_1_before_the_reveal_an_answer_exists_for_its_author_only(who: str) -> None:
    found = stage()
    told = found.do("pat", "answer", **ANSWER)
    assert [seen.body for seen in found.sees(who, LevelAnswer)] == ([ANSWER] if who == "pat" else [])
    assert who == "pat" or not any(seen.type == "level_answer" for seen in told[who][0])


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"pat"}))
def test_d_1_after_the_reveal_the_answer_without_name_or_party(who: str) -> None:
    found = stage()
    found.do("pat", "answer", **ANSWER)
    found.do("fay", "reveal")
    (seen,) = found.sees(who, LevelAnswer)
    assert (seen.body, seen.author, seen.party, seen.v) == (ANSWER, None, None, None)


def test_d_1_who_answered_is_known_to_regie_how_many_to_all() -> None:
    found = stage()
    found.do("pat", "answer", **ANSWER)
    assert found.sees("fay", Answered)[0].author == "pat"
    for who in ("wall", "ina", "pim"):
        (seen,) = found.sees(who, Answered)
        assert (seen.author, seen.party, seen.body) == (None, None, {"levels": 1})
    assert found.sees("new", Answered) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ina", "pat", "pim"]), st.sampled_from(LEVELS)), min_size=1, max_size=12))
def test_d_1_no_id_that_regie_knew_with_a_name_holds_an_answer(moves: list[tuple[str, str]]) -> None:
    found = stage()
    known: set[str] = set()
    for tension, (who, level) in enumerate(moves):
        told = found.do(who, "answer", level=level, tension=tension % 5 + 1, attention=1)
        known |= {seen.id for seen in told["fay"][0] if seen.author}
    told = found.do("fay", "reveal")
    opened = {seen.id for seen in told["fay"][0] if seen.type == "level_answer"}
    assert len(opened) == len(set(moves))
    assert not opened & known


def test_d_4_ones_own_note_and_rule_are_known_to_their_author_only() -> None:
    found = stage("talk")
    found.do("pat", "place_note", level="relations", text="Elkaar kennen")
    found.do("pat", "add_rule", text="Altijd terugbellen")
    for kind in (Placement, GroundRule):
        assert {name for name in PEOPLE if any(seen.author for seen in found.sees(name, kind))} == {"pat"}


def test_d_1_what_is_laid_down_is_for_all() -> None:
    found = stage("talk")
    found.do("pat", "place_note", level="relations", text="Elkaar kennen")
    found.do("fay", "add_thread", level="relations", text="Te laat bellen")
    found.do("pim", "add_rule", text="Altijd terugbellen", missing=True)
    rule = found.state.of(GroundRule)[0].id
    found.do("fay", "agree_on", rule=rule, what="We bellen binnen een dag terug", who="Ggz", due="2026-12-01")
    for kind in (Triangle, Placement, RedThread, GroundRule, Agreement):
        assert {name for name in PEOPLE if found.sees(name, kind)} == EVERYBODY
