"""Ballots in any store (R13): they come back, count once, and go without a trace when their round closes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.record import Record
from samenspel.store.interface import Behind, Effect, OpKey, Store
from tests.contract.notes import Box, Slip, by_id, note

BOX = "box1"


def box(clock: int, version: int = 1, **fields: Any) -> Put:
    return Put(
        Record(id=BOX, type="box", instance="i1", author="boss", version=version, clock=clock, body=Box(**fields))
    )


def slip(record_id: str, clock: int, person: str, choice: str = "ja", version: int = 1) -> Put:
    return Put(
        Record(
            id=record_id,
            type="slip",
            instance="i1",
            scope=BOX,
            author=person,
            party="w1",
            version=version,
            clock=clock,
            body=Slip(choice=choice),
        )
    )


def key(person: str, op: str) -> OpKey:
    return OpKey(person, op, op.encode().ljust(16, b".")[:16])


def cast(clock: int, record_id: str, person: str, op: str, choice: str = "ja", version: int = 1) -> Effect:
    return Effect(None, clock, (slip(record_id, clock, person, choice, version),), cast=key(person, op))


def close(clock: int, *ballots: str) -> Effect:
    changes: tuple[Change, ...] = (*(Remove(name) for name in ballots), box(clock, 2, open=False))
    lost = tuple((name, frozenset({"participants", "control"})) for name in ballots)
    return Effect(key("boss", "close"), clock, changes, lost, closed=(BOX,))


@pytest.fixture
def opened(store: Store) -> Store:
    store.commit("s1", 0, [Effect(key("boss", "open"), 1, (box(1),))])
    return store


def choices(store: Store) -> dict[str | None, str]:
    return {r.author: r.body.choice for r in store.load("s1").records if r.type == "slip"}  # type: ignore[attr-defined]


def test_r13_a_ballot_comes_back_whole_with_the_clock_of_this_moment(opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1", "nee")])
    opened.commit("s1", 2, [Effect(key("p2", "op-2"), 3, (note("n1", 3),))])
    kept = by_id(opened.load("s1").records)["b1"]
    assert kept == msgspec.structs.replace(slip("b1", 2, "p1", "nee").record, clock=3)


def test_r13_the_op_of_a_ballot_is_not_in_the_ledger_and_still_known(shelf: Any, opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    opened.commit("s1", 2, [cast(3, "b1", "p1", "op-2", "nee", 2)])
    loaded = shelf.store().load("s1")
    assert set(loaded.ops) == {("boss", "open")}
    assert {name: payload for name, (payload, _) in loaded.cast[BOX].items()} == {
        ("p1", op): key("p1", op).payload for op in ("op-1", "op-2")
    }
    assert ("p1", "op-1") in loaded.known
    assert choices(opened) == {"p1": "nee"}


def test_r13_another_process_gets_every_ballot_whatever_it_held(shelf: Any, opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    other = shelf.store()
    other.commit("s1", 2, [cast(3, "b2", "p2", "op-2")])
    news = opened.since("s1", 2)
    assert set(by_id(news.records)) == {"b1", "b2"}
    assert set(news.cast[BOX]) == {("p1", "op-1"), ("p2", "op-2")}


def test_r13_a_closed_round_leaves_no_ballot_and_no_op_of_one(shelf: Any, opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1"), cast(3, "b2", "p2", "op-2")])
    opened.commit("s1", 3, [close(4, "b1", "b2")])
    loaded = shelf.store().load("s1")
    assert (set(by_id(loaded.records)), loaded.cast) == ({BOX}, {})
    assert set(loaded.ops) == {("boss", "open"), ("boss", "close")}
    assert sorted(loaded.removed) == ["b1", "b2"]
    assert {stone.tags for stone in loaded.tombstones} == {frozenset({"participants", "control"})}


def test_r13_a_ballot_cast_and_closed_within_one_batch_is_gone(shelf: Any, opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1"), close(3, "b1")])
    loaded = shelf.store().load("s1")
    assert (set(by_id(loaded.records)), loaded.cast, set(loaded.ops)) == (
        {BOX},
        {},
        {("boss", "open"), ("boss", "close")},
    )


def test_r13_a_ballot_taken_back_goes_and_the_others_stay(opened: Store) -> None:
    opened.commit("s1", 1, [cast(2, "b1", "p1", "op-1"), cast(3, "b2", "p1", "op-2", "nee")])
    opened.commit("s1", 3, [Effect(key("p1", "op-3"), 4, (Remove("b1"),))])
    loaded = opened.load("s1")
    assert [record.id for record in loaded.records if record.type == "slip"] == ["b2"]
    assert set(loaded.cast[BOX]) == {("p1", "op-2")}


def test_r13_a_batch_with_a_ballot_is_written_whole_or_not_at_all(opened: Store) -> None:
    with pytest.raises(Behind):
        opened.commit("s1", 0, [cast(1, "b1", "p1", "op-1")])
    loaded = opened.load("s1")
    assert (set(by_id(loaded.records)), loaded.cast) == ({BOX}, {})
