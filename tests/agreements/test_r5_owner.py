"""R5: an owner reads the whole agreement, so nobody who was not let in can be one."""

from typing import Literal

import pytest

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import State
from samenspel.vocabulary.agreed import owner_of
from samenspel.vocabulary.people import Attendee
from tests.kernel.rounds import handed


def situation(status: Literal["waiting", "admitted", "refused", "gone"]) -> Situation:
    who = Record(id="p1", type="attendee", instance="i1", body=Attendee(name="Noor", role="participant", status=status))
    return Situation(State([who]), Actor(person="p0", role=Role.FACILITATOR), "i1", handed(), {})


@pytest.mark.parametrize("status", ["waiting", "refused", "gone"])
def test_r5_who_is_not_let_in_owns_no_agreement(status: Literal["waiting", "refused", "gone"]) -> None:
    with pytest.raises(Refused):
        owner_of(situation(status), "p1")


def test_x2_who_is_let_in_can_own_one() -> None:
    assert owner_of(situation("admitted"), "p1") == "p1"
