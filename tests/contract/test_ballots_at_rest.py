"""What lies on disk of ballots (R13): rows that say nothing, a key that goes, and what happens when one is missing."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from django.db import connections

from samenspel.keys.ballots import BallotKeys
from samenspel.store.ballots import Ballots
from samenspel.store.interface import Behind, Effect
from samenspel.store.models import StoredBallot, StoredOp, StoredRecord
from tests.contract.conftest import BOTH_DATABASES, DatabaseShelf
from tests.contract.test_at_rest import on_disk
from tests.contract.test_ballots import BOX, box, cast, choices, close, key

pytestmark = BOTH_DATABASES


@pytest.fixture
def shelf(tmp_path: Path) -> DatabaseShelf:
    shelf = DatabaseShelf(tmp_path / "kek" / "kek")
    shelf.begin("s1")
    shelf.store().commit("s1", 0, [Effect(key("boss", "open"), 1, (box(1),))])
    return shelf


def test_r13_a_row_holds_a_round_a_random_id_and_bytes_of_one_size(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    for number, choice in enumerate(("", "ja", "x" * 280), start=1):
        store.commit("s1", number, [cast(number + 1, f"b{number}", f"p{number}", f"op-{number}", choice)])
    assert {field.name for field in StoredBallot._meta.fields} == {"place", "session", "record", "box", "sealed"}
    assert len({len(bytes(row.sealed)) for row in StoredBallot.objects.all()}) == 1
    assert not StoredRecord.objects.filter(type="slip").exists()
    assert set(StoredOp.objects.values_list("op", flat=True)) == {"open"}


def test_r13_giving_a_ballot_anew_keeps_its_size(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    sizes = set()
    for version in range(1, 33):
        store.commit("s1", version, [cast(version + 1, "b1", "p1", f"{version:040d}", "x" * 280, version)])
        sizes.add(len(bytes(StoredBallot.objects.get().sealed)))
    assert len(sizes) == 1
    assert len(shelf.store().load("s1").cast[BOX]) == 32


def test_r13_the_key_goes_with_the_close_and_its_bytes_with_it(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    path = shelf.ballot_keys.folder / f"s1.{BOX}.ballots"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with path.open("rb") as held:
        secret = held.read()
        sealed = bytes(StoredBallot.objects.get().sealed)
        store.commit("s1", 2, [close(3, "b1")])
        held.seek(0)
        assert held.read() != secret, "overwritten, so that no unlinked file keeps it"
    assert list(path.parent.iterdir()) == []
    assert sealed not in on_disk(), "also not in the log of the database"
    assert not StoredBallot.objects.exists()


def test_r13_two_keys_seal_a_ballot(shelf: DatabaseShelf, tmp_path: Path) -> None:
    """Whoever holds the folder of ballot keys still needs the key of the traject, and the other way round."""
    shelf.store().commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    sealed = bytes(StoredBallot.objects.get().sealed)
    inner = shelf.cipher.open("t-s1", "case", "ballot", f'["s1","{BOX}","b1"]', "sealed", 1, sealed)
    assert b"op-1" not in inner
    assert b"slip" not in inner


def test_r13_a_lost_key_loses_its_ballots_and_nothing_else(
    shelf: DatabaseShelf, caplog: pytest.LogCaptureFixture
) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    shelf.ballot_keys.destroy("s1", BOX)
    with caplog.at_level(logging.ERROR, "samenspel.store"):
        assert choices(shelf.store()) == {}
    assert [record.message for record in caplog.records] == ["ballots.unreadable"]
    store.commit("s1", 2, [cast(3, "b2", "p1", "op-2", "nee")])
    assert choices(store) == {"p1": "nee"}, "with a new key the round goes on"
    store.commit("s1", 3, [close(4, "b2")])
    assert not StoredBallot.objects.exists(), "the close takes those along that nobody can read"
    assert shelf.ballot_keys.rounds() == []


def test_r13_killed_between_commit_and_destroying_the_key_goes_at_the_next_start(
    shelf: DatabaseShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    with monkeypatch.context() as killed:
        killed.setattr(Ballots, "end", lambda *_: None)
        store.commit("s1", 2, [close(3, "b1")])
    assert shelf.ballot_keys.rounds() == [("s1", BOX)]
    fresh = shelf.new_store()
    assert fresh.ballots.clear() == 1
    assert shelf.ballot_keys.rounds() == []


def test_r13_opening_the_room_clears_as_well_and_spares_a_round_that_is_open(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    shelf.ballot_keys.find_or_make("s1", "never-committed")
    shelf.ballot_keys.find_or_make("s2", "of-another-session")
    assert choices(shelf.store()) == {"p1": "ja"}
    assert [pair for pair in shelf.ballot_keys.rounds() if pair[0] == "s1"] == [("s1", BOX)]


def test_r13_a_key_that_is_cleared_while_somebody_seals_costs_a_second_try(
    shelf: DatabaseShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process starts between sealing and committing, and finds a key without a ballot."""
    store, other = shelf.new_store(), shelf.new_store()
    sealing = store.ballots.seal

    def seal_and_be_cleared(*args: object) -> object:
        sealed = sealing(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(store.ballots, "seal", sealing)
        assert other.ballots.clear() == 1
        return sealed

    monkeypatch.setattr(store.ballots, "seal", seal_and_be_cleared)
    with pytest.raises(Behind):
        store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    assert not StoredBallot.objects.exists()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    assert choices(shelf.store()) == {"p1": "ja"}


def test_r13_voters_that_race_in_several_processes_lose_no_ballot(shelf: DatabaseShelf) -> None:
    failures: list[BaseException] = []

    def vote(person: str) -> None:
        store = shelf.store()
        try:
            for number in range(1, 5):
                while True:
                    base = store.clock("s1")
                    try:
                        store.commit(
                            "s1", base, [cast(base + 1, f"b-{person}", person, f"op-{number}", version=number)]
                        )
                        break
                    except Behind:
                        continue
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=vote, args=(f"p{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    loaded = shelf.store().load("s1")
    assert set(loaded.cast[BOX]) == {(f"p{person}", f"op-{number}") for person in range(4) for number in range(1, 5)}
    assert len(choices(shelf.store())) == 4


def test_r13_a_key_that_cannot_be_destroyed_does_not_undo_the_close(
    shelf: DatabaseShelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])

    def broken(*_: object) -> None:
        raise OSError("read-only")

    with monkeypatch.context() as disk, caplog.at_level(logging.ERROR, "samenspel.store"):
        disk.setattr(BallotKeys, "destroy", broken)
        store.commit("s1", 2, [close(3, "b1")])
    assert "ballots.key_stays" in [record.message for record in caplog.records]
    assert store.clock("s1") == 3
    shelf.store().load("s1")
    assert shelf.ballot_keys.rounds() == [], "the next time the room is opened it goes after all"


def test_a_name_that_is_no_name_makes_no_file(tmp_path: Path) -> None:
    for wrong in ("../x", "a/b", "", "a.b"):
        with pytest.raises(ValueError, match="no name"):
            BallotKeys(tmp_path).find("s1", wrong)
