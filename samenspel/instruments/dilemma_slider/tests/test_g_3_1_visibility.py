"""G-3.1: private until revealed, for every audience in every state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.instruments.dilemma_slider.definition import INSTRUMENT
from samenspel.instruments.dilemma_slider.records import (
    Dilemma,
    OtherValue,
    Placing,
    SharedSlider,
    SliderChoice,
    SliderRound,
    ValueOrder,
)
from tests.stage import PEOPLE, Stage

DILEMMA = {"question": "Deel je wat je weet?", "left": "Vertrouwelijkheid", "right": "Veiligheid"}
EVERYBODY = {"fay", "nia", "ina", "pat", "pim", "wall"}


def stage(phase: str = "placing") -> Stage:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_dilemma", **DILEMMA)
    found.go(phase)
    return found


def test_g_3_1_a_dilemma_in_preparation_is_for_regie_only() -> None:
    found = stage("preparation")
    for kind in (Dilemma, SliderRound, SharedSlider):
        assert {name for name in PEOPLE if found.sees(name, kind)} == {"fay", "nia"}
        found.go("placing")
        assert {name for name in PEOPLE if found.sees(name, kind)} == EVERYBODY
        found.go("preparation")


@pytest.mark.parametrize(
    ("who", "body", "author", "party"),
    [
        ("pat", {"value": 30, "why": "Omdat", "noted": False}, "pat", "ggz"),
        ("ina", {}, None, None),
        ("pim", {}, None, None),
        ("fay", {}, "pat", None),
        ("nia", {}, "pat", None),
        ("wall", {}, None, None),
    ],
)
def test_g_3_1_before_the_reveal_only_existence(who: str, body: dict, author: str | None, party: str | None) -> None:
    found = stage()
    found.do("pat", "place", value=30, why="Omdat")
    (seen,) = found.sees(who, Placing)
    assert (seen.body, seen.author, seen.party) == (body, author, party)
    assert (seen.v is None) == (who != "pat"), "a version would tell how often somebody doubted"
    assert found.sees("new", Placing) == []


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_g_3_1_after_the_reveal_everything_with_its_party(who: str) -> None:
    found = stage()
    found.do("pat", "place", value=30, why="Omdat")
    told = found.do("fay", "reveal")
    (seen,) = found.sees(who, Placing)
    assert (seen.body["value"], seen.body["why"], seen.party, seen.author) == (30, "Omdat", "ggz", "pat")
    assert who == "pat" or any(put.type == "placing" for put in told[who][0])
    assert (seen.v is None) == (who not in ("pat", "fay", "nia")), "a version would tell how often somebody doubted"


@given(st.lists(st.tuples(st.sampled_from(["ina", "pat", "pim"]), st.integers(0, 100)), max_size=8))
def test_g_3_1_moving_again_tells_nobody_else_anything(moves: list[tuple[str, int]]) -> None:
    found = stage()
    placed: set[str] = set()
    for who, value in moves:
        told = found.do(who, "place", value=value)
        for other in set(PEOPLE) - {who}:
            put, gone = told[other]
            assert not gone
            assert all("value" not in seen.body for seen in put)
            assert not put or who not in placed, "a second move leaks"
        placed.add(who)


def test_r6_the_second_round_hides_again_while_the_first_stays_open() -> None:
    found = stage()
    found.do("pat", "place", value=30)
    found.do("fay", "reveal")
    found.do("fay", "open_second")
    found.do("pat", "place", value=80)
    assert sorted(seen.body.get("value", -1) for seen in found.sees("wall", Placing)) == [-1, 30]
    found.do("fay", "reveal")
    assert sorted(seen.body["value"] for seen in found.sees("wall", Placing)) == [30, 80]


def test_g_3_1_an_order_of_values_is_ones_own_until_shown() -> None:
    found = stage("talk")
    found.do("pat", "set_order", order=["right", "left"])
    assert {name for name in PEOPLE if found.sees(name, ValueOrder)} == {"pat"}
    found.do("pat", "set_order", order=["right", "left"], shown=True)
    assert {name for name in PEOPLE if found.sees(name, ValueOrder)} == EVERYBODY
    found.do("pat", "set_order", order=["right", "left"], shown=False)
    assert {name for name in PEOPLE if found.sees(name, ValueOrder)} == {"pat"}


def test_g_3_1_other_values_and_the_choice_are_for_all() -> None:
    found = stage("talk")
    found.do("pim", "add_value", text="Vertrouwen")
    found.do("fay", "record_choice", text="We delen na overleg.")
    for kind in (OtherValue, SliderChoice):
        assert {name for name in PEOPLE if found.sees(name, kind)} == EVERYBODY
