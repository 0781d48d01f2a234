"""R12: counting is not searching, and gives the same; also on layers that are not committed yet."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State

IDS, TYPES, PEOPLE = "abcd", ("note", "mark"), ("p1", "p2", None)
BODY = Instance(instrument="x", title="x", phase="x")

puts = st.builds(
    lambda key, kind, who: Put(Record(id=key, type=kind, instance="i", author=who, body=BODY)),
    st.sampled_from(IDS),
    st.sampled_from(TYPES),
    st.sampled_from(PEOPLE),
)
removes = st.builds(Remove, st.sampled_from(IDS))
steps = st.lists(st.one_of(puts, removes), max_size=12)


def _same(state: State) -> None:
    records = list(state)
    for kind in TYPES:
        held = [record for record in records if record.type == kind]
        assert state.count(kind) == len(held) == len(state.of(kind))
        for who in PEOPLE:
            assert state.count_by(kind, who) == sum(record.author == who for record in held)


# How long it takes to think of examples says something of the machine, and nothing of counting.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(steps, steps, steps)
def test_r12_counts_equal_what_is_there_on_every_layer(
    first: list[Change], second: list[Change], third: list[Change]
) -> None:
    state = State()
    state.apply(first)
    _same(state)
    layer = state.layer()
    layer.apply(second)
    _same(layer)
    above = layer.layer()
    above.apply(third)
    _same(above)
    _same(layer)
    _same(state)
