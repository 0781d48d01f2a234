"""Stemmendief: what somebody with the database, its log, all backups and the key-encryption key finds out (B9).

The thief lacks one thing, as R13 says: the folder with the keys of ballots. It knows everything else: who sat in the
room, who voted when, what could be chosen, how the software works.
"""

from __future__ import annotations

import itertools
import json
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, connections

from samenspel.kernel.command import Command
from samenspel.keys.cipher import Cipher
from samenspel.room.batch import payload_hash
from samenspel.store import ballots
from samenspel.store.models import StoredBallot, StoredOp, StoredRecord, StoredTombstone

EMPTY = bytes(4096)
Row = tuple[str, str, bytes]
"""Round, record and sealed bytes of one ballot."""


@dataclass
class Copy:
    """Reservekopie: everything a backup holds, at one moment of one round."""

    raw: bytes
    ballots: list[Row]
    ops: list[tuple[str, str, bytes, int]]
    tombstones: dict[str, tuple[int, str]]
    bodies: list[tuple[str, str | None, bytes]]


class Recorder(logging.Handler):
    """Every line that the software writes to a log, with its fields."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {getattr(record, 'fields', '')}")


def on_disk(kek_file: Path) -> bytes:
    """Every byte of databases, logs and key-encryption key."""
    found = kek_file.read_bytes() if kek_file.exists() else b""
    if connection.vendor == "sqlite":
        names = [Path(connections[alias].settings_dict["NAME"]) for alias in ("default", "keys")]
        files = [path for name in names for path in sorted(name.parent.glob(f"{name.name}*"))]
    else:
        files = _of_postgres()
    # The log of PostgreSQL is for the greater part room that was never written.
    return found + b"".join(path.read_bytes().replace(EMPTY, b"") for path in files)


def _of_postgres() -> list[Path]:
    """The files of every table with what spilled over from it, and the write-ahead log."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute(
            "SELECT pg_relation_filepath(oid), pg_relation_filepath(reltoastrelid) FROM pg_class "
            "WHERE relkind = 'r' AND relname LIKE 'store_%'"
        )
        tables = [folder / name for row in cursor.fetchall() for name in row if name]
    return [path for path in [*tables, *sorted((folder / "pg_wal").glob("0*"))] if path.is_file()]


def copy(kek_file: Path, traject: str, session: str) -> Copy:
    """One backup, opened as far as its keys open it. Rows in the order in which they lie there."""
    thief = Cipher(kek_file)
    bodies = []
    for row in StoredRecord.objects.filter(session=session):
        place = json.dumps([session, row.record, row.instance, row.scope, row.author, row.party], separators=(",", ":"))
        column = f"body/{row.type}/{row.schema}"
        body = thief.open(traject, row.key, "record", place, column, row.version, bytes(row.body))
        bodies.append((row.type, row.author, body))
    return Copy(
        on_disk(kek_file),
        [(row.box, row.record, bytes(row.sealed)) for row in _as_they_lie()],
        [(o.person, o.op, bytes(o.payload), o.clock) for o in StoredOp.objects.filter(session=session).order_by("id")],
        {t.record: (t.clock, t.tags) for t in StoredTombstone.objects.filter(session=session)},
        bodies,
    )


def _as_they_lie() -> Iterable[StoredBallot]:
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    return StoredBallot.objects.raw(f"SELECT * FROM store_storedballot ORDER BY {order}")


@dataclass
class Truth:
    """What really happened in one round: who chose what, in which order, and what was made of it."""

    box: str
    instance: str
    kind: str
    options: int
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    asked: dict[str, Command] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    key: bytes = b""


@dataclass
class Thief:
    """What is found out, in words; and how often a guess by order was right."""

    kek_file: Path
    traject: str = ""
    session: str = ""
    found: list[str] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    sizes: set[int] = field(default_factory=set)
    tried: int = 0

    def copy(self) -> Copy:
        """A backup of this moment."""
        return copy(self.kek_file, self.traject, self.session)

    def look(self, truth: Truth, copies: list[Copy], lines: list[str]) -> None:
        """Everything that was copied in and after one round."""
        for each in copies:
            self._plain(truth, each)
            self._ledger(truth, each)
            self._rows(truth, each)
            self._stones(truth, each)
        self._order(truth, copies)
        self._keys(truth, copies)
        self._log(truth, lines)

    def _say(self, what: str) -> None:
        if what not in self.found:
            self.found.append(what)

    def _plain(self, truth: Truth, at: Copy) -> None:
        for person, answer in truth.answers.items():
            word = str(answer.get("text", "")).encode()
            if word and word in at.raw:
                self._say("words of a ballot lie on disk")
            for kind, author, body in at.bodies:
                if kind != "poll_tally" and word and word in body:
                    self._say(f"words of a ballot stand in {kind}")
                if author == person and word and word in body:
                    self._say(f"{kind} names who wrote these words")
        if any(kind == "poll_ballot" for kind, _, _ in at.bodies):
            self._say("a ballot stands among the records")

    def _ledger(self, truth: Truth, at: Copy) -> None:
        ids = {command.op for command in truth.asked.values()}
        payloads = {payload: person for person, _, payload, _ in at.ops}
        if ids & {op for _, op, _, _ in at.ops}:
            self._say("the op ledger holds the op of a ballot")
        for answer in possible(truth):
            self.tried += 1
            guess = Command(op="", instance=truth.instance, move="cast", args={"round": truth.box, **answer})
            if payload_hash(guess) in payloads:
                self._say("a payload in the op ledger can be guessed")
        for op in ids:
            if op.encode() in at.raw:
                self._say("an op of a ballot lies on disk")

    def _rows(self, truth: Truth, at: Copy) -> None:
        for box, record, sealed in at.ballots:
            self.sizes.add(len(sealed))
            if len(self.sizes) > 1:
                self._say("ballots differ in size")
            place = ballots._place(self.session, box, record)
            try:
                inner = Cipher(self.kek_file).open(self.traject, "case", "ballot", place, "sealed", 1, sealed)
            except Exception:
                self._say("a ballot is not sealed with the key of the traject")
                continue
            for person in truth.answers:
                if person.encode() in inner:
                    self._say("a ballot names its author without the key of the round")

    def _stones(self, truth: Truth, at: Copy) -> None:
        ours = {name: stone for name, stone in at.tombstones.items() if name in truth.ids.values()}
        if len({clock for clock, _ in ours.values()}) > 1 or len({tags for _, tags in ours.values()}) > 1:
            self._say("tombstones of ballots differ")
        if any("person:" in tags for _, tags in ours.values()):
            self._say("a tombstone says whose ballot it was")

    def _order(self, truth: Truth, copies: list[Copy]) -> None:
        """Who voted as the n-th wrote the n-th words: for every order that is to be seen anywhere."""
        if truth.kind != "open" or len(truth.texts) != len(truth.answers):
            return
        by_id = {record: person for person, record in truth.ids.items()}
        first, last = list(dict.fromkeys(truth.turns)), list(dict.fromkeys(reversed(truth.turns)))[::-1]
        orders = {"order of voting": first, "order of last votes": last, "order of names": sorted(first)}
        for number, each in enumerate(copies):
            rows = [by_id[record] for box, record, _ in each.ballots if box == truth.box and record in by_id]
            if len(rows) == len(truth.texts):
                orders[f"rows of copy {number}"] = rows
        orders["ids"] = [by_id[record] for record in sorted(by_id)]
        for name, order in orders.items():
            channel = name.split(" of copy")[0]
            for person, text in zip(order, truth.texts, strict=True):
                self.right[channel] += truth.answers[person]["text"] == text
            self.expected[channel] += 1

    def _keys(self, truth: Truth, copies: list[Copy]) -> None:
        if truth.key and any(truth.key in each.raw or truth.key.hex().encode() in each.raw for each in copies):
            self._say("the key of a round lies in a backup")
        for box, record, sealed in {row for each in copies for row in each.ballots}:
            place = ballots._place(self.session, box, record)
            inner = Cipher(self.kek_file).open(self.traject, "case", "ballot", place, "sealed", 1, sealed)
            for key in _likely_keys(self.kek_file, copies[-1]):
                try:
                    AESGCM(key).decrypt(inner[:12], inner[12:], place.encode())
                except (InvalidTag, ValueError):
                    continue
                self._say("a ballot opens with what lies around")

    def _log(self, truth: Truth, lines: list[str]) -> None:
        secrets = [*truth.answers, *truth.ids.values(), *(c.op for c in truth.asked.values())]
        if any(secret in line for secret in secrets for line in lines):
            self._say("the log tells of a ballot")


def possible(truth: Truth) -> Iterator[dict[str, Any]]:
    """Every ballot that could be cast in this round, as a command would ask it."""
    if truth.kind == "scale":
        yield from ({"value": value} for value in range(11))
    elif truth.kind == "choice":
        for many in (1, 2):
            yield from ({"picks": list(picks)} for picks in itertools.permutations(range(truth.options), many))
    elif truth.kind == "ranking":
        yield from ({"picks": list(order)} for order in itertools.permutations(range(truth.options)))
    else:
        yield from ({"text": text} for text in truth.texts)


def _likely_keys(kek_file: Path, at: Copy) -> Iterator[bytes]:
    """Whatever 32 bytes have the look of a key: the files with keys, and the rows of the key database."""
    raw = kek_file.read_bytes()
    yield raw[:32].ljust(32, b"\0")
    chance = random.Random(len(at.raw))
    for _ in range(20):
        start = chance.randrange(max(1, len(at.raw) - 32))
        yield at.raw[start : start + 32].ljust(32, b"\0")
