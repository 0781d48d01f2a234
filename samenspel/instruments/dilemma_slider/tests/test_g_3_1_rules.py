"""G-3.1 and G-4.1: what may be asked, and what it changes."""

import pytest

from samenspel.instruments.dilemma_slider import rules
from samenspel.instruments.dilemma_slider.definition import INSTRUMENT
from samenspel.instruments.dilemma_slider.records import (
    Dilemma,
    OtherValue,
    Placing,
    SharedSlider,
    SliderChoice,
    SliderRound,
)
from samenspel.instruments.dilemma_slider.tests.test_g_3_1_visibility import DILEMMA, stage
from samenspel.kernel.audience import EVERYONE
from samenspel.kernel.decide import read_args
from samenspel.kernel.refusal import Reason, Refused
from tests.stage import Stage


def test_g_3_1_from_dilemma_to_choice() -> None:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_dilemma", **DILEMMA)
    found.do("fay", "begin")
    found.do("pat", "place", value=20)
    found.do("pim", "place", value=90)
    found.do("fay", "reveal")
    assert found.state.instance("it")[1].phase == "talk"  # type: ignore[index]
    found.do("fay", "open_second")
    found.do("pat", "place", value=55)
    found.do("fay", "reveal")
    found.do("fay", "close")
    found.do("fay", "record_choice", text="We delen na overleg.", other_side="We vragen eerst toestemming.")
    (choice,) = found.state.bodies(SliderChoice)
    assert (choice.left, choice.right) == ("Vertrouwelijkheid", "Veiligheid"), "it must make sense without the case"
    assert [body.number for body in found.state.bodies(SliderRound)] == [1, 2]


def refused(found: Stage, who: str, move: str, base: int | None = None, /, **args: object) -> Reason:
    with pytest.raises(Refused) as caught:
        found.do(who, move, base, **args)
    return caught.value.reason


@pytest.mark.parametrize(
    "move", ["set_dilemma", "begin", "place_for", "reveal", "open_second", "close", "record_choice"]
)
def test_r1_participants_and_wall_do_not_run_it(move: str) -> None:
    assert refused(stage(), "pat", move) is Reason.NOT_YOUR_ROLE
    assert refused(stage(), "wall", move) is Reason.NOT_YOUR_ROLE


def test_g_3_1_one_place_per_person_and_round() -> None:
    found = stage()
    found.do("pat", "place", value=20, why="Zo")
    found.do("pat", "place", value=40)
    (placing,) = found.state.bodies(Placing)
    assert (placing.value, placing.why) == (40, "Zo")


@pytest.mark.parametrize("value", [-1, 101, 50.5, "50", None, True])
def test_g_3_1_a_place_is_a_whole_number_on_the_line(value: object) -> None:
    assert refused(stage(), "pat", "place", value=value) is Reason.MALFORMED


def test_g_3_1_nothing_is_moved_after_the_reveal() -> None:
    found = stage()
    found.do("pat", "place", value=20)
    found.do("fay", "reveal")
    assert refused(found, "pat", "place", value=90) is Reason.WRONG_PHASE
    found.do("pat", "explain", why="Ik hoorde net iets.")
    assert found.state.bodies(Placing)[0] == Placing(value=20, why="Ik hoorde net iets.")


def test_g_3_1_nothing_to_reveal_and_no_second_round_before_the_first() -> None:
    found = stage()
    assert refused(found, "fay", "reveal") is Reason.BAD_VALUE
    assert refused(found, "fay", "open_second") is Reason.WRONG_PHASE


def test_g_3_1_the_note_taker_places_for_who_has_no_phone() -> None:
    found = stage()
    found.do("nia", "place_for", person="pim", value=70)
    record = found.state.of(Placing)[0]
    assert (record.author, record.party, record.body) == ("pim", "pol", Placing(value=70, noted=True))
    found.do("pim", "place", value=60)
    assert found.state.bodies(Placing) == [Placing(value=60, noted=False)]
    assert refused(found, "nia", "place_for", person="pim", value=10) is Reason.NOT_YOURS
    assert refused(found, "nia", "place_for", person="ggz", value=10) is Reason.NOT_FOUND


def test_r11_two_people_writing_the_dilemma() -> None:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_dilemma", **DILEMMA)
    assert refused(found, "nia", "set_dilemma", None, **DILEMMA) is Reason.CONFLICT
    found.do("nia", "set_dilemma", 1, **{**DILEMMA, "left": "Geheim"})
    assert found.state.bodies(Dilemma)[0].left == "Geheim"


def test_g_3_1_words_stay_once_somebody_placed_on_them() -> None:
    found = stage()
    found.do("pat", "place", value=20)
    assert refused(found, "fay", "set_dilemma", 1, **DILEMMA) is Reason.WRONG_PHASE


def test_g_3_1_open_variant_one_slider_moved_by_anybody() -> None:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_dilemma", **DILEMMA, open_variant=True)
    found.do("fay", "begin")
    told = found.do("pim", "move_shared", value=70)
    assert all(put[0].body["value"] == 70 for name, (put, _) in told.items() if name != "new")
    assert refused(found, "pat", "place", value=10) is Reason.WRONG_PHASE
    assert refused(found, "fay", "reveal") is Reason.WRONG_PHASE
    found.do("fay", "begin_talk")
    found.do("fay", "open_second")
    found.do("ina", "move_shared", value=30)
    assert found.state.bodies(SharedSlider) == [SharedSlider(value=30, first=70)]


def test_g_3_1_values_are_named_once_and_taken_away_by_their_author() -> None:
    found = stage("talk")
    found.do("pat", "add_value", text="Vertrouwen")
    found.do("pim", "add_value", text="vertrouwen")
    (record,) = found.state.of(OtherValue)
    assert refused(found, "pim", "remove_value", id=record.id) is Reason.NOT_YOURS
    assert refused(found, "pim", "set_order", order=[record.id, record.id]) is Reason.BAD_VALUE
    assert refused(found, "pim", "set_order", order=["nergens"]) is Reason.BAD_VALUE
    found.do("pim", "set_order", order=[record.id, "left"])
    found.do("fay", "remove_value", id=record.id)
    assert found.state.of(OtherValue) == []


def test_r11_the_choice_is_not_overwritten_unseen() -> None:
    found = stage("closing")
    found.do("fay", "record_choice", text="Eerste")
    assert refused(found, "nia", "record_choice", None, text="Tweede") is Reason.CONFLICT
    assert refused(found, "nia", "record_choice", 1, text="Tweede", review="morgen") is Reason.MALFORMED
    assert refused(found, "nia", "record_choice", 1, text="Tweede", review="2026-02-31") is Reason.BAD_VALUE


def test_g_3_1_the_group_sees_its_slider_move_within_the_line_and_nothing_of_it_is_kept() -> None:
    (moving,) = INSTRUMENT.fleeting
    assert moving.to == frozenset(EVERYONE)
    assert read_args(moving.args, {"value": 37}) == rules.Moving(value=37)
    for outside in (-1, 101, "37", None):
        with pytest.raises(Refused):
            read_args(moving.args, {"value": outside})
    assert INSTRUMENT.move("moving") is None
