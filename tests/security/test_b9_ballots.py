"""B9: closed ballots cannot be linked to people, from database, log, backups and key-encryption key together (R13).

ROUNDS and SEED make it longer or the same again. Every kind of finding is shown to be found, by breaking what
prevents it.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from samenspel.instruments import catalogue
from samenspel.instruments.quick_poll import counting
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import State
from samenspel.kernel.upgrade import Types
from samenspel.keys.ballots import BallotKeys
from samenspel.keys.cipher import Cipher
from samenspel.room import batch as batches
from samenspel.room.batch import Request, decide_batch
from samenspel.room.deps import handed_now
from samenspel.store import ballots
from samenspel.store.django_store import DjangoStore
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect
from samenspel.store.models import StoredBallot
from tests.figures import figures, seed, size
from tests.security import ballot_thief
from tests.security.ballot_thief import Copy, Recorder, Thief, Truth

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
A_SESSION = 50
"""Rounds of one session."""
KINDS = ("open", "choice", "scale", "ranking")
OPTIONS = ("Een", "Twee", "Drie")


class Election:
    """One session with voters, on the real store, with a thief who copies at random moments."""

    def __init__(self, folder: Path, number: int) -> None:
        self.chance = random.Random(number)
        self.kek_file = folder / "kek" / "kek"
        self.keys = BallotKeys(folder / "ballots")
        self.instruments = catalogue.load()
        self.cipher = Cipher(self.kek_file)
        self.store = DjangoStore(Types(self.instruments), self.cipher, self.keys)
        self.thief = Thief(self.kek_file)
        self.lines = Recorder()
        self.rounds = 0
        self.begin()

    def begin(self) -> None:
        """A new session with twelve voters: one holds a limited number of questions."""
        self.session, traject = secrets.token_hex(8), secrets.token_hex(8)
        self.thief.session, self.thief.traject = self.session, traject
        self.cipher.create_keys(traject)
        self.store.begin(self.session, traject)
        self.boss = Actor(person=secrets.token_hex(8), role=Role.FACILITATOR)
        first = Situation(State(), self.boss, self.session, handed_now(), self.instruments)
        changes = stamped(first.start_instance("meeting", record_id=self.session), 1)
        self.store.commit(self.session, 0, [Effect(None, 1, changes)])
        self._load()
        self.do(self.boss, self.session, "add_attendee", id=self.boss.person, name="B", role="facilitator")
        self.voters = []
        for number in range(12):
            person = secrets.token_hex(8)
            self.do(self.boss, self.session, "add_attendee", id=person, name=f"V{number}", role="participant")
            self.voters.append(Actor(person=person, role=Role.PARTICIPANT))
        self.do(self.boss, self.session, "add_instance", instrument="quick_poll", title="Peiling")
        self.poll = next(r.id for r in self.state.of("instance") if r.body.instrument == "quick_poll")

    def _load(self) -> None:
        loaded = self.store.load(self.session)
        self.state, self.clock, self.known = State(loaded.records), loaded.clock, loaded.known

    def do(self, actor: Actor, instance: str, move: str, **args: Any) -> Command:
        """One command, decided and committed as a room does it."""
        command = Command(op=secrets.token_urlsafe(16), instance=instance, move=move, args=args)
        done = decide_batch(
            self.instruments, self.state, [Request(actor, command)], self.clock, handed_now(), self.known
        )
        assert [answer.refused for answer in done.answers] == [None], done.answers[0].refused
        self.store.commit(self.session, self.clock, done.effects)
        self.state.apply(done.changes)
        self.clock += len(done.effects)
        return command

    def answer(self, kind: str) -> dict[str, Any]:
        """Some ballot of this kind."""
        if kind == "open":
            return {"text": f"{secrets.token_hex(6)} " + "woord " * self.chance.randrange(40)}
        if kind == "scale":
            return {"value": self.chance.randrange(11)}
        picks = list(range(len(OPTIONS)))
        self.chance.shuffle(picks)
        return {"picks": picks if kind == "ranking" else picks[: self.chance.randint(1, 2)]}

    def round(self, kind: str) -> None:
        """A question from first to last, with copies in between, and the thief at work on them."""
        if self.rounds and self.rounds % A_SESSION == 0:
            self.begin()
        self.rounds += 1
        listed = {"options": OPTIONS, "choose": 2 if kind == "choice" else 1} if kind in ("choice", "ranking") else {}
        low_high = {"low": 0, "high": 10} if kind == "scale" else {}
        self.do(self.boss, self.poll, "set_question", kind=kind, question="Wat?", **listed, **low_high)
        question = max((r for r in self.state.of("poll")), key=lambda r: r.body.number)
        self.do(self.boss, self.poll, "open_round", poll=question.id)
        box = max((r for r in self.state.of("poll_round")), key=lambda r: r.body.turn).id
        truth = Truth(box, self.poll, kind, len(OPTIONS))
        voters = self.chance.sample(self.voters, self.chance.randint(5, 12))
        again = self.chance.sample(voters, 2)
        copies: list[Copy] = []
        for actor in [*voters, *again]:
            truth.answers[actor.person] = {k: v.strip() if k == "text" else v for k, v in self.answer(kind).items()}
            asked = self.do(actor, self.poll, "cast", round=box, **truth.answers[actor.person])
            truth.asked[asked.op] = asked
            truth.turns.append(actor.person)
            if self.chance.random() < 0.2:
                self.do(actor, self.session, "rename_me", name=f"V{self.chance.randrange(99)}")
            if self.chance.random() < 0.1:
                copies.append(self.thief.copy())
        truth.ids = {r.author or "": r.id for r in self.state.of("poll_ballot") if r.scope == box}
        truth.key = self.keys.find(self.session, box) or b""
        assert len(truth.key) == 32, "there was a key to look for"
        copies.append(self.thief.copy())
        assert {row[0] for row in copies[-1].ballots} == {box}, "there were ballots to look at"
        self.do(self.boss, self.poll, "close_round", round=box, sure=True, show=self.chance.random() < 0.5)
        copies.append(self.thief.copy())
        self._after(truth, copies[-1])
        result = next(r.body for r in self.state.of("poll_tally") if r.scope == box)
        truth.texts = list(result.texts)
        assert result.ballots == len(voters)
        self.thief.look(truth, copies, self.lines.lines)
        if self.state.get(box).body.state == "closed":  # type: ignore[union-attr]
            self.do(self.boss, self.poll, "reveal", round=box)

    def _after(self, truth: Truth, at: Copy) -> None:
        if self.keys.rounds():
            self.thief._say("the key of a closed round is still there")
        if StoredBallot.objects.exists():
            self.thief._say("ballots of a closed round are still there")


@pytest.fixture
def election(tmp_path: Path) -> Iterator[Election]:
    number = seed()
    print(f"seed {number}")
    made = Election(tmp_path, number)
    logging.getLogger().addHandler(made.lines)
    yield made
    logging.getLogger().removeHandler(made.lines)


def run(election: Election, rounds: int, kinds: tuple[str, ...] = KINDS) -> list[str]:
    for number in range(rounds):
        election.round(kinds[number % len(kinds)])
    return election.thief.found


def beyond_chance(thief: Thief) -> list[str]:
    """Channels in which guessing by order was right more often than chance is: on average once a round, with a
    variance of about one; five deviations is one false alarm in millions."""
    return [channel for channel, rounds in thief.expected.items() if thief.right[channel] > rounds + 5 * rounds**0.5]


def test_b9_closed_ballots_cannot_be_linked(election: Election) -> None:
    # PostgreSQL is copied with its whole log every time, which is the same work over and over.
    rounds = size("ROUNDS", 50, 1_000) if connection.vendor == "sqlite" else size("ROUNDS", 10, 100)
    assert run(election, rounds) == []
    thief = election.thief
    assert beyond_chance(thief) == []
    assert set(thief.expected) >= {"order of voting", "order of names", "rows", "ids"}
    figures(
        "B9" if connection.vendor == "sqlite" else "B9 PostgreSQL",
        rounds=rounds,
        guesses=thief.tried,
        sizes=len(thief.sizes),
        linked=len(thief.found),
        **{f"right by {name} per round": round(thief.right[name] / n, 2) for name, n in thief.expected.items()},
    )


def test_b9_notices_an_op_of_a_ballot_in_the_ledger(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "cast_in", lambda changes: None)
    found = run(election, 1, ("scale",))
    assert "the op ledger holds the op of a ballot" in found
    assert "a payload in the op ledger can be guessed" in found
    assert "an op of a ballot lies on disk" in found


def test_b9_notices_a_tombstone_with_a_person(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_lost", lambda item: item.lost)
    assert "a tombstone says whose ballot it was" in run(election, 1)


def test_b9_notices_a_key_that_stays(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BallotKeys, "destroy", lambda *_: None)
    assert "the key of a closed round is still there" in run(election, 1)


def test_b9_notices_ballots_that_stay(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = ballots.Ballots.write

    def forgets(self: Any, session: str, folded: Any, sealed: Any) -> None:
        folded.closed, removed = [], folded.removed
        folded.removed = {}
        writes(self, session, folded, sealed)
        folded.removed = removed

    monkeypatch.setattr(ballots.Ballots, "write", forgets)
    assert "ballots of a closed round are still there" in run(election, 1)


def test_b9_notices_ballots_of_different_size(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots, "_padded", lambda data: len(data).to_bytes(4, "big") + data)
    assert "ballots differ in size" in run(election, 1)


def test_b9_notices_a_ballot_that_only_the_traject_seals(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    class Glass:
        def __init__(self, key: bytes) -> None: ...
        def encrypt(self, nonce: bytes, data: bytes, place: bytes) -> bytes:
            return data

        def decrypt(self, nonce: bytes, data: bytes, place: bytes) -> bytes:
            return data

    monkeypatch.setattr(ballots, "AESGCM", Glass)
    assert "a ballot names its author without the key of the round" in run(election, 1)


def test_b9_notices_a_key_in_a_backup(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    find_or_make, everything = election.keys.find_or_make, ballot_thief.on_disk

    def careless(session: str, box: str) -> bytes:
        key = find_or_make(session, box)
        election.kek_file.with_name("copy").write_bytes(key)
        return key

    monkeypatch.setattr(election.keys, "find_or_make", careless)
    monkeypatch.setattr(ballot_thief, "on_disk", lambda kek: everything(kek) + kek.with_name("copy").read_bytes())
    assert "the key of a round lies in a backup" in run(election, 1)


def test_b9_notices_open_answers_in_the_order_of_voting(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "shuffled", lambda values, chance: list(values))
    monkeypatch.setattr(counting, "sorted", list, raising=False)
    run(election, 12, ("open",))
    assert "order of last votes" in beyond_chance(election.thief)


def test_b9_notices_a_log_that_tells(election: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = ballots.Ballots.write

    def tells(self: Any, session: str, folded: Any, sealed: Any) -> None:
        for record in folded.ballots.values():
            logging.getLogger("samenspel.store").warning("ballot of %s", record.author)
        writes(self, session, folded, sealed)

    monkeypatch.setattr(ballots.Ballots, "write", tells)
    assert "the log tells of a ballot" in run(election, 1)
