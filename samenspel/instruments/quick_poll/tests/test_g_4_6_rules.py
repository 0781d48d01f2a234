"""G-4.6: what may be asked of a quick poll, and what it changes."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import msgspec
import pytest

from samenspel.instruments.quick_poll.definition import INSTRUMENT
from samenspel.instruments.quick_poll.records import Poll, PollBallot, PollRound, PollTally
from samenspel.kernel.audience import Role
from samenspel.kernel.ballot import CHANGES
from samenspel.kernel.refusal import Reason, Refused
from tests.stage import PEOPLE, Stage

QUESTIONS: dict[str, dict[str, Any]] = {
    "choice": {"kind": "choice", "question": "Wie?", "options": ["Een", "Twee", "Drie"], "choose": 2},
    "scale": {"kind": "scale", "question": "Hoe?", "low": 0, "high": 10, "low_text": "Slecht", "high_text": "Goed"},
    "ranking": {"kind": "ranking", "question": "Wat eerst?", "options": ["A", "B", "C"]},
    "open": {"kind": "open", "question": "Wat nog?"},
}
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "choice": [{"picks": [0]}, {"picks": [2, 0]}, {"picks": [1]}],
    "scale": [{"value": 0}, {"value": 10}, {"value": 7}],
    "ranking": [{"picks": [2, 1, 0]}, {"picks": [2, 0, 1]}, {"picks": [0, 1, 2]}],
    "open": [{"text": "b"}, {"text": "a"}, {"text": "b"}],
}
VOTERS = ("ina", "pat", "pim")


def stage(kind: str = "choice") -> tuple[Stage, str]:
    """A stage with a question of this kind, and its open round."""
    found = Stage(INSTRUMENT)
    found.do("fay", "set_question", **QUESTIONS[kind])
    found.do("fay", "open_round", poll=found.state.of(Poll)[0].id)
    return found, found.state.of(PollRound)[-1].id


def refused(found: Stage, who: str, move: str, base: int | None = None, /, **args: object) -> Refused:
    with pytest.raises(Refused) as caught:
        found.do(who, move, base, **args)
    return caught.value


def result(kind: str) -> PollTally:
    found, box = stage(kind)
    for who, answer in zip(VOTERS, ANSWERS[kind], strict=True):
        found.do(who, "cast", round=box, **answer)
    found.do("fay", "close_round", round=box, sure=True, show=True)
    assert found.state.of(PollBallot) == []
    (tally,) = found.state.bodies(PollTally)
    assert tally.ballots == 3
    return tally


def test_g_4_6_a_choice_counts_every_option() -> None:
    assert result("choice").counts == (2, 1, 1)


def test_g_4_6_a_scale_keeps_its_distribution() -> None:
    assert result("scale").counts == (1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1)


def test_g_4_6_a_ranking_gives_points_places_and_firsts() -> None:
    tally = result("ranking")
    assert (tally.points, tally.places, tally.firsts) == ((6, 5, 7), (6, 7, 5), (1, 0, 2))


def test_g_4_6_open_answers_stand_in_an_order_that_means_nothing() -> None:
    first, second = stage("open"), stage("open")
    texts = ["c", "a", "b"]
    for (found, box), order in ((first, VOTERS), (second, VOTERS[::-1])):
        for who, text in zip(VOTERS, texts, strict=True):
            found.do(order[VOTERS.index(who)], "cast", round=box, text=text)
        found.do("fay", "close_round", round=box, sure=True)
    assert first[0].state.bodies(PollTally)[0].texts == second[0].state.bodies(PollTally)[0].texts


def test_r13_in_whatever_order_open_answers_come_they_stand_in_the_same() -> None:
    texts = set()
    for order in permutations(zip(VOTERS, ("c", "a", "b"), strict=True)):
        found, box = stage("open")
        for who, text in order:
            found.do(who, "cast", round=box, text=text)
        found.do("fay", "close_round", round=box, sure=True)
        texts.add(found.state.bodies(PollTally)[0].texts)
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("choice", {}),
        ("choice", {"picks": [0, 1, 2]}),
        ("choice", {"picks": [3]}),
        ("choice", {"picks": [1, 1]}),
        ("scale", {}),
        ("scale", {"picks": [0]}),
        ("ranking", {"picks": [0, 1]}),
        ("ranking", {"picks": [0, 1, 1]}),
        ("open", {"text": "  "}),
    ],
)
def test_g_4_6_an_answer_has_to_answer_this_question(kind: str, answer: dict[str, Any]) -> None:
    found, box = stage(kind)
    assert refused(found, "pat", "cast", round=box, **answer).reason in (Reason.BAD_VALUE, Reason.EMPTY)
    assert found.state.of(PollBallot) == []


@pytest.mark.parametrize("value", [-1, 11, 2.5, "3", True])
def test_g_4_6_a_scale_takes_whole_numbers_on_it(value: object) -> None:
    found, box = stage("scale")
    assert refused(found, "pat", "cast", round=box, value=value).reason is Reason.MALFORMED


def test_r13_one_ballot_per_person_until_the_close() -> None:
    found, box = stage()
    found.do("pat", "cast", round=box, picks=[0])
    found.do("pat", "cast", round=box, picks=[1])
    found.do("pim", "cast", round=box, picks=[1])
    assert found.state.bodies(PollRound)[0].cast == 2
    assert sorted(body.picks for body in found.state.bodies(PollBallot)) == [(1,), (1,)]
    found.do("fay", "close_round", round=box, sure=True)
    assert refused(found, "pat", "cast", round=box, picks=[2]).reason is Reason.WRONG_PHASE


def test_r13_a_ballot_is_given_anew_a_limited_number_of_times() -> None:
    found, box = stage()
    for number in range(CHANGES):
        found.do("pat", "cast", round=box, picks=[number % 3])
    assert refused(found, "pat", "cast", round=box, picks=[0]).reason is Reason.FULL


def test_r13_a_late_ballot_never_lands_in_the_next_round() -> None:
    found, first = stage()
    found.do("pat", "cast", round=first, picks=[0])
    found.do("fay", "close_round", round=first, sure=True, show=True)
    found.do("fay", "open_round", poll=found.state.of(Poll)[0].id)
    assert refused(found, "pim", "cast", round=first, picks=[1]).reason is Reason.WRONG_PHASE
    assert found.state.of(PollBallot) == []


def test_r13_who_runs_the_session_does_not_vote() -> None:
    found, box = stage()
    assert refused(found, "fay", "cast", round=box, picks=[0]).reason is Reason.NOT_YOUR_ROLE
    # With a phone in hand the facilitator comes in as a participant; the record still says what they are.
    PEOPLE["fay on a phone"] = (Role.PARTICIPANT, None)
    try:
        record = found.state.get("fay")
        assert record is not None
        found.put(msgspec.structs.replace(record, id="fay on a phone"))
        assert refused(found, "fay on a phone", "cast", round=box, picks=[0]).reason is Reason.NOT_YOUR_ROLE
    finally:
        del PEOPLE["fay on a phone"]


def test_r13_few_ballots_are_closed_only_by_who_says_to_be_sure() -> None:
    found, box = stage()
    assert refused(found, "fay", "close_round", round=box, sure=True).reason is Reason.BAD_VALUE, "nothing to count"
    found.do("pat", "cast", round=box, picks=[0])
    assert "raden" in refused(found, "fay", "close_round", round=box).text
    found.do("fay", "close_round", round=box, sure=True)
    assert found.state.bodies(PollRound)[0].state == "closed"
    found.do("fay", "reveal", round=box)
    assert found.state.bodies(PollRound)[0].state == "revealed"


def test_r13_lost_ballots_are_told_before_the_close() -> None:
    found, box = stage()
    for who in VOTERS:
        found.do(who, "cast", round=box, picks=[0])
    for record in found.state.of(PollBallot):
        if record.author != "pim":
            found.state._remove(record.id)
    assert "2 stemmen zijn niet meer te lezen" in refused(found, "fay", "close_round", round=box).text
    found.do("pat", "cast", round=box, picks=[1])
    (body,) = found.state.bodies(PollRound)
    assert (body.cast, body.lost) == (2, 2)
    found.do("fay", "close_round", round=box, sure=True)
    assert found.state.bodies(PollTally)[0].lost == 2


def test_g_4_6_paper_ballots_are_counted_apart_and_can_be_taken_back() -> None:
    found, box = stage()
    found.do("nia", "cast_paper", round=box, picks=[0])
    found.do("nia", "cast_paper", round=box, picks=[1])
    wrong = next(r for r in found.state.of(PollBallot) if r.body.picks == (1,))
    assert refused(found, "fay", "remove_paper", id=wrong.id).reason is Reason.NOT_FOUND
    found.do("nia", "remove_paper", id=wrong.id)
    found.do("pat", "cast", round=box, picks=[2])
    (body,) = found.state.bodies(PollRound)
    assert (body.cast, body.paper) == (2, 1)
    found.do("fay", "close_round", round=box, sure=True)
    (tally,) = found.state.bodies(PollTally)
    assert (tally.ballots, tally.paper, tally.counts) == (2, 1, (1, 0, 1))


def test_g_4_6_nobody_elses_ballot_is_taken_back_as_paper() -> None:
    found, box = stage()
    found.do("pat", "cast", round=box, picks=[2])
    ballot = found.state.of(PollBallot)[0].id
    assert refused(found, "fay", "remove_paper", id=ballot).reason is Reason.NOT_FOUND


def test_g_4_6_a_second_round_keeps_the_first_result() -> None:
    found, _ = stage("scale")
    poll = found.state.of(Poll)[0].id
    assert refused(found, "fay", "open_round", poll=poll).reason is Reason.WRONG_PHASE
    for value in (2, 8):
        box = found.state.of(PollRound)[-1].id
        found.do("pat", "cast", round=box, value=value)
        found.do("fay", "close_round", round=box, sure=True, show=True)
        if value == 2:
            found.do("fay", "open_round", poll=poll)
    assert [body.number for body in found.state.bodies(PollRound)] == [1, 2]
    assert [tally.counts.index(1) for tally in found.state.bodies(PollTally)] == [2, 8]


def test_g_4_6_a_withdrawn_question_leaves_nothing_and_can_be_changed() -> None:
    found, box = stage()
    found.do("pat", "cast", round=box, picks=[0])
    found.do("fay", "withdraw", round=box)
    assert not found.state.of(PollBallot) + found.state.of(PollRound) + found.state.of(PollTally)
    poll = found.state.of(Poll)[0]
    found.do("fay", "set_question", poll.version, id=poll.id, **QUESTIONS["open"])
    assert found.state.bodies(Poll)[0].kind == "open"


def test_g_4_6_words_stand_still_once_the_question_was_put() -> None:
    found, _ = stage()
    poll = found.state.of(Poll)[0]
    asked = refused(found, "fay", "set_question", poll.version, id=poll.id, **QUESTIONS["open"])
    assert asked.reason is Reason.WRONG_PHASE
    assert refused(found, "fay", "remove_question", id=poll.id).reason is Reason.WRONG_PHASE


def test_r11_two_people_writing_one_question() -> None:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_question", **QUESTIONS["open"])
    poll = found.state.of(Poll)[0]
    assert refused(found, "nia", "set_question", None, id=poll.id, **QUESTIONS["scale"]).reason is Reason.CONFLICT


@pytest.mark.parametrize(
    "options", [[], ["Een"], ["Een", "een"], ["Een", ""], ["x" * 61, "y"], [str(number) for number in range(9)]]
)
def test_g_4_6_two_to_eight_different_answers(options: list[str]) -> None:
    found = Stage(INSTRUMENT)
    with pytest.raises(Refused):
        found.do("fay", "set_question", kind="choice", question="Wie?", options=options)


@pytest.mark.parametrize("move", [move.name for move in INSTRUMENT.moves if move.name != "cast"])
def test_r1_participants_and_wall_do_not_run_it(move: str) -> None:
    found, box = stage()
    for who in ("pat", "wall", "new"):
        assert refused(found, who, move, round=box).reason in (Reason.NOT_YOUR_ROLE, Reason.WAITING)
