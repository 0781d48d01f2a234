"""Each party in its own words (CR-3, CR-12, CR-14, R6, R11)."""

from __future__ import annotations

from typing import Any

import pytest

from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    ARIE,
    BO,
    FACILITATOR,
    LOOSE,
    NOTE_TAKER,
    WALL,
    Case,
)
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason, Refused


def refused(case: Case, actor: Actor, move: str, base: int | None = None, **args: Any) -> Reason:
    """The reason why this move is refused."""
    with pytest.raises(Refused) as caught:
        case.do(actor, move, base, **args)
    return caught.value.reason


def test_cr12_a_participant_writes_for_the_own_party_only() -> None:
    case = Case.start()
    moment = case.moment()
    (words,) = case.do(ANNA, "write_interpretation", moment=moment, text="wij wisten het niet")
    assert case.seen(BO)[words].party == "wijk"
    assert case.seen(BO)[words].author is None
    assert refused(case, ANNA, "set_stance", moment=moment, value="not_defining", party="politie") is (
        Reason.NOT_YOUR_PARTY
    )
    assert refused(case, ANNA, "note_interpretation", moment=moment, party="wijk", text="x") is Reason.NOT_YOUR_ROLE
    assert refused(case, LOOSE, "write_interpretation", moment=moment, text="x") is Reason.NOT_YOUR_PARTY


def test_cr12_a_hidden_moment_is_not_there_for_a_participant() -> None:
    case = Case.start()
    hidden = case.moment(shown=False)
    for move, extra in [
        ("write_interpretation", {"text": "x"}),
        ("save_draft", {"text": "x"}),
        ("set_stance", {"value": "not_defining"}),
        ("clear_stance", {}),
        ("mark_moment", {"value": "helping"}),
    ]:
        assert refused(case, ANNA, move, moment=hidden, **extra) is Reason.NOT_FOUND
        assert refused(case, ANNA, move, moment="nergens", **extra) is Reason.NOT_FOUND


def test_cr12_only_during_the_talk() -> None:
    case = Case.start()
    moment = case.moment()
    case.go("closing")
    assert refused(case, ANNA, "write_interpretation", moment=moment, text="x") is Reason.WRONG_PHASE
    assert refused(case, ANNA, "set_stance", moment=moment, value="not_defining") is Reason.WRONG_PHASE
    case.do(NOTE_TAKER, "set_stance", moment=moment, value="not_defining", party="wijk")


def test_r6_a_draft_is_for_its_author_only_until_it_is_hung() -> None:
    case = Case.start()
    moment = case.moment()
    (draft,) = case.do(ANNA, "save_draft", moment=moment, text="nog even denken")
    assert draft in case.seen(ANNA)
    assert all(draft not in case.seen(actor) for actor in (ARIE, BO, FACILITATOR, NOTE_TAKER, WALL))
    assert refused(case, FACILITATOR, "withdraw_interpretation", id=draft) is Reason.NOT_FOUND
    assert refused(case, ARIE, "write_interpretation", 1, moment=moment, text="x", id=draft) is Reason.NOT_FOUND
    case.do(ANNA, "write_interpretation", 1, moment=moment, text="wij schrokken", id=draft)
    assert case.seen(WALL)[draft].body["text"] == "wij schrokken"
    assert refused(case, ANNA, "save_draft", 2, moment=moment, text="x", id=draft) is Reason.BAD_VALUE


def test_r6_hanging_leaves_no_own_draft_behind_that_was_kept_over_a_bad_line() -> None:
    case = Case.start()
    moment, other = case.moment(), case.moment()
    (draft,) = case.do(ANNA, "save_draft", moment=moment, text="wij schr")
    (elsewhere,) = case.do(ANNA, "save_draft", moment=other, text="nog niet af")
    (of_arie,) = case.do(ARIE, "save_draft", moment=moment, text="van Arie")
    hung = case.do(ANNA, "write_interpretation", moment=moment, text="wij schrokken")[0]
    assert {hung, elsewhere} <= case.seen(ANNA).keys()
    assert draft not in case.seen(ANNA)
    assert of_arie in case.seen(ARIE)
    (second,) = case.do(ANNA, "write_interpretation", moment=moment, text="en het deed pijn")
    assert {hung, second} <= case.seen(WALL).keys()


def test_r11_own_words_are_guarded_and_nobody_elses_may_be_changed() -> None:
    case = Case.start()
    moment = case.moment()
    (words,) = case.do(ANNA, "write_interpretation", moment=moment, text="een")
    case.do(ANNA, "write_interpretation", 1, moment=moment, text="twee", id=words)
    assert refused(case, ANNA, "write_interpretation", 1, moment=moment, text="drie", id=words) is Reason.CONFLICT
    assert refused(case, ARIE, "write_interpretation", 2, moment=moment, text="drie", id=words) is Reason.NOT_YOURS
    assert refused(case, BO, "withdraw_interpretation", id=words) is Reason.NOT_YOURS
    noted = {"moment": moment, "party": "wijk", "text": "x", "id": words}
    assert refused(case, NOTE_TAKER, "note_interpretation", 2, **noted) is Reason.NOT_YOURS
    case.do(FACILITATOR, "withdraw_interpretation", id=words)
    assert words not in case.seen(ANNA)


def test_cr12_noted_words_are_marked_confirmed_or_put_right_by_the_party() -> None:
    case = Case.start()
    moment = case.moment()
    (words,) = case.do(NOTE_TAKER, "note_interpretation", moment=moment, party="wijk", text="wij waren boos")
    assert case.seen(BO)[words].body["noted"]
    assert refused(case, BO, "confirm_interpretation", id=words) is Reason.NOT_YOUR_PARTY
    case.do(ANNA, "confirm_interpretation", id=words)
    assert case.body(words).confirmed
    case.do(FACILITATOR, "note_interpretation", 2, moment=moment, party="wijk", text="wij schrokken", id=words)
    assert not case.body(words).confirmed
    case.do(ARIE, "write_interpretation", 3, moment=moment, text="wij stonden alleen", id=words)
    assert (case.body(words).noted, case.seen(ARIE)[words].author) == (False, "arie")


def test_cr3_nobody_speaks_for_an_absent_party() -> None:
    case = Case.start()
    moment = case.moment()
    args = {"moment": moment, "party": "weg"}
    assert refused(case, NOTE_TAKER, "note_interpretation", text="x", **args) is Reason.BAD_VALUE
    assert refused(case, NOTE_TAKER, "set_stance", value="not_defining", **args) is Reason.BAD_VALUE
    case.do(FACILITATOR, "add_prepared_interpretation", text="zei zij vooraf", **args)


def test_cr12_one_stance_per_party_and_moment() -> None:
    case = Case.start()
    moment = case.moment()
    (stance,) = case.do(ANNA, "set_stance", moment=moment, value="also_defining")
    assert case.do(ARIE, "set_stance", moment=moment, value="not_yet_involved") == []
    case.do(NOTE_TAKER, "set_stance", moment=moment, value="not_defining", party="politie")
    assert sorted(r.party or "" for r in case.state.of("stance")) == ["politie", "wijk"]
    assert case.body(stance).value == "not_yet_involved"
    case.do(ANNA, "clear_stance", moment=moment)
    assert stance not in case.seen(WALL)


def test_cr14_experience_only_when_switched_on() -> None:
    case = Case.start()
    moment = case.moment()
    assert refused(case, ANNA, "set_experience", moment=moment, value=4) is Reason.WRONG_PHASE
    case.do(FACILITATOR, "switch_experience", on=True)
    (placed,) = case.do(ANNA, "set_experience", moment=moment, value=4)
    assert placed in case.seen(WALL)
    case.do(FACILITATOR, "switch_experience", on=False)
    assert all(placed not in case.seen(actor) for actor in (ANNA, BO, WALL, FACILITATOR))
    case.do(FACILITATOR, "switch_experience", on=True)
    assert case.seen(BO)[placed].body["value"] == 4
    assert refused(case, ANNA, "set_experience", moment=moment, value=6) is Reason.MALFORMED
