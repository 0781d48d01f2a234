"""R2, X-5, B13: the log of SQLite is as long as it becomes, and can be written over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

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
    """The log, empty; and a table to write in."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own log")
    connection.ensure_connection()
    log_space._left.clear()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE said (words text)")
    ask("wal_checkpoint(TRUNCATE)")
    yield Path(f"{connection.settings_dict['NAME']}-wal")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE said")


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


def test_x5_somebody_who_reads_meanwhile_holds_nobody_up_and_the_next_time_it_goes(file: Path) -> None:
    make_space()
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    say("eerst")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM said").fetchall()
    say(WORDS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM said")
        cursor.execute("PRAGMA busy_timeout = 50")
    write_over()
    assert WORDS.encode() in file.read_bytes()
    reader.execute("COMMIT")
    reader.close()
    write_over()
    assert WORDS.encode() not in file.read_bytes()


def test_r2_what_is_committed_meanwhile_by_another_connection_is_there(file: Path) -> None:
    """Another process commits between the empty pages: its commit is whole, and certain."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, timeout=20)
    other.execute("PRAGMA synchronous=FULL")
    whole = log_space._ask

    def between(cursor: log_space.CursorWrapper, what: str) -> tuple[int, ...]:
        found = whole(cursor, what)
        if what.startswith("user_version ="):
            other.execute("INSERT INTO said VALUES ('van een ander')")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_space, "_ask", between)
        patch.setattr(log_space, "PAGES", 200)
        say("begin")
        make_space()
    other.close()
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
