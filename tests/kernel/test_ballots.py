"""What the kernel holds every rule with ballots to (R13), whatever an instrument does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest

from samenspel.kernel.audience import Role
from samenspel.kernel.ballot import CHANGES, BallotBox
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Instrument, Move, Phase
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State
from samenspel.room.batch import Request, decide_batch
from samenspel.vocabulary.fields import Nothing


class Urn(BallotBox, frozen=True, kw_only=True):
    """A box."""

    TYPE = "urn"
    open: bool = True

    @property
    def takes_ballots(self) -> bool:
        return self.open


class Leaf(Body, frozen=True, kw_only=True):
    """A ballot."""

    TYPE = "leaf"
    KEY = "ballot"
    text: str = ""


PAT = Actor(person="pat", role=Role.PARTICIPANT)
Rule = Callable[[Situation], Iterable[Change]]


def world(rule: Rule, casts: bool = True, opened: bool = True) -> tuple[dict[str, Instrument], State]:
    move = Move("go", Nothing, frozenset({Role.PARTICIPANT, Role.FACILITATOR}), lambda s, _: rule(s), casts=casts)
    urns = Instrument(
        name="urns", title="U", phases=(Phase("on", "Aan"),), records=(Urn, Leaf), moves=(move,), views={}
    )
    home = Record(id="it", type="instance", instance="it", body=Instance(instrument="urns", title="U", phase="on"))
    urn = Record(id="urn", type="urn", instance="it", body=Urn(open=opened))
    leaf = Record(id="old", type="leaf", instance="it", scope="urn", author="pim", body=Leaf())
    return {"urns": urns}, State([home, urn, leaf])


def ask(rule: Rule, casts: bool = True, opened: bool = True) -> tuple[Change, ...]:
    instruments, state = world(rule, casts, opened)
    return decide(instruments, state, PAT, Command(op="o" * 16, instance="it", move="go"), handed())


def handed() -> Handed:
    return Handed(now=1, new_id=lambda: "new", chance=lambda: 0.5)


def leaf(s: Situation, **fields: Any) -> Put:
    return s.create(Leaf(), scope="urn", **fields)


def shut(s: Situation) -> Put:
    record, _ = s.find(Urn, "urn")
    return s.change(record, open=False)


def test_r13_one_ballot_of_who_asks_into_an_open_box_is_fine() -> None:
    (put,) = ask(lambda s: [leaf(s)])
    assert isinstance(put, Put)
    assert put.record.author == "pat"


@pytest.mark.parametrize(
    ("rule", "casts", "opened"),
    [
        pytest.param(lambda s: [leaf(s)], False, True, id="a move that is not said to cast"),
        pytest.param(lambda s: [], True, True, id="a casting move that casts nothing"),
        pytest.param(lambda s: [leaf(s), leaf(s, record_id="b")], True, True, id="two at once"),
        pytest.param(lambda s: [leaf(s, author="pim")], True, True, id="for somebody else"),
        pytest.param(lambda s: [s.change(s.find(Leaf, "old")[0], text="x")], True, True, id="somebody else's ballot"),
        pytest.param(lambda s: [leaf(s)], True, False, id="into a closed box"),
        pytest.param(lambda s: [leaf(s), shut(s)], True, True, id="into a box that closes with it"),
        pytest.param(lambda s: [s.create(Leaf())], True, True, id="into no box"),
        pytest.param(lambda s: [shut(s)], False, True, id="closing over ballots"),
        pytest.param(lambda s: [Remove("urn")], False, True, id="a box that goes and leaves its ballots"),
    ],
)
def test_r13_a_rule_that_breaks_the_promise_changes_nothing(rule: Rule, casts: bool, opened: bool) -> None:
    with pytest.raises(AssertionError):
        ask(rule, casts, opened)


def test_r13_closing_takes_every_ballot_along_and_says_which_box() -> None:
    instruments, state = world(lambda s: [Remove("old"), shut(s)], casts=False)
    done = decide_batch(instruments, state, [Request(PAT, asked("op-1"))], 0, handed(), {})
    assert [effect.closed for effect in done.effects] == [("urn",)]
    assert [effect.key is None for effect in done.effects] == [False], "that somebody closed it may be known"


def test_r13_a_ballot_changes_a_limited_number_of_times() -> None:
    instruments, state = world(lambda s: [s.change(s.find(Leaf, "mine")[0], text="x")])
    mine = Record(id="mine", type="leaf", instance="it", scope="urn", author="pat", version=CHANGES, body=Leaf())
    state.apply([Put(mine)])
    with pytest.raises(Refused) as caught:
        decide(instruments, state, PAT, asked("op"), handed())
    assert caught.value.reason is Reason.FULL
    state.apply([Put(msgspec.structs.replace(mine, version=CHANGES - 1))])
    assert decide(instruments, state, PAT, asked("op"), handed())


def asked(op: str) -> Command:
    return Command(op=op, instance="it", move="go")


def test_r3_a_ballot_that_was_sent_twice_counts_once_and_its_op_is_not_in_the_ledger() -> None:
    instruments, state = world(lambda s: [leaf(s)])
    both = [Request(PAT, asked("op-1")), Request(PAT, asked("op-1"))]
    done = decide_batch(instruments, state, both, 0, handed(), {})
    assert [answer.refused for answer in done.answers] == [None, None]
    (effect,) = done.effects
    assert effect.key is None
    assert effect.cast is not None
    known = {(effect.cast.person, effect.cast.op): (effect.cast.payload, 1)}
    again = decide_batch(instruments, state, both[:1], 1, handed(), known)
    assert (again.effects, [answer.refused for answer in again.answers]) == ((), [None])
