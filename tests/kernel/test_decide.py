"""From a command to changes, or a refusal (R1)."""

from __future__ import annotations

from typing import Any

import pytest

from samenspel.kernel.change import Put, Remove
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.refusal import IN_DUTCH, Reason, Refused
from samenspel.kernel.state import State
from tests.kernel.rounds import (
    ANNA,
    INSTRUMENTS,
    LEADER,
    WAITER,
    answer,
    asks,
    handed,
    instance,
    round_,
    start,
)


def decided(state: State, actor: Actor, command: Command) -> tuple[Any, ...]:
    return decide(INSTRUMENTS, state, actor, command, handed())


def refused(state: State, actor: Actor, command: Command) -> Reason:
    with pytest.raises(Refused) as caught:
        decided(state, actor, command)
    return caught.value.reason


def test_r1_an_answer_carries_who_where_and_version() -> None:
    (put,) = decided(start(), ANNA, asks("say", round="r1", text=" hallo\u0007 "))
    record = put.record
    assert (record.author, record.party, record.scope, record.version) == ("p1", "w1", "r1", 1)
    assert record.body.text == "hallo"


def test_r1_time_is_the_time_that_was_handed_in() -> None:
    from samenspel.kernel.situation import Situation

    assert Situation(start(), LEADER, "i1", handed(), INSTRUMENTS).now == 1_000


def test_r1_the_same_input_gives_the_same_answer_and_touches_nothing() -> None:
    state = start()
    before = sorted(state, key=lambda record: record.id)
    command = asks("say", round="r1", text="ja")
    assert decided(state, ANNA, command) == decided(state, ANNA, command)
    assert sorted(state, key=lambda record: record.id) == before


@pytest.mark.parametrize(
    ("actor", "command", "reason"),
    [
        (ANNA, asks("say", where="nowhere", round="r1", text="ja"), Reason.UNKNOWN_INSTANCE),
        (ANNA, asks("say", where="r1", round="r1", text="ja"), Reason.UNKNOWN_INSTANCE),
        (ANNA, asks("fly"), Reason.UNKNOWN_MOVE),
        (ANNA, asks("add_round"), Reason.NOT_YOUR_ROLE),
        (WAITER, asks("say", round="r1", text="ja"), Reason.WAITING),
        (ANNA, asks("say", round="r1", text=" \t\n "), Reason.EMPTY),
        (ANNA, asks("say", round="r1", text="elf tekens!"), Reason.TOO_LONG),
        (ANNA, asks("say", round="r1"), Reason.MALFORMED),
        (ANNA, asks("say", round="r1", text=3), Reason.MALFORMED),
        (ANNA, asks("say", round="r1", text="ja", more=True), Reason.MALFORMED),
        (ANNA, asks("say", round="a1", text="ja"), Reason.NOT_FOUND),
        (ANNA, asks("say", round="", text="ja"), Reason.NOT_FOUND),
    ],
)
def test_r1_what_is_not_allowed_is_refused_with_a_reason(actor: Actor, command: Command, reason: Reason) -> None:
    assert refused(start(), actor, command) is reason


def test_an_instrument_of_another_release_is_an_unknown_instance() -> None:
    state = State([instance(instrument="gone")])
    assert refused(state, LEADER, asks("add_round")) is Reason.UNKNOWN_INSTANCE


def test_a_move_waits_for_its_phase() -> None:
    state = State([instance(phase="talk"), round_("r1")])
    assert refused(state, ANNA, asks("say", round="r1", text="ja")) is Reason.WRONG_PHASE


def test_lengths_count_code_points_after_nfc() -> None:
    (put,) = decided(start(), ANNA, asks("say", round="r1", text="e\u0301" * 10))
    assert put.record.body.text == "é" * 10


def test_r11_words_that_changed_meanwhile_are_not_overwritten() -> None:
    state = start()
    command = asks("rewrite", id="a1", text="nieuw", base=1)
    (put,) = decided(state, ANNA, command)
    assert put.record.version == 2
    state.apply([put])
    with pytest.raises(Refused) as caught:
        decided(state, ANNA, command)
    assert (caught.value.reason, caught.value.record_id) == (Reason.CONFLICT, "a1")
    assert refused(state, ANNA, asks("rewrite", id="a1", text="nieuw")) is Reason.CONFLICT


def test_r12_a_type_that_is_full_takes_no_more() -> None:
    state = State([instance(), *(round_(f"r{number}") for number in range(3))])
    assert refused(state, LEADER, asks("add_round")) is Reason.FULL
    assert decided(state, LEADER, asks("show", id="r0"))


def test_r6_removing_takes_along_what_lies_inside_deepest_first() -> None:
    state = State([instance(), round_("r1"), answer("a1"), answer("a2", scope="a1"), answer("a3", scope=None)])
    assert decided(state, LEADER, asks("remove", id="r1")) == (Remove("a2"), Remove("a1"), Remove("r1"))


@pytest.mark.parametrize(
    "how", ["other instance", "skipped version", "wrong name", "unknown type", "removes of another instance"]
)
def test_a_rule_that_breaks_a_promise_is_caught(how: str) -> None:
    state = State([instance(), instance("i2"), round_("there", where="i2")])
    with pytest.raises(AssertionError):
        decided(state, LEADER, asks("odd", how=how))


def test_a_record_in_an_unknown_scope_is_refused() -> None:
    assert refused(start(), LEADER, asks("odd", how="unknown scope")) is Reason.NOT_FOUND


def test_a_refusal_speaks_dutch_and_holds_no_content() -> None:
    assert set(IN_DUTCH) == set(Reason)
    assert Refused(Reason.FULL).text == IN_DUTCH[Reason.FULL]
    assert Refused(Reason.FULL, "Er is geen plek meer.").text == "Er is geen plek meer."
    assert str(Refused(Reason.FULL, "Er is geen plek meer.")) == "full"


def test_a_new_instance_starts_in_its_first_phase_under_a_fresh_or_given_id() -> None:
    from samenspel.kernel.situation import Situation

    situation = Situation(State(), LEADER, "s1", handed(), INSTRUMENTS)
    first = situation.start_instance("rounds")[0]
    given = situation.start_instance("rounds", "Onze ronde", record_id="s1")[0]
    assert isinstance(first, Put) and isinstance(given, Put)
    assert (first.record.id, first.record.body.phase, first.record.body.title) == ("n0", "ask", "Rondes")
    assert (given.record.id, given.record.instance, given.record.body.title) == ("s1", "s1", "Onze ronde")
    with pytest.raises(Refused):
        situation.start_instance("nothing")


def test_going_to_a_phase() -> None:
    from samenspel.kernel.situation import Situation

    situation = Situation(start(), LEADER, "i1", handed(), INSTRUMENTS)
    (put,) = situation.go_to("talk")
    assert isinstance(put, Put) and put.record.body.phase == "talk"
    assert situation.go_to("ask") == []
    for phase, where in (("nowhere", None), ("ask", "i9")):
        with pytest.raises(Refused):
            situation.go_to(phase, where)
