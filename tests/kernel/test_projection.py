"""Who sees what: closed by default, one change reveals, nothing leaks (R4-R6)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.kernel.audience import (
    EVERYONE,
    NOTHING,
    PARTY_FIELD,
    Audience,
    Role,
    Sight,
    Visibility,
    masked,
    own,
    party_tag,
    person_tag,
    whole,
)
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.project import delta, show, snapshot, touched, visibility
from samenspel.kernel.record import Record
from samenspel.kernel.state import State, removals
from tests.kernel.rounds import INSTRUMENTS, Bare, Round, Stranger, answer, instance, round_, start

AUDIENCES = (
    Audience(Role.FACILITATOR, "f1"),
    Audience(Role.NOTE_TAKER, "f2"),
    Audience(Role.INITIATOR, "p9", "w1"),
    Audience(Role.PARTICIPANT, "p1", "w1"),
    Audience(Role.PARTICIPANT, "p2", "w2"),
    Audience(Role.WAITING, "p3"),
    Audience(Role.WALL),
)
CANARY = "kanarie-73"


def sees(state: State, audience: Audience) -> dict[str, object]:
    return {seen.id: seen for seen in snapshot(INSTRUMENTS, state, audience)}


def test_r5_nobody_in_the_lobby_sees_anything_of_others() -> None:
    assert sees(start(), Audience(Role.WAITING, "p3")) == {}


def test_r5_unknown_type_unknown_instrument_and_failing_view_show_nothing() -> None:
    state = State(
        [
            instance(),
            instance("i2", instrument="gone"),
            Record(id="x", type="stranger", instance="i1", body=Stranger()),
            Record(id="y", type="bare", instance="i1", body=Bare()),
            Record(id="z", type="round", instance="i2", body=Round()),
            Record(id="o", type="round", instance="nowhere", body=Round()),
        ]
    )
    for audience in AUDIENCES:
        assert set(sees(state, audience)) <= {"i1"}


def test_r5_a_masked_record_shows_its_named_fields_and_no_more() -> None:
    seen = sees(start(), AUDIENCES[0])["a1"]
    assert msgspec.json.encode(seen) == (
        b'{"id":"a1","type":"answer","in":"i1","scope":"r1","party":"w1","masked":true,"body":{"choice":0}}'
    )
    on_the_wall = sees(start(), Audience(Role.WALL))["a1"]
    assert (
        msgspec.json.encode(on_the_wall)
        == b'{"id":"a1","type":"answer","in":"i1","scope":"r1","masked":true,"body":{}}'
    )


def test_r5_the_author_is_shown_to_the_author_only_unless_said() -> None:
    revealed = State([instance(), round_("r1", shown=True), answer("a1")])
    assert sees(revealed, Audience(Role.PARTICIPANT, "p1", "w1"))["a1"].author == "p1"  # type: ignore[attr-defined]
    assert sees(revealed, Audience(Role.PARTICIPANT, "p2", "w2"))["a1"].author is None  # type: ignore[attr-defined]
    assert own(None) is NOTHING


def test_r6_revealing_is_one_change_of_the_scope() -> None:
    old = State([instance(), round_("r1"), answer("a1", text=CANARY), answer("a2", scope="a1", text=CANARY)])
    new = old.layer()
    change = Put(msgspec.structs.replace(round_("r1", shown=True), version=2))
    new.apply([change])
    all_touched = touched(INSTRUMENTS, old, new, [change])
    assert {item.record_id for item in all_touched} == {"r1", "a1", "a2"}
    got = delta(all_touched, Audience(Role.WALL).tags)
    assert {seen.id for seen in got.put} == {"r1", "a1", "a2"}


def test_r4_who_sees_no_difference_gets_no_message() -> None:
    old = start()
    new = old.layer()
    change = Put(msgspec.structs.replace(answer("a1", text="anders"), version=2))
    new.apply([change])
    all_touched = touched(INSTRUMENTS, old, new, [change])
    assert not delta(all_touched, Audience(Role.PARTICIPANT, "p2", "w2").tags)
    assert not delta(all_touched, Audience(Role.FACILITATOR, "f1").tags), "masked fields stayed the same"
    assert delta(all_touched, Audience(Role.PARTICIPANT, "p1", "w1").tags)


def test_r4_a_removal_is_told_only_to_those_who_saw() -> None:
    old = start()
    new = old.layer()
    changes = removals(old, "a1")
    new.apply(changes)
    all_touched = touched(INSTRUMENTS, old, new, changes)
    gone = {audience.role: delta(all_touched, audience.tags).gone for audience in AUDIENCES}
    assert gone[Role.WALL] == gone[Role.FACILITATOR] == ["a1"]
    assert delta(all_touched, Audience(Role.PARTICIPANT, "p2", "w2").tags).gone == []


def test_tags_of_audiences() -> None:
    assert Audience(Role.FACILITATOR, "f1").tags == {"control", "facilitator", person_tag("f1")}
    assert Audience(Role.NOTE_TAKER, "f2").tags == {"control", person_tag("f2")}
    assert Audience(Role.INITIATOR, "p9", "w1").tags == {
        "participants", "initiator", party_tag("w1"), person_tag("p9"),
    }  # fmt: skip
    assert Audience(Role.WAITING, "p3").tags == {"lobby", person_tag("p3")}
    assert Audience(Role.WALL).tags == {"wall"}
    same = Audience(Role.PARTICIPANT, "p1", "w1"), Audience(Role.PARTICIPANT, "p7", "w1")
    assert same[0].shared_key == same[1].shared_key != AUDIENCES[4].shared_key


TAGS = st.sampled_from(["control", "wall", "participants", "party:w1", "person:p1"])
FIELDS = st.frozensets(st.sampled_from(["text", "choice", PARTY_FIELD]), max_size=3)
SIGHTS = st.builds(Sight, st.none() | FIELDS, st.booleans())
VISIBILITIES = st.dictionaries(TAGS, SIGHTS).map(lambda d: Visibility(tuple(sorted(d.items(), key=lambda p: p[0]))))


@given(VISIBILITIES, VISIBILITIES, st.frozensets(TAGS))
def test_r5_grants_add_up_in_any_order(one: Visibility, two: Visibility, tags: frozenset[str]) -> None:
    assert one | two == two | one
    assert one | NOTHING == one
    first, second = one.sight_for(tags), two.sight_for(tags)
    both = (one | two).sight_for(tags)
    if first is None or second is None:
        assert both == (first or second)
    else:
        assert both == first | second
    assert one.sight_for(frozenset()) is None


@given(FIELDS, st.booleans())
def test_r5_masked_never_leaks_a_field(fields: frozenset[str], author: bool) -> None:
    record = answer("a1", author="author-canary", text=CANARY, party="party-canary")
    seen = show(record, Sight(fields, author))
    sent = msgspec.json.encode(seen).decode()
    assert seen.masked and seen.v is None
    assert set(seen.body) == fields & {"text", "choice"}
    assert (CANARY in sent) == ("text" in fields)
    assert ("party-canary" in sent) == (PARTY_FIELD in fields)
    assert ("author-canary" in sent) == author


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "change", "show", "remove", "move"]),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from(["p1", "p2"]),
    ),
    max_size=25,
)


def _changes(state: State, step: tuple[str, int, int, str]) -> Sequence[Change]:
    """A change that fits the state, from a step drawn by chance."""
    what, number, scope, person = step
    name, above = f"a{number}", f"r{scope}"
    old = state.get(name)
    if what == "show" and (found := state.get(above)) is not None:
        body = Round(shown=not found.body.shown)  # type: ignore[attr-defined]
        return [Put(msgspec.structs.replace(found, body=body, version=found.version + 1))]
    if what == "remove":
        target = name if old else above
        return removals(state, target) if state.get(target) else []
    if what == "answer" and old is None and state.get(above):
        return [Put(answer(name, scope=above, author=person, party=f"w{person[1]}"))]
    if what == "change" and old is not None:
        body = msgspec.structs.replace(old.body, text=f"{old.version}", choice=old.version % 2)
        return [Put(msgspec.structs.replace(old, body=body, version=old.version + 1))]
    if what == "move" and old is not None and state.get(above):
        return [Put(msgspec.structs.replace(old, scope=above, version=old.version + 1))]
    return []


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_r10_what_was_held_plus_the_difference_equals_a_fresh_snapshot(
    steps: list[tuple[str, int, int, str]],
) -> None:
    state = State([instance(), *(round_(f"r{number}") for number in range(3))])
    held = {audience: sees(state, audience) for audience in AUDIENCES}
    for step in steps:
        new = state.layer()
        changes = _changes(state, step)
        new.apply(changes)
        all_touched = touched(INSTRUMENTS, state, new, changes)
        state.apply(changes)
        for audience in AUDIENCES:
            got = delta(all_touched, audience.tags)
            for name in got.gone:
                del held[audience][name]
            held[audience].update({seen.id: seen for seen in got.put})
            assert held[audience] == sees(state, audience)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_r4_lost_names_exactly_the_tags_that_saw_it_before(steps: list[tuple[str, int, int, str]]) -> None:
    state = State([instance(), *(round_(f"r{number}") for number in range(3))])
    for step in steps:
        new = state.layer()
        changes = _changes(state, step)
        new.apply(changes)
        for item in touched(INSTRUMENTS, state, new, changes):
            before, after = state.get(item.record_id), new.get(item.record_id)
            saw = visibility(INSTRUMENTS, state, before).tags if before else frozenset()
            now = visibility(INSTRUMENTS, new, after).tags if after else frozenset()
            assert item.lost == saw - now
        state.apply(changes)


def test_whole_and_masked_name_each_tag_once() -> None:
    assert whole("wall", "wall").tags == masked([], "wall").tags == {"wall"}
    assert set(whole(*EVERYONE).tags) == set(EVERYONE)
    assert isinstance(removals(start(), "a1")[0], Remove)
