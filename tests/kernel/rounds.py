"""A small instrument with everything in it that the kernel must get right: answers hidden until a round opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from samenspel.kernel.audience import (
    ALL_ROLES,
    CONTROL,
    CONTROL_ROLES,
    EVERYONE,
    PARTY_FIELD,
    ROOM_ROLES,
    WALL,
    Role,
    Visibility,
    masked,
    own,
    whole,
)
from samenspel.kernel.change import Change, Put, Remove
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.definition import Args, Instrument, Move, Phase, Scopes
from samenspel.kernel.record import Body, Instance, Record
from samenspel.kernel.situation import Handed, Situation
from samenspel.kernel.state import State


class Round(Body, frozen=True, kw_only=True):
    TYPE = "round"
    MOST = 3

    shown: bool = False


class Answer(Body, frozen=True, kw_only=True):
    TYPE = "answer"

    text: str
    choice: int = 0


class Bare(Body, frozen=True, kw_only=True):
    """A record whose view fails."""

    TYPE = "bare"


def see_round(record: Record, scopes: Scopes) -> Visibility:
    return whole(*EVERYONE)


def see_answer(record: Record, scopes: Scopes) -> Visibility:
    opened = scopes.body(Round)
    if opened is not None and opened.shown:
        return whole(*EVERYONE) | own(record.author)
    return masked(["choice", PARTY_FIELD], CONTROL) | masked([], WALL) | own(record.author)


def see_bare(record: Record, scopes: Scopes) -> Visibility:
    raise KeyError("a view that trips")


class Empty(Args, frozen=True, kw_only=True):
    """Nothing."""


class Say(Args, frozen=True, kw_only=True):
    round: str
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=10)]


class Odd(Args, frozen=True, kw_only=True):
    how: str


class Of(Args, frozen=True, kw_only=True):
    id: str


class Rewrite(Args, frozen=True, kw_only=True):
    id: str
    text: str


def add_round(s: Situation, args: Empty) -> Iterable[Change]:
    return [s.create(Round())]


def say(s: Situation, args: Say) -> Iterable[Change]:
    record, _ = s.find(Round, args.round)
    return [s.create(Answer(text=args.text), scope=record.id, party=s.actor.party)]


def rewrite(s: Situation, args: Rewrite) -> Iterable[Change]:
    record, _ = s.find(Answer, args.id)
    s.guard(record)
    return [s.change(record, text=args.text)]


def remove(s: Situation, args: Of) -> Iterable[Change]:
    record, _ = s.find(Round, args.id)
    return s.remove(record)


def show(s: Situation, args: Of) -> Iterable[Change]:
    record, body = s.find(Round, args.id)
    return [s.change(record, shown=not body.shown)]


def odd(s: Situation, args: Odd) -> Iterable[Change]:
    """Rules that break the kernel's promises, each in its own way."""
    put = s.create(Answer(text="x"))
    record = put.record
    bad: dict[str, Any] = {
        "other instance": {"instance": "i2"},
        "skipped version": {"version": 2},
        "unknown scope": {"scope": "nowhere"},
        "wrong name": {"type": "round"},
        "unknown type": {"type": Stranger.TYPE, "body": Stranger()},
    }
    if args.how == "removes of another instance":
        return [Remove("there")]
    return [Put(msgspec.structs.replace(record, **bad[args.how]))]


class Stranger(Body, frozen=True, kw_only=True):
    TYPE = "stranger"


ROUNDS = Instrument(
    name="rounds",
    title="Rondes",
    phases=(Phase("ask", "Vragen"), Phase("talk", "Praten")),
    records=(Round, Answer, Bare),
    moves=(
        Move("add_round", Empty, CONTROL_ROLES, add_round),
        Move("say", Say, ROOM_ROLES | {Role.FACILITATOR}, say, frozenset({"ask"})),
        Move("rewrite", Rewrite, ALL_ROLES, rewrite),
        Move("remove", Of, CONTROL_ROLES, remove),
        Move("show", Of, CONTROL_ROLES, show),
        Move("odd", Odd, CONTROL_ROLES, odd),
    ),
    views={"round": see_round, "answer": see_answer, "bare": see_bare},
)
INSTRUMENTS = {"rounds": ROUNDS}

LEADER = Actor(person="f1", role=Role.FACILITATOR)
ANNA = Actor(person="p1", role=Role.PARTICIPANT, party="w1")
BRAM = Actor(person="p2", role=Role.PARTICIPANT, party="w2")
WAITER = Actor(person="p3", role=Role.WAITING)


def instance(name: str = "i1", phase: str = "ask", instrument: str = "rounds") -> Record:
    body = Instance(instrument=instrument, title="Rondes", phase=phase)
    return Record(id=name, type="instance", instance=name, body=body)


def round_(name: str, shown: bool = False, where: str = "i1") -> Record:
    return Record(id=name, type="round", instance=where, body=Round(shown=shown))


def answer(name: str, scope: str | None = "r1", author: str = "p1", text: str = "stil", party: str = "w1") -> Record:
    return Record(
        id=name, type="answer", instance="i1", scope=scope, author=author, party=party, body=Answer(text=text)
    )


def start() -> State:
    return State([instance(), round_("r1"), answer("a1")])


def handed() -> Handed:
    ids = (f"n{number}" for number in range(1_000_000))
    return Handed(now=1_000, new_id=lambda: next(ids), chance=lambda: 0.5)


def asks(move: str, base: int | None = None, where: str = "i1", **args: Any) -> Command:
    return Command(op="op-0123456789abcdef", instance=where, move=move, args=args, base=base)
