"""R2, X-5, B13: the log of SQLite is as long as it becomes, and can be written over."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.db import OperationalError, connection

from samenspel.store import log_space
from samenspel.store.log_space import FRAME_HEAD, PAGES, make_space, write_over

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "woorden die iemand terugneemt"


def ask(what: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {what}")
        return int((cursor.fetchone() or [0])[0])


@pytest.fixture
def file() -> Iterator[Path]:
    """The log, empty; and a table to write in. PostgreSQL looks after its own."""
    connection.ensure_connection()
    log_space._left.clear()
    log_space._laps.clear()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text)")
    ask("wal_checkpoint(TRUNCATE)")
    yield Path(f"{connection.settings_dict['NAME']}-wal")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE said")


def another() -> sqlite3.Connection:
    """Another process, as the product sets its connections."""
    found = sqlite3.connect(
        str(connection.settings_dict["NAME"]), isolation_level=None, timeout=20, check_same_thread=False
    )
    found.execute("PRAGMA synchronous=FULL")
    return found


def say(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO said VALUES (%s)", [words])


def said() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM said")
        return [row[0] for row in cursor.fetchall()]


def test_b13_the_log_is_as_long_as_it_becomes_and_the_database_as_it_was(file: Path) -> None:
    say("blijft")
    before = [ask(name) for name in ("user_version", "synchronous", "wal_autocheckpoint", "page_count")]
    make_space()
    longest = PAGES * (ask("page_size") + FRAME_HEAD)
    assert file.stat().st_size >= longest
    assert [ask(name) for name in ("user_version", "synchronous", "wal_autocheckpoint", "page_count")] == before
    assert said() == ["blijft"]
    size = file.stat().st_size
    for turn in range(50):
        say(str(turn))
    assert file.stat().st_size == size, "a commit made the log longer"


def test_b13_a_log_that_is_long_enough_is_left_alone(file: Path) -> None:
    make_space()
    before = file.stat().st_mtime_ns
    make_space()
    assert file.stat().st_mtime_ns == before


def test_x5_what_was_said_leaves_the_log_and_the_log_stays_as_long(file: Path) -> None:
    make_space()
    say(WORDS)
    size = file.stat().st_size
    assert WORDS.encode() in file.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM said")
    write_over()
    assert WORDS.encode() not in file.read_bytes()
    assert WORDS.encode() not in Path(str(connection.settings_dict["NAME"])).read_bytes()
    assert file.stat().st_size == size


def test_x5_a_log_in_which_nothing_was_written_is_not_written_over_again(file: Path) -> None:
    say(WORDS)
    write_over()
    before = file.stat().st_mtime_ns
    write_over()
    assert file.stat().st_mtime_ns == before
    say("weer iets")
    write_over()
    assert file.stat().st_mtime_ns > before


def test_x5_words_of_a_lap_before_leave_the_log_as_well(file: Path) -> None:
    """SQLite began the log anew by itself since: what was said stands behind what is in use now."""
    make_space()
    for turn in range(100):
        say(f"{turn}")
    say(WORDS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM said")
        while cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1] > 50:
            say("x" * 20_000)
    assert WORDS.encode() in file.read_bytes()
    write_over()
    assert WORDS.encode() not in file.read_bytes()


def test_x5_what_readers_made_too_long_becomes_as_long_as_it_was(file: Path) -> None:
    make_space()
    reader = another()
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM said").fetchall()
    for _ in range(12):
        say("y" * 1_000_000)
    say(WORDS)
    reader.execute("COMMIT")
    reader.close()
    assert file.stat().st_size > 2 * PAGES * 4_120
    write_over()
    assert file.stat().st_size < 1.1 * PAGES * 4_120
    assert WORDS.encode() not in file.read_bytes()


def test_x5_a_little_that_was_written_costs_a_little(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_space()
    write_over()
    asked: list[str] = []
    whole = log_space._ask
    monkeypatch.setattr(log_space, "_ask", lambda cursor, what: asked.append(what) or whole(cursor, what))
    say(WORDS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM said")
    write_over()
    assert WORDS.encode() not in file.read_bytes()
    assert len([what for what in asked if what.startswith("user_version =")]) < 20


def test_x5_somebody_who_reads_meanwhile_holds_nobody_up_and_the_next_time_it_goes(file: Path) -> None:
    make_space()
    reader, writer = another(), another()
    say("eerst")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM said").fetchall()
    say(WORDS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM said")
    usual = ask("busy_timeout")
    begun: list[float] = []

    def commits() -> None:
        begun.append(time.monotonic())
        writer.execute("INSERT INTO said VALUES ('intussen')")
        begun.append(time.monotonic())

    other = Thread(target=commits)
    whole = log_space._ask

    def meanwhile(cursor: log_space.CursorWrapper, what: str) -> tuple[int, ...]:
        if what.startswith("wal_checkpoint"):
            other.start()
        return whole(cursor, what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_space, "_ask", meanwhile)
        write_over()
    other.join()
    assert usual == ask("busy_timeout") == 20_000
    assert begun[1] - begun[0] < usual / 1000 / 4, "whoever commits waited for whoever reads"
    assert WORDS.encode() in file.read_bytes()
    reader.execute("COMMIT")
    reader.close()
    write_over()
    assert WORDS.encode() not in file.read_bytes()
    writer.close()


def test_r2_what_is_committed_meanwhile_by_another_connection_is_there(file: Path) -> None:
    """Another process commits between the empty pages; that the log began anew is always waited for."""
    other, certain = another(), set[int]()
    whole = log_space._ask

    def between(cursor: log_space.CursorWrapper, what: str) -> tuple[int, ...]:
        found = whole(cursor, what)
        if what.startswith("user_version ="):
            certain.add(whole(cursor, "synchronous")[0])
            other.execute("INSERT INTO said VALUES ('van een ander')")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_space, "_ask", between)
        patch.setattr(log_space, "PAGES", 200)
        say("begin")
        make_space()
    other.close()
    assert 0 not in certain, "without any syncing a power failure can leave an old log over a newer database"
    assert said().count("van een ander") >= 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone()[0] == "ok"


def test_r2_whatever_goes_wrong_the_next_commit_is_as_certain_as_ever(file: Path) -> None:
    before = [ask(name) for name in ("synchronous", "wal_autocheckpoint")]
    turns: list[str] = []
    whole = log_space._ask

    def breaks(cursor: log_space.CursorWrapper, what: str) -> tuple[int, ...]:
        turns.append(what)
        if what.startswith("user_version =") and len(turns) > 20:
            raise OperationalError("database is locked")
        return whole(cursor, what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_space, "_ask", breaks)
        make_space()
    assert [ask(name) for name in ("synchronous", "wal_autocheckpoint")] == before == [2, 1000]
