"""Markers in everything that is kept of a traject, and a thief who holds every key that is left (B10)."""

from __future__ import annotations

import base64
import random
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from msgspec import inspect

from samenspel.instruments import catalogue
from samenspel.invitations import codes, tickets
from samenspel.kernel.change import Change, Put
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.state import State
from samenspel.keys.cipher import Cipher, KeyGone, Tampered
from samenspel.keys.models import TrajectKey
from samenspel.personal import links
from samenspel.store.ballots import Ballots, CaseKey
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect, OpKey
from samenspel.store.models import SessionClock, StoredBallot, StoredOp, StoredRecord, StoredTombstone
from samenspel.trajects import engine, people, services
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject
from tests.security.planting import Planter

MARKER = re.compile(rb"kanarie[0-9a-f]{4,12}")
MODELS = (StoredRecord, StoredBallot, StoredTombstone, StoredOp, SessionClock, Session, Contact, Traject)
Copied = dict[type[Any], list[dict[str, Any]]]


class Planted:
    """A traject with one session and markers: `case` goes, `outcome` stays until it goes as well. Those of `ballots`
    are of the case, under one more key, that no backup holds (R13)."""

    def __init__(self, number: int, least: int = 200) -> None:
        self.planter = Planter(catalogue.load(), random.Random(number), numbers=False)
        self.case: set[str] = set()
        self.outcome: set[str] = set()
        self.ballots: set[str] = set()
        self.host = User.objects.create_user(f"host{secrets.token_hex(4)}")
        self.starter = User.objects.create_user(f"starter{secrets.token_hex(4)}")
        person = Person(name=self.word(self.outcome), email=f"{self.word(self.outcome)}@voorbeeld.nl")
        self.traject = services.create_traject(self.word(self.outcome), "initiator", person, self.starter)
        leader = Person(name=self.word(self.outcome), party=self.word(self.outcome))
        self.leader = people.add_contact(self.traject, "facilitator", leader, self.host)
        self.guest = people.add_contact(self.traject, "participant", Person(name=self.word(self.outcome)))
        self.guest_link = links.issue(self.guest)
        self.leader_link = links.issue(self.leader)
        self.session = services.create_session(self.word(self.outcome), "", self.host, traject=self.traject)
        self.fill(self.session, least)

    def word(self, kept: set[str]) -> str:
        """A fresh marker, remembered."""
        word = self.planter.word()
        kept.add(word)
        return word

    def fill(self, session: Session, least: int = 0) -> None:
        """Every kind of record of every instrument, until there are enough markers; a code, tickets and a ballot."""
        loaded = engine.store().load(session.pk)
        clock = loaded.clock
        while True:
            changes = list(self._everything())
            clock += 1
            key = OpKey(session.host, secrets.token_hex(8), secrets.token_bytes(16))
            tags = ((changes[0].record.id, frozenset({"all"})),) if isinstance(changes[0], Put) else ()
            engine.store().commit(session.pk, clock - 1, [Effect(key, clock, stamped(changes, clock), tags)])
            if len(self.case) >= least:
                break
        codes.make(session)
        tickets.issue(session, tickets.CONTROL, session.host)
        tickets.issue(session, tickets.PARTICIPANT, self.guest.pk, personal=True)

    def _everything(self) -> Iterable[Change]:
        for instrument in catalogue.load().values():
            runs = secrets.token_hex(8)
            body = Instance(instrument=instrument.name, title=self.word(self.outcome), phase=instrument.phases[0].name)
            yield Put(Record(id=runs, type="instance", instance=runs, body=body))
            for kind in instrument.records:
                if kind.KEY == "ballot" and instrument.name != "quick_poll":
                    continue
                yield Put(self._record(kind, runs))

    def _record(self, kind: type[Body], runs: str) -> Record:
        body = self.planter.made_up(kind)
        fields = inspect.type_info(kind).fields  # type: ignore[attr-defined]
        for each in fields:
            fresh = self.planter._value(each.type, getattr(body, each.name), State())
            body = msgspec.structs.replace(body, **{each.name: fresh})
        found = MARKER.findall(msgspec.json.encode(body))
        words = {each.decode() for each in found}
        (self.outcome if kind.KEY == "outcome" else self.case).update(words)
        if kind.KEY == "ballot":
            self.ballots |= words
        return Record(
            id=secrets.token_hex(8), type=kind.TYPE, instance=runs, scope=runs, author=secrets.token_hex(8), body=body
        )


def copied() -> Copied:
    """A backup of the data, as rows."""
    return {model: list(model.objects.values()) for model in MODELS}


def copied_keys() -> list[dict[str, Any]]:
    """A backup of the keys."""
    return list(TrajectKey.objects.values())


def opened(rows: Copied) -> set[str]:
    """Every marker that whoever holds these rows, the key-encryption key and every key that is left can read."""
    cipher = Cipher(Path(settings.SAMENSPEL_KEK_FILE))
    clocks = {row["session"]: row for row in rows[SessionClock]}
    found: set[bytes] = set()
    store = engine.store()

    def look(traject: str, name: str, table: str, row: str, column: str, version: int, sealed: Any) -> None:
        try:
            data = cipher.open(traject, name, table, row, column, version, bytes(sealed))
        except (KeyGone, Tampered):
            return
        found.update(MARKER.findall(data))

    for row in rows[StoredRecord]:
        clock = clocks.get(row["session"])
        if clock is None:
            continue
        place = (row["session"], row["record"], row["instance"], row["scope"], row["author"], row["party"])
        column = f"body/{row['type']}/{row['schema']}"
        name = clock["case_key"] if row["key"] == "case" else row["key"]
        args = msgspec.json.encode(place).decode(), column, row["version"], row["body"]
        look(clock["traject"], name, "record", *args)
    for row in rows[StoredBallot]:
        clock = clocks.get(row["session"])
        try:
            keys = CaseKey(clock["traject"], clock["case_key"]) if clock else CaseKey("", "")
            paper = Ballots(store._types, cipher, store.ballots._keys)._open(keys, StoredBallot(**row))
        except (KeyGone, Tampered):
            continue
        found.update(MARKER.findall(paper.body if paper else b""))
    for row in rows[Session]:
        look(row["traject_id"], "outcome", "session", row["id"], "title", 1, row["sealed_title"])
    for row in rows[Traject]:
        look(row["id"], "outcome", "traject", row["id"], "title", 1, row["sealed_title"])
    for row in rows[Contact]:
        look(row["traject_id"], "outcome", "contact", row["id"], "person", 1, row["sealed"])
    return {each.decode() for each in found}


def put_back(rows: Copied, keys: Iterable[dict[str, Any]] = ()) -> None:
    """An old backup over what is there now, as `samenspel restore` leaves it before the ledger is replayed."""
    for model in (SessionClock, StoredRecord, StoredBallot, StoredTombstone, StoredOp, Session, Contact, Traject):
        model.objects.all().delete()
    for model in (Traject, Contact, Session, SessionClock, StoredRecord, StoredBallot, StoredTombstone, StoredOp):
        model.objects.bulk_create([model(**row) for row in rows[model]])
    for row in keys:
        TrajectKey.objects.filter(traject=row["traject"], name=row["name"]).delete()
        TrajectKey.objects.create(**row)
    engine.cipher().drop(next(iter(rows[Traject]))["id"])


def forms(marker: str) -> list[bytes]:
    """A marker as it may lie in a file: five encodings."""
    plain = marker.encode()
    shifted = [base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    escaped = "".join(f"%{byte:02x}" for byte in plain).encode()
    return [plain, marker.encode("utf-16-le"), plain.hex().encode(), escaped, *shifted]


def files(*besides: Path) -> dict[Path, bytes]:
    """Every file of this installation: data, keys, their logs, ledger, keys of ballots."""
    places = {Path(settings.SAMENSPEL_LEDGER), Path(settings.SAMENSPEL_BALLOTS), *besides}
    for alias in ("default", "keys"):
        if connections[alias].vendor == "sqlite":
            places.add(Path(str(connections[alias].settings_dict["NAME"])).parent)
        else:
            with connections[alias].cursor() as cursor:
                cursor.execute("CHECKPOINT")
                cursor.execute("SHOW data_directory")
                places.add(Path(cursor.fetchone()[0]))
    return {path: path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()}


def lying_about(markers: Iterable[str], found: dict[Path, bytes]) -> set[str]:
    """Which of these can be read somewhere in these files without any key. Around everything that looks like the
    beginning of a marker, in whatever encoding, every marker is looked for."""
    stems = {form for form in forms("kanarie")} | {base64.b64encode(b"x" * n + b"kanarie")[4:-4] for n in (1, 2)}
    near = b"\0".join(
        data[max(0, at - 16) : at + 120] for data in found.values() for stem in stems for at in _places(stem, data)
    )
    return {marker for marker in markers if any(form in near for form in forms(marker))}


def _places(stem: bytes, data: bytes) -> Iterable[int]:
    at = data.find(stem)
    while at >= 0:
        yield at
        at = data.find(stem, at + 1)
