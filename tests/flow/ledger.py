"""The books of everybody who took part, and how they are compared with the database (B1, R2, R3, R4)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import ROOT
from tests.serving import Served

OWN_WORDS = ("eigen woorden ", "andere woorden ")


@dataclass
class Own:
    """A record that only one client writes: what it must say, and how often it was written."""

    text: str
    version: int = 1
    maybe: str = ""


@dataclass
class Books:
    """Boekhouding of one client. `abandoned`: it went away and never heard; `refused`: it was told "niet bewaard"."""

    own: dict[str, Own] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    abandoned: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)
    """What was taken away, or not: nobody waited for the answer."""
    maybe_texts: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Witness:
    """Getuige: looks into the database itself, at the moment at which somebody heard "bewaard" (R2)."""

    def __init__(self, session: str, open_line: Callable[[], Any], mark: str) -> None:
        self.asked = self.missing = 0
        self._open, self._line = open_line, None
        self._sql = f"SELECT count(*) FROM store_storedop WHERE session = '{session}' AND op = {mark}"

    def saw(self, op: str) -> bool:
        """Whether the op stands in the database; True when the database cannot be asked."""
        try:
            if self._line is None:
                self._line = self._open()
            found = bool(self._line.execute(self._sql, (op,)).fetchone()[0])
        except (psycopg.Error, sqlite3.OperationalError):
            self.close()
            return True
        self.asked += 1
        self.missing += not found
        return found

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def sqlite_witness(session: str, path: Path) -> Witness:
    """A witness of a database file."""
    return Witness(session, lambda: sqlite3.connect(path, isolation_level=None, timeout=5), "?")


def postgres_witness(session: str, url: str) -> Witness:
    """A witness of a PostgreSQL database."""
    return Witness(session, lambda: psycopg.connect(url, autocommit=True, connect_timeout=1), "%s")


def read(served: Served, session: str, places: dict[str, tuple[str, str | None]]) -> dict[str, Any]:
    """What the database holds, and how each of these would see it, worked out by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.read_ledger", session, json.dumps(places)],
        env=served.environment, cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def check(kept: dict[str, Any], before: int, everybody: Iterable[Books]) -> None:
    """The books against the database."""
    people = list(everybody)
    stored = Counter((person, op) for person, op, _, _ in kept["ops"])
    done = {op for _, op, _, refused in kept["ops"] if not refused}
    for_good = {op for _, op, _, refused in kept["ops"] if refused}
    clocks = sorted(clock for _, _, clock, _ in kept["ops"] if clock > before)
    assert clocks == list(range(before + 1, kept["clock"] + 1)), "the clock has gaps or doubles (R4)"
    assert kept["latest"] <= kept["clock"], "a record is ahead of the clock (R4)"
    assert max(stored.values()) == 1, "an op was done twice (R3)"
    asked = {op for books in people for op in (*books.acked, *books.refused, *books.abandoned)}
    assert {op for _, op, clock, _ in kept["ops"] if clock > before} <= asked, "an op that nobody asked"
    texts = {key: (text, version) for key, text, version in kept["texts"]}
    how_often = Counter(text for text, _ in texts.values())
    for books in people:
        assert not books.wrong, books.wrong
        assert books.acked <= done, f"acknowledged and not there (R2): {sorted(books.acked - done)[:5]}"
        both = {op: reason for op, reason in books.refused.items() if op in done}
        assert not both, f"refused and yet done (R2): {list(both.items())[:5]}"
        assert not books.acked & for_good, "acknowledged, and kept as refused (R3)"
        _check_words(books, texts, how_often)
    written = {text for books in people for own in books.own.values() for text in (own.text, own.maybe)}
    written |= {text for books in people for text in books.maybe_texts}
    made = {text for text, _ in texts.values() if text.startswith(OWN_WORDS)}
    assert made <= written, "words that nobody wrote, or that were withdrawn"


def _check_words(books: Books, texts: dict[str, tuple[str, int]], how_often: Counter[str]) -> None:
    for key, own in books.own.items():
        if key not in texts and (own.maybe == "withdrawn" or key in books.perhaps):
            continue
        allowed = {(own.text, own.version)}
        if own.maybe and own.maybe != "withdrawn":
            allowed.add((own.maybe, own.version + 1))
        assert texts.get(key) in allowed, f"{key}: {texts.get(key)} is none of {allowed}"
        assert how_often[texts[key][0]] == 1, "twice (R3)"
    assert not books.removed & texts.keys(), "taken away and still there"
    assert all(how_often[text] <= 1 for text in books.maybe_texts), "twice (R3)"
