"""What the room may count on in any store."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from samenspel.kernel.change import Remove
from samenspel.store.interface import Behind, Gone, Loaded, Repeated, Store, Tombstone
from tests.contract.notes import by_id, effect, later, note, result


def test_a_new_session_is_empty_at_clock_nought(store: Store) -> None:
    assert store.load("s1") == Loaded(0, [], [], [], {})
    assert store.clock("s1") == 0


def test_what_was_put_comes_back_whole(store: Store) -> None:
    put = note("a", 1, "Wij hoorden het van de bewoner zelf ✎", scope="m1")
    store.commit("s1", 0, [effect(1, put, result("b", 1))])
    assert by_id(store.load("s1").records) == {"a": put.record, "b": result("b", 1).record}


def test_sessions_do_not_see_each_other(shelf: Any) -> None:
    shelf.begin("s1")
    shelf.begin("s2")
    store = shelf.store()
    store.commit("s1", 0, [effect(1, note("a", 1), op="same-op-in-two-sessions")])
    store.commit("s2", 0, [effect(1, note("a", 1, "ander"), op="same-op-in-two-sessions")])
    assert store.load("s1").records[0].body.text == "tekst"
    assert store.load("s2").records[0].body.text == "ander"


def test_r2_a_batch_is_written_whole_or_not_at_all(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1")])
    with pytest.raises(Repeated):
        store.commit("s1", 1, [effect(2, note("b", 2), op="op-2"), effect(3, note("c", 3), op="op-1")])
    loaded = store.load("s1")
    assert (loaded.clock, list(by_id(loaded.records)), set(loaded.ops)) == (1, ["a"], {("p1", "op-1")})


def test_r3_an_op_is_kept_with_its_payload_hash_and_clock(store: Store) -> None:
    done = effect(1, note("a", 1), op="op-1")
    store.commit("s1", 0, [done])
    assert done.key is not None
    assert store.load("s1").ops == {("p1", "op-1"): (done.key.payload, 1)}


def test_r3_a_room_that_let_old_ops_go_can_ask_for_them(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1"), effect(2, op="op-1", person="p2")])
    asked = [("p1", "op-1"), ("p1", "op-2"), ("p3", "op-1")]
    kept = store.load("s1").ops
    assert store.carried_out("s1", asked) == {("p1", "op-1"): kept[("p1", "op-1")]}


def test_r3_the_same_op_is_not_committed_twice(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1")])
    with pytest.raises(Repeated):
        store.commit("s1", 1, [effect(2, note("b", 2), op="op-1")])
    assert store.clock("s1") == 1


def test_r3_two_people_may_happen_on_one_op_id(store: Store) -> None:
    store.commit("s1", 0, [effect(1, op="op-1", person="p1"), effect(2, op="op-1", person="p2")])
    assert set(store.load("s1").ops) == {("p1", "op-1"), ("p2", "op-1")}


@pytest.mark.parametrize("clocks", [(2,), (1, 3), (1, 1), (0,)])
def test_r4_clocks_leave_no_gap(store: Store, clocks: tuple[int, ...]) -> None:
    with pytest.raises(AssertionError):
        store.commit("s1", 0, [effect(clock) for clock in clocks])
    assert store.clock("s1") == 0


def test_r4_a_record_carries_the_clock_of_its_effect(store: Store) -> None:
    with pytest.raises(AssertionError):
        store.commit("s1", 0, [effect(1, note("a", 7))])


def test_r4_since_gives_what_changed_and_nothing_else(store: Store) -> None:
    first = note("a", 1)
    store.commit("s1", 0, [effect(1, first, op="op-1"), effect(2, note("b", 2), op="op-2")])
    store.commit("s1", 2, [effect(3, later(first, 3, text="nieuw"), op="op-3")])
    loaded = store.since("s1", 2)
    assert (loaded.clock, list(by_id(loaded.records))) == (3, ["a"])
    assert loaded.records[0].body.text == "nieuw"
    assert set(loaded.ops) == {("p1", "op-3")}
    assert store.since("s1", 3) == Loaded(3, [], [], [], {})


def test_r4_a_removal_leaves_a_tombstone_for_those_who_saw_it(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1), note("b", 1))])
    store.commit("s1", 1, [effect(2, Remove("a"), Remove("b"), lost={"a": ["control", "wall"]})])
    loaded = store.since("s1", 1)
    assert loaded.records == []
    assert loaded.tombstones == [Tombstone("a", 2, frozenset({"control", "wall"}))]
    assert sorted(loaded.removed) == ["a", "b"]


def test_r4_hidden_again_is_not_removed(store: Store) -> None:
    put = note("a", 1)
    store.commit("s1", 0, [effect(1, put)])
    store.commit("s1", 1, [effect(2, later(put, 2), lost={"a": ["wall"]})])
    loaded = store.since("s1", 1)
    assert (loaded.removed, [stone.tags for stone in loaded.tombstones]) == ([], [frozenset({"wall"})])


def test_r4_who_lost_it_first_does_not_notice_who_lost_it_later(store: Store) -> None:
    put = note("a", 1)
    store.commit("s1", 0, [effect(1, put)])
    store.commit("s1", 1, [effect(2, lost={"a": ["wall", "participants"]})])
    store.commit("s1", 2, [effect(3, lost={"a": ["participants"]}), effect(4, Remove("a"), lost={"a": ["control"]})])
    assert store.load("s1").tombstones == [
        Tombstone("a", 2, frozenset({"wall"})),
        Tombstone("a", 3, frozenset({"participants"})),
        Tombstone("a", 4, frozenset({"control"})),
    ]
    assert [stone.clock for stone in store.since("s1", 2).tombstones] == [3, 4]
    assert store.since("s1", 3).tombstones == [Tombstone("a", 4, frozenset({"control"}))]


def test_r4_put_and_removed_within_one_batch_is_gone(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1)), effect(2, Remove("a"), lost={"a": ["control"]})])
    loaded = store.load("s1")
    assert (loaded.records, loaded.removed, loaded.clock) == ([], ["a"], 2)


def test_r4_a_record_that_returns_is_not_removed_any_more(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1)), effect(2, Remove("a"), lost={"a": ["control"]})])
    store.commit("s1", 2, [effect(3, note("a", 3))])
    loaded = store.since("s1", 1)
    assert (list(by_id(loaded.records)), loaded.removed) == (["a"], [])


def test_r8_who_comes_second_is_behind(store: Store) -> None:
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1")])
    with pytest.raises(Behind):
        store.commit("s1", 0, [effect(1, note("b", 1), op="op-2")])
    loaded = store.load("s1")
    assert (list(by_id(loaded.records)), set(loaded.ops)) == (["a"], {("p1", "op-1")})


def test_r8_writers_that_race_lose_nothing_and_leave_no_gap(shelf: Any) -> None:
    shelf.begin("s1")
    writers, each, failures = 4, 8, []

    def write(person: str) -> None:
        store = shelf.store()
        try:
            for number in range(each):
                while True:
                    base = store.clock("s1")
                    done = effect(base + 1, note(f"{person}-{number}", base + 1), op=f"op-{number}", person=person)
                    try:
                        store.commit("s1", base, [done])
                        break
                    except Behind:
                        continue
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(f"p{n}",)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    loaded = shelf.store().load("s1")
    assert not failures
    assert loaded.clock == len(loaded.records) == len(loaded.ops) == writers * each
    assert sorted(record.clock for record in loaded.records) == list(range(1, writers * each + 1))


def test_r2_nearly_is_said_once_and_before_anybody_else_can_read_it(shelf: Any) -> None:
    shelf.begin("s1")
    store = shelf.store()
    seen: list[int] = []

    def look() -> None:
        try:
            seen.append(shelf.store().clock("s1"))
        finally:
            connections.close_all()

    def nearly() -> None:
        other = threading.Thread(target=look)
        other.start()
        other.join(60)

    removal = effect(2, Remove("a"), op="op-2", lost={"a": ["control"]})
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1")], nearly)
    store.commit("s1", 1, [removal], nearly)
    assert seen == [0, 1] and store.clock("s1") == 2
    with pytest.raises(Behind):
        store.commit("s1", 1, [effect(2, note("b", 2), op="op-3")], nearly)
    assert seen == [0, 1], "nothing was about to be written"


def test_r10_what_was_held_plus_since_equals_a_fresh_load(store: Store) -> None:
    history: list[Loaded] = [store.load("s1")]
    puts = {}
    for clock in range(1, 13):
        name = "abcd"[clock % 4]
        if clock in (6, 11) and name in puts:
            del puts[name]
            done = effect(clock, Remove(name), op=f"op-{clock}", lost={name: ["control"]})
        else:
            puts[name] = later(puts[name], clock, text=str(clock)) if name in puts else note(name, clock)
            done = effect(clock, puts[name], op=f"op-{clock}", lost={name: ["wall"]} if clock % 5 == 0 else None)
        store.commit("s1", clock - 1, [done])
        history.append(store.load("s1"))
    fresh = history[-1]
    for old in history:
        news = store.since("s1", old.clock)
        held = {key: value for key, value in by_id(old.records).items() if key not in news.removed}
        assert held | by_id(news.records) == by_id(fresh.records)
        assert old.ops | news.ops == fresh.ops
        assert [stone for stone in fresh.tombstones if stone.clock > old.clock] == news.tombstones


def test_a_new_process_sees_the_same(shelf: Any) -> None:
    shelf.begin("s1")
    store = shelf.store()
    store.commit("s1", 0, [effect(1, note("a", 1), op="op-1"), effect(2, lost={"a": ["wall"]})])
    assert shelf.store().load("s1") == store.load("s1")


def test_an_empty_batch_changes_nothing(store: Store) -> None:
    store.commit("s1", 0, [])
    assert store.clock("s1") == 0


def test_an_unknown_session_is_gone(store: Store) -> None:
    for ask in (store.load, store.clock, lambda s: store.since(s, 0), lambda s: store.commit(s, 0, [])):
        with pytest.raises(Gone):
            ask("nowhere")


def test_r9_one_question_gives_the_clocks_of_all_that_are_there(shelf: Any) -> None:
    for session in ("s1", "s2", "s3"):
        shelf.begin(session)
    store = shelf.store()
    store.commit("s2", 0, [effect(1, note("a", 1)), effect(2, note("b", 2))])
    assert store.clocks(["s1", "s2", "nowhere"]) == {"s1": 0, "s2": 2}
    assert store.clocks([]) == {}


def test_after_its_key_is_destroyed_a_session_is_gone(shelf: Any) -> None:
    shelf.begin("s1")
    shelf.store().commit("s1", 0, [effect(1, note("a", 1))])
    shelf.destroy("s1")
    store = shelf.store()
    with pytest.raises(Gone):
        store.load("s1")
    with pytest.raises(Gone):
        store.commit("s1", 1, [effect(2, note("b", 2))])
