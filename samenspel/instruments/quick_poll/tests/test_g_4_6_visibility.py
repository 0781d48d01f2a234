"""G-4.6 and R13: what everybody sees of a quick poll, in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samenspel.instruments.quick_poll.definition import INSTRUMENT
from samenspel.instruments.quick_poll.exports import EXPORTS
from samenspel.instruments.quick_poll.records import Poll, PollBallot, PollRound, PollTally
from samenspel.instruments.quick_poll.tests.test_g_4_6_rules import ANSWERS, QUESTIONS, VOTERS, stage
from samenspel.kernel.audience import CONTROL, EVERYONE, whole
from samenspel.kernel.state import State
from tests.stage import PEOPLE, Stage

EVERYBODY = {"fay", "nia", "ina", "pat", "pim", "wall"}


def who_sees(found: Stage, kind: type) -> set[str]:
    return {name for name in PEOPLE if found.sees(name, kind)}


def test_g_4_6_a_question_is_for_regie_until_it_is_put() -> None:
    found = Stage(INSTRUMENT)
    found.do("fay", "set_question", **QUESTIONS["choice"])
    assert who_sees(found, Poll) == {"fay", "nia"}
    found.do("fay", "open_round", poll=found.state.of(Poll)[0].id)
    assert who_sees(found, Poll) == who_sees(found, PollRound) == EVERYBODY


def test_r13_a_ballot_is_seen_by_its_author_and_its_existence_by_nobody_else() -> None:
    found, box = stage()
    told = found.do("pat", "cast", round=box, picks=[1])
    assert who_sees(found, PollBallot) == {"pat"}
    for name in EVERYBODY - {"pat"}:
        assert [seen.type for seen in told[name][0]] == ["poll_round"]
        assert told[name][0][0].body["cast"] == 1
    again = found.do("pat", "cast", round=box, picks=[2])
    assert all(again[name] == ([], []) for name in PEOPLE if name != "pat"), "a second thought is nobody's business"


def test_r13_no_view_can_show_a_ballot_to_another() -> None:
    """The engine sees to it, whatever an instrument says."""
    wide = {**INSTRUMENT.views, PollBallot.TYPE: lambda record, scopes: whole(*EVERYONE, CONTROL, author=True)}
    found = Stage(replace(INSTRUMENT, views=wide))
    found.do("fay", "set_question", **QUESTIONS["choice"])
    found.do("fay", "open_round", poll=found.state.of(Poll)[0].id)
    found.do("pat", "cast", round=found.state.of(PollRound)[0].id, picks=[1])
    assert who_sees(found, PollBallot) == {"pat"}


def test_r13_a_closed_result_is_seen_by_nobody_before_the_reveal() -> None:
    found, box = stage()
    for who in VOTERS:
        found.do(who, "cast", round=box, picks=[1])
    told = found.do("fay", "close_round", round=box, sure=True)
    assert who_sees(found, PollTally) == set()
    assert told["pat"][1], "one's own ballot is gone"
    assert not told["fay"][1]
    told = found.do("fay", "reveal", round=box)
    assert who_sees(found, PollTally) == EVERYBODY
    for name in EVERYBODY:
        assert {seen.type for seen in told[name][0]} >= {"poll_round", "poll_tally"}


def test_r13_nothing_that_is_seen_names_a_voter() -> None:
    found, box = stage("open")
    for who, text in zip(VOTERS, ("x", "y", "z"), strict=True):
        found.do(who, "cast", round=box, text=text)
    found.do("fay", "close_round", round=box, sure=True, show=True)
    for name in EVERYBODY:
        for kind in (PollRound, PollTally):
            (seen,) = found.sees(name, kind)
            assert (seen.author, seen.party) == (None, None)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_g_4_6_exports_hold_what_was_shown_and_nothing_else(kind: str) -> None:
    found, box = stage(kind)
    for who, answer in zip(VOTERS, ANSWERS[kind], strict=True):
        found.do(who, "cast", round=box, **answer)
    found.do("fay", "close_round", round=box, sure=True)
    hidden = {name: make(found.state, "it")[1] for name, make in EXPORTS.items()}
    assert all(QUESTIONS[kind]["question"].encode() not in content for content in hidden.values())
    found.do("fay", "reveal", round=box)
    for name, make in EXPORTS.items():
        content = make(found.state, "it")[1].decode("utf-8-sig")
        assert QUESTIONS[kind]["question"] in content
        assert "3" in content, name
    assert all(make(State(), "it")[1] for make in EXPORTS.values())
