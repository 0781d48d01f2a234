"""The engine without a live room: load, decide, commit, in the thread of the caller.

A room that is live in this or another process sees the result by its poll (R9).
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection, transaction

from samenspel import clock
from samenspel.instruments import catalogue
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.definition import Instruments
from samenspel.kernel.record import Record
from samenspel.kernel.situation import Handed
from samenspel.kernel.state import State
from samenspel.kernel.upgrade import Types
from samenspel.keys.ballots import BallotKeys
from samenspel.keys.cipher import Cipher
from samenspel.room.batch import Request, decide_batch
from samenspel.store.django_store import DjangoStore
from samenspel.store.interface import Behind, Unreachable

TRIES = 20
POLITE = 4
"""After so many times of being second, the room waits for us."""
PAUSE = 0.3

_told: list[Callable[[str, int], None]] = []


def instruments() -> Instruments:
    """Every instrument of this release."""
    return catalogue.load()


@cache
def cipher() -> Cipher:
    """The cipher of this process."""
    return Cipher(Path(settings.SAMENSPEL_KEK_FILE))


@cache
def store() -> DjangoStore:
    """The store of this process."""
    return DjangoStore(Types(instruments()), cipher(), BallotKeys(Path(settings.SAMENSPEL_BALLOTS)))


def tell_commits_to(told: Callable[[str, int], None]) -> None:
    """Who hears of every commit made here: session and clock (R9)."""
    _told[:] = [told]


def heard(session: str, clock: int) -> None:
    """Something was committed in this session, up to this clock: rooms here and elsewhere come and look."""
    for told in _told:
        told(session, clock)


def handed() -> Handed:
    """The time now, new ids and chance, as rules are handed them (R1)."""
    return Handed(round(clock.now().timestamp() * 1000), lambda: secrets.token_hex(8), random.SystemRandom().random)


def command(instance: str, move: str, /, **args: object) -> Command:
    """A command with an op id of its own."""
    return Command(op=secrets.token_hex(16), instance=instance, move=move, args=args)


def over(record: Record, asked: Command) -> Command:
    """The same command, over the words that stand on this record now (R11)."""
    return msgspec.structs.replace(asked, base=record.version)


def state_of(session: str) -> State:
    """The records of a session as they are now. Raises Gone."""
    return State(store().load(session).records)


def run(session: str, actor: Actor, *commands: Command) -> None:
    """Carry out commands in order, all or none. Raises Refused, Gone, or Behind when the room stays too busy."""
    kept = store()
    for number in range(TRIES):
        try:
            with kept.alone(session) if number >= POLITE else nullcontext():
                clock = _once(kept, session, actor, commands)
        except Behind:
            continue
        except Unreachable:
            # It may have landed: whoever asks again under the same op finds that out (R3).
            if connection.in_atomic_block or number + 1 == TRIES:
                raise
            time.sleep(PAUSE)
            continue
        transaction.on_commit(partial(heard, session, clock))
        return
    raise Behind(session)


def _once(kept: DjangoStore, session: str, actor: Actor, commands: Sequence[Command]) -> int:
    loaded = kept.load(session)
    requests = [Request(actor, each) for each in commands]
    batch = decide_batch(instruments(), State(loaded.records), requests, loaded.clock, handed(), loaded.known)
    _all_or_none([answer.refused for answer in batch.answers])
    kept.commit(session, loaded.clock, batch.effects)
    return loaded.clock + len(batch.effects)


def _all_or_none(refusals: Sequence[Exception | None]) -> None:
    for refused in refusals:
        if refused is not None:
            raise refused
