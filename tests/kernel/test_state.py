"""A layer on top of a state answers exactly as the state would after the same changes (R2)."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.record import Record
from samenspel.kernel.state import State
from tests.kernel.rounds import Answer, Round, answer, instance, round_

NAMES = [f"a{number}" for number in range(5)]
AUTHORS = ("anna", "bert")
RECORDS = st.builds(
    lambda name, scope, text, author, kind: msgspec.structs.replace(
        answer(name, scope=scope, text=text) if kind else round_(name), scope=scope, author=author
    ),
    st.sampled_from(NAMES),
    st.none() | st.sampled_from([*NAMES, "r1"]),
    st.text(max_size=3),
    st.none() | st.sampled_from(AUTHORS),
    st.booleans(),
)
CHANGES = st.lists(RECORDS.map(Put) | st.sampled_from(NAMES).map(Remove), max_size=20)


def picture(state: State) -> object:
    """Everything that can be asked of a state."""

    def ids(records: list[Record]) -> list[str]:
        return sorted(record.id for record in records)

    everything = {record.id: record for record in state}
    return (
        everything,
        len(state),
        {name: state.get(name) for name in [*NAMES, "i1", "r1", "", None]},
        {
            kind.TYPE: (ids(state.of(kind)), ids(state.of(kind, "i1")), ids(state.of(kind, "i2")))
            for kind in (Answer, Round)
        },
        {
            (kind, author): (ids(state.by(kind, author)), state.count_by(kind, author))
            for kind in ("answer", "round")
            for author in (*AUTHORS, None, "nobody")
        },
        {kind: state.count(kind) for kind in ("answer", "round", "instance", "none")},
        {name: ids(state.inside(name)) for name in (*NAMES, "i1", "r1") if not _circle(state, name)},
        {name: tuple(above.id for above in state.chain(record)) for name, record in everything.items()},
        state.instance("i1"),
        state.instance("r1"),
        sorted(body.text for body in state.bodies(Answer)),
    )


def _circle(state: State, name: str) -> bool:
    """Whether going down from here comes back: rules cannot make that, chance can."""
    seen, todo = {name}, [name]
    while todo:
        above = todo.pop()
        for record in state:
            if state.scope_of(record) is not None and state.scope_of(record).id == above:  # type: ignore[union-attr]
                if record.id in seen:
                    return True
                seen.add(record.id)
                todo.append(record.id)
    return False


def base() -> list[Record]:
    return [instance(), round_("r1"), answer("a0"), answer("a1", scope="a0")]


@settings(max_examples=200, deadline=None)
@given(CHANGES, CHANGES)
def test_r2_a_layer_equals_the_state_after_the_same_changes(first: list[Change], second: list[Change]) -> None:
    below, plain = State(base()), State(base())
    before = picture(below)
    layer = below.layer()
    layer.apply(first)
    upper = layer.layer()
    between = picture(layer)
    upper.apply(second)
    plain.apply([*first, *second])
    assert picture(upper) == picture(plain)
    assert picture(layer) == between
    assert picture(below) == before


@given(CHANGES)
def test_indexes_follow_the_records(changes: list[Change]) -> None:
    state = State(base())
    state.apply(changes)
    assert picture(state) == picture(State(list(state)))


def test_r6_the_chain_runs_from_near_to_far_and_ends_at_the_instance() -> None:
    state = State(base())
    record = state.get("a1")
    assert record is not None
    assert [above.id for above in state.chain(record)] == ["a0", "r1", "i1"]
    assert state.chain(instance()) == ()


def test_a_circle_of_scopes_does_not_hang() -> None:
    state = State([instance(), answer("a0", scope="a1"), answer("a1", scope="a0")])
    record = state.get("a0")
    assert record is not None
    assert {above.id for above in state.chain(record)} == {"a0", "a1"}
