"""B4, many random states: no canary of a hidden field is in any byte that another audience gets (R4, R5, R6).

What is hidden is said here once more, apart from the views, so that a view that is too wide is found. STATES in the
environment makes it longer.
"""

from __future__ import annotations

import os
import re
from collections import Counter

import msgspec

from samenspel.instruments import catalogue
from samenspel.instruments.case_reconstruction.records import (
    Consent,
    DefiningMoment,
    Interpretation,
    Reconstruction,
    Suggestion,
)
from samenspel.instruments.collaboration_triangle.records import Answered, LevelAnswer, TriangleRound
from samenspel.instruments.dilemma_slider.records import Dilemma, Placing, SliderRound, ValueOrder
from samenspel.instruments.meeting.records import Block
from samenspel.kernel.audience import CONTROL_ROLES, Audience, Role
from samenspel.kernel.project import delta
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State
from samenspel.vocabulary.people import Attendee, Meeting, Party
from tests.flow.test_b2_model import Model

STATES = int(os.environ.get("STATES", "200"))
SEED = int(os.environ.get("SEED", "40000"))
NOTHING: frozenset[str] = frozenset()
ALL = frozenset({"*"})


def texts_in(value: object) -> set[str]:
    """Every canary in a value; a short field holds the beginning of one."""
    return set(re.findall(r"kanarie[0-9a-f]{4,12}", msgspec.json.encode(value).decode()))


def may_see(state: State, record: Record, audience: Audience) -> frozenset[str]:
    """The fields of this record that this audience may see; {"*"} for all of them."""
    body, control = record.body, audience.role in CONTROL_ROLES
    mine = audience.person is not None and record.author == audience.person
    if audience.role is Role.WAITING:
        return _lobby(record, audience)
    moment = _moment_above(state, record)
    if isinstance(body, Interpretation) and body.state == "draft":
        return ALL if mine else NOTHING
    if moment is not None and not moment.revealed:
        return ALL if control else NOTHING
    if isinstance(body, LevelAnswer):
        return ALL if mine or _round_open(state, record, TriangleRound) else NOTHING
    if isinstance(body, Placing):
        return ALL if mine or _round_open(state, record, SliderRound) else NOTHING
    if isinstance(body, ValueOrder):
        return ALL if mine or body.shown else NOTHING
    if control:
        return ALL
    if isinstance(body, (Suggestion, Consent)):
        return ALL if mine else NOTHING
    if isinstance(body, Attendee):
        return ALL if record.id == audience.person else frozenset({"party", "role", "status", "present"})
    if isinstance(body, Block):
        return frozenset({"title", "minutes", "place", "runs", "phase", "started", "ended"})
    if isinstance(body, Reconstruction):
        return ALL if _phase(state, record) in ("lessons", "closing") else frozenset({"experience"})
    if isinstance(body, Dilemma):
        return NOTHING if _phase(state, record) == "preparation" else ALL
    if isinstance(body, Answered):
        return frozenset({"levels"})
    return ALL


def _lobby(record: Record, audience: Audience) -> frozenset[str]:
    if record.id == audience.person or isinstance(record.body, Party):
        return ALL
    return frozenset({"title", "started", "ended"}) if isinstance(record.body, Meeting) else NOTHING


def _moment_above(state: State, record: Record) -> DefiningMoment | None:
    here: Record | None = record
    while here is not None:
        if isinstance(here.body, DefiningMoment):
            return here.body
        here = state.get(here.scope) if here.scope else None
    return None


def _round_open(state: State, record: Record, kind: type[TriangleRound] | type[SliderRound]) -> bool:
    above = state.get(record.scope) if record.scope else None
    return above is not None and isinstance(above.body, kind) and above.body.state == "revealed"


def _phase(state: State, record: Record) -> str:
    found = state.instance(record.instance)
    return found[1].phase if found else ""


def canaries(state: State, audience: Audience) -> tuple[set[str], set[str]]:
    """(hidden, shown) canaries for this audience in this state."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for record in state:
        allowed = may_see(state, record, audience)
        for name, value in msgspec.structs.asdict(record.body).items():
            (shown if "*" in allowed or name in allowed else hidden).update(texts_in(value))
    return hidden - shown, shown


class Watched(Model):
    """The model in which every difference and every fresh load is searched, for every audience."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.states: Counter[str] = Counter()
        self.searched: Counter[Role] = Counter()

    def _follow(self, move: str) -> None:
        super()._follow(move)
        if not self.touched:
            return
        owner = {r.id: r.body.instrument for r in self.state.of(Instance) if isinstance(r.body, Instance)}
        self.states.update({owner.get((item.after or item.before).instance, "") for item in self.touched})  # type: ignore[union-attr]
        for audience in self.audiences:
            hidden, shown = canaries(self.state, audience)
            now = delta(self.touched, audience.tags)
            got = texts_in([*now.put, *now.gone, *self.fresh(audience).values()])
            assert not got & hidden, f"{move}: {audience} gets what is hidden"
            assert got <= shown, f"{move}: {audience} gets words from nowhere"
            self.searched[audience.role] += len(hidden)


def test_b4_no_hidden_byte_in_snapshots_and_differences() -> None:
    states: Counter[str] = Counter()
    searched: Counter[Role] = Counter()
    seed = SEED
    while min((states[name] for name in catalogue.load()), default=0) < STATES:
        seed += 1
        model = Watched(seed)
        for _ in range(80):
            model.step()
        states.update(model.states)
        searched.update(model.searched)
    print(f"\nB4 seeds {SEED + 1}-{seed}, states {dict(states)}, hidden canaries searched {dict(searched)}")
    assert all(searched[role] for role in (Role.PARTICIPANT, Role.INITIATOR, Role.WALL, Role.WAITING))
    assert searched[Role.FACILITATOR], "drafts and answers are hidden from Regie as well"
