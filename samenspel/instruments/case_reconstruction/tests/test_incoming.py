"""Moments that come in beforehand, and words that are taken away (CR-6, CR-7, CR-21, CR-22)."""

from __future__ import annotations

import pytest

from samenspel.instruments.case_reconstruction import texts
from samenspel.instruments.case_reconstruction.records import (
    DefiningMoment,
    Interpretation,
    MomentInput,
    MomentRequest,
    SoundingAnswer,
    Tension,
)
from samenspel.instruments.case_reconstruction.tests.room import (
    ANNA,
    ARIE,
    BO,
    FACILITATOR,
    INITIATOR,
    LOOSE,
    NOTE_TAKER,
    WALL,
    Case,
    when,
)
from samenspel.instruments.case_reconstruction.tests.test_before import refused
from samenspel.kernel.command import Actor
from samenspel.kernel.refusal import Reason
from samenspel.vocabulary.outcomes import Lesson


@pytest.fixture
def case() -> Case:
    return Case.start("preparation")


def sent(case: Case, actor: Actor = ANNA, text: str = "Overdracht zonder gesprek", month: int = 5) -> str:
    (made,) = case.do(actor, "save_moment_input", text=text, when=when(month), meaning="Wij hoorden het later.")
    case.do(actor, "send_moment_inputs")
    return made


def test_cr6_who_is_asked_sees_the_request_and_nobody_else_in_the_room(case: Case) -> None:
    (asked,) = case.do(FACILITATOR, "ask_moments", person="anna", party="wijk", due="2026-03-01")
    assert case.do(NOTE_TAKER, "ask_moments", person="anna", party="wijk", due="2026-03-08") == []
    assert case.one(MomentRequest).due == "2026-03-08"
    assert asked in case.seen(ANNA)
    assert all(asked not in case.seen(other) for other in (ARIE, BO, INITIATOR, WALL))
    assert refused(case, FACILITATOR, "ask_moments", person="anna", party="wijk", due="2026-02-30") is Reason.BAD_VALUE
    assert refused(case, INITIATOR, "ask_moments", person="bo", party="politie") is Reason.NOT_YOUR_ROLE
    case.do(FACILITATOR, "ask_moments", person="anna", party="politie")
    assert len(case.state.bodies(MomentRequest)) == 1
    case.do(FACILITATOR, "stop_asking_moments", person="anna")
    assert case.do(FACILITATOR, "stop_asking_moments", person="anna") == []


def test_cr6_a_draft_may_be_half_and_is_seen_by_its_author_alone(case: Case) -> None:
    (half,) = case.do(ANNA, "save_moment_input", meaning="Dat raakte ons.")
    for other in (ARIE, BO, INITIATOR, FACILITATOR, NOTE_TAKER, WALL):
        assert half not in case.seen(other)
    assert refused(case, ANNA, "send_moment_inputs") is Reason.EMPTY
    assert refused(case, FACILITATOR, "take_moment_input", id=half) is Reason.NOT_FOUND
    assert refused(case, ARIE, "save_moment_input", id=half, text="Ander") is Reason.NOT_FOUND
    assert refused(case, LOOSE, "save_moment_input", text="Zonder partij") is Reason.NOT_YOUR_PARTY
    case.do(ANNA, "save_moment_input", id=half, text="Gesprek", when="maart 2025", meaning="Dat raakte ons.")
    case.do(ANNA, "send_moment_inputs")
    assert case.body(half).state == "sent"
    assert refused(case, ANNA, "send_moment_inputs") is Reason.EMPTY


def test_cr6_what_was_sent_is_for_control_and_says_that_the_request_is_answered(case: Case) -> None:
    case.do(FACILITATOR, "ask_moments", person="anna", party="wijk")
    made = sent(case)
    assert case.one(MomentRequest).answered == case.now
    assert case.seen(NOTE_TAKER)[made].party == "wijk"
    assert all(made not in case.seen(other) for other in (ARIE, BO, INITIATOR, WALL))
    case.do(ANNA, "save_moment_input", id=made, text="Beter", when=when(5))
    assert (case.body(made).state, made in case.seen(FACILITATOR)) == ("draft", False)
    case.do(ANNA, "withdraw_moment_input", id=made)
    assert case.state.bodies(MomentInput) == []


def test_cr7_taken_over_it_is_a_hidden_moment_with_a_prepared_interpretation(case: Case) -> None:
    case.moment("Eerder", 3, shown=False)
    made = sent(case)
    case.do(FACILITATOR, "take_moment_input", id=made, text="Overdracht per mail")
    first, second = sorted(case.state.bodies(DefiningMoment), key=lambda body: body.place)
    assert (first.text, second.text, second.revealed) == ("Eerder", "Overdracht per mail", False)
    (brought,) = case.state.of(Interpretation)
    assert (brought.body.beforehand, brought.party, brought.author) == (True, "wijk", "anna")  # type: ignore[attr-defined]
    assert case.body(made).handled == "taken" and case.body(made).moment == brought.scope
    assert refused(case, NOTE_TAKER, "take_moment_input", id=made) is Reason.BAD_VALUE
    assert refused(case, ANNA, "withdraw_moment_input", id=made) is Reason.BAD_VALUE
    assert refused(case, ANNA, "save_moment_input", id=made, text="Anders") is Reason.BAD_VALUE


def test_cr12_its_author_does_not_learn_which_hidden_moment_it_went_to(case: Case) -> None:
    made = sent(case)
    case.do(FACILITATOR, "take_moment_input", id=made)
    assert case.seen(ANNA)[made].body["handled"] == "taken"
    assert "moment" not in case.seen(ANNA)[made].body
    assert case.body(made).moment not in str(case.seen(ANNA))


def test_cr7_doubles_go_under_one_moment_and_both_interpretations_stay(case: Case) -> None:
    one, two = sent(case, ANNA), sent(case, BO, "De overdracht", 6)
    case.do(FACILITATOR, "take_moment_input", id=one)
    moment = case.body(one).moment
    case.do(FACILITATOR, "take_moment_input", id=two, moment=moment, meaning="Voor ons was het klaar.")
    assert len(case.state.bodies(DefiningMoment)) == 1
    assert {record.party for record in case.state.of(Interpretation)} == {"wijk", "politie"}
    case.do(FACILITATOR, "remove_moment", id=moment)
    assert (case.body(one).handled, case.body(two).handled, case.body(two).moment) == ("", "", None)


def test_cr7_merged_moments_take_what_came_in_along(case: Case) -> None:
    one, two = sent(case, ANNA), sent(case, BO, "De overdracht", 6)
    for each in (one, two):
        case.do(FACILITATOR, "take_moment_input", id=each)
    keep, drop = case.body(one).moment, case.body(two).moment
    case.do(FACILITATOR, "merge_moments", keep=keep, drop=drop)
    assert (case.body(two).moment, case.body(two).handled) == (keep, "taken")
    assert len(case.state.bodies(Interpretation)) == 2


def test_cr7_set_aside_and_looked_at_once_more(case: Case) -> None:
    made = sent(case)
    case.do(FACILITATOR, "set_aside_moment_input", id=made)
    assert case.seen(ANNA)[made].body["handled"] == "set_aside"
    case.do(FACILITATOR, "reopen_moment_input", id=made)
    case.do(FACILITATOR, "take_moment_input", id=made, meaning="")
    assert case.state.bodies(Interpretation) == []
    assert refused(case, FACILITATOR, "set_aside_moment_input", id=made) is Reason.BAD_VALUE
    assert refused(case, FACILITATOR, "reopen_moment_input", id=made) is Reason.BAD_VALUE


def test_cr7_a_moment_too_long_for_a_card_is_shortened_before_it_is_taken(case: Case) -> None:
    made = sent(case, ANNA, "w" * 121)
    assert refused(case, FACILITATOR, "take_moment_input", id=made) is Reason.TOO_LONG
    case.do(FACILITATOR, "take_moment_input", id=made, text="w" * 120)


def test_cr21_comments_are_on_threads_lessons_and_agreements_only(case: Case) -> None:
    moment = case.moment(shown=False)
    (lesson,) = case.do(FACILITATOR, "add_lesson", text="Bel elkaar", kind="collaboration")
    assert refused(case, ANNA, "comment_on_report", target=lesson, text="x") is Reason.WRONG_PHASE
    case.go("closing")
    assert refused(case, ANNA, "comment_on_report", target=moment, text="Zo was het niet") is Reason.NOT_FOUND
    (made,) = case.do(ANNA, "comment_on_report", target=lesson, text="Zet erbij wie")
    assert made in case.seen(INITIATOR) and made not in case.seen(BO)
    assert refused(case, BO, "withdraw_comment", id=made) is Reason.NOT_FOUND
    case.do(FACILITATOR, "settle_comment", id=made, state="taken")
    case.do(ANNA, "comment_on_report", target=lesson, text="Zet erbij wie belt", id=made)
    assert (case.body(made).state, case.body(made).text) == ("open", "Zet erbij wie belt")
    case.do(ANNA, "withdraw_comment", id=made)
    assert len(case.state.bodies(Lesson)) == 1


def test_cr22_removed_words_are_gone_and_shown_as_removed(case: Case) -> None:
    case.do(ANNA, "answer_sounding", open="yes", remark="kanarie1")
    case.do(ANNA, "answer_tension", level="serious", note="kanarie2")
    handled, waiting = sent(case, ANNA, "kanarie3"), sent(case, ANNA, "kanarie4", 6)
    case.do(FACILITATOR, "take_moment_input", id=handled, text="Overdracht")
    case.go("timeline")
    case.do(FACILITATOR, "reveal_moment", id=case.body(handled).moment)
    shown = case.body(handled).moment
    (own,) = case.do(ANNA, "write_interpretation", moment=shown, text="kanarie5")
    case.do(BO, "write_interpretation", moment=shown, text="van bo")
    (seen,) = case.do(ANNA, "add_observation", text="kanarie6", about="events")
    case.do(ANNA, "mark_moment", moment=shown, value="helping", why="kanarie7")
    case.do(ANNA, "remove_my_words")
    everything = str([record.body for record in case.state])
    assert "kanarie" not in everything and "Wij hoorden het later" not in everything
    assert "van bo" in everything and case.body(shown).text == "Overdracht"
    assert (case.body(own).text, case.body(own).removed, case.state.get(own).author) == (texts.REMOVED, True, None)  # type: ignore[union-attr]
    assert case.seen(WALL)[own].body["text"] == case.seen(WALL)[seen].body["text"] == texts.REMOVED
    assert case.body(waiting).state == "removed" and case.seen(FACILITATOR)[waiting].body["text"] == ""
    assert case.state.bodies(SoundingAnswer) == [] and case.state.bodies(Tension) == []
    assert refused(case, ARIE, "write_interpretation", 2, moment=shown, id=own, text="toch") is Reason.NOT_YOURS
    assert case.do(ANNA, "remove_my_words") == []


def test_cr22_one_thing_at_a_time_and_by_control_for_who_asks(case: Case) -> None:
    one, two = sent(case, ANNA, "Eerste"), sent(case, ANNA, "Tweede", 6)
    assert refused(case, BO, "remove_my_words", id=one) is Reason.NOT_FOUND
    assert refused(case, BO, "remove_my_words", person="anna") is Reason.NOT_YOUR_ROLE
    case.do(ANNA, "remove_my_words", id=one)
    assert (case.body(one).state, case.body(two).state) == ("removed", "sent")
    assert refused(case, FACILITATOR, "take_moment_input", id=one) is Reason.BAD_VALUE
    case.do(FACILITATOR, "remove_my_words", person="anna")
    assert case.body(two).state == "removed"
