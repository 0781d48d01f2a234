"""Deciding what arrived together, on a layer, without touching the state (R1, R3, R7)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from hashlib import blake2b

import msgspec

from samenspel.kernel.audience import CONTROL, PARTICIPANTS
from samenspel.kernel.ballot import cast_in, closed_in, is_ballot
from samenspel.kernel.change import Change, Put
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.decide import decide
from samenspel.kernel.definition import Instruments
from samenspel.kernel.project import Touched
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.sights import Sights, laid_together
from samenspel.kernel.situation import Handed
from samenspel.kernel.state import State
from samenspel.room.ledger import refused_in
from samenspel.store.interface import Effect, OpKey

log = logging.getLogger("samenspel.room")

KnownOps = Mapping[tuple[str, str], tuple[bytes, int]]
"""(person, op) → (payload hash, clock); of what was refused for good, `as_refused` in place of the hash."""


class Request(msgspec.Struct, frozen=True):
    """Verzoek: one command with who asked it. `tag` is handed back untouched with the answer. `again`: it was asked
    before, perhaps elsewhere, and may still arrive there."""

    actor: Actor
    command: Command
    tag: object = None
    again: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """Under what its op is known: (person, op)."""
        return self.actor.person, self.command.op


class Answer(msgspec.Struct, frozen=True):
    """Antwoord: done (`refused` is None) or refused."""

    request: Request
    refused: Refused | None = None


class Batch(msgspec.Struct, frozen=True):
    """Wat een tik beslist: effects to commit, answers to give after that, and whose view it touches."""

    effects: tuple[Effect, ...]
    answers: tuple[Answer, ...]
    touched: tuple[Touched, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes in order."""
        return tuple(change for effect in self.effects for change in effect.changes)


def payload_hash(command: Command) -> bytes:
    """16 bytes over what is asked, so that one op id cannot stand for two intentions (R3)."""
    what = (command.instance, command.move, command.args, command.base)
    return blake2b(msgspec.json.encode(what, order="deterministic"), digest_size=16).digest()


def decide_batch(
    instruments: Instruments,
    state: State,
    requests: Sequence[Request],
    base: int,
    handed: Handed,
    known: KnownOps,
    sights: Sights | None = None,
) -> Batch:
    """Decide requests one by one, each on top of the last. A repeated op is answered without an effect (R3).

    `sights` is what the room remembers of this state; it is not changed.
    """
    layer = state.layer()
    over = sights.over() if sights is not None else Sights(instruments)
    steps: list[list[Touched]] = []
    clock = base
    effects: list[Effect] = []
    answers: list[Answer] = []
    fresh: dict[tuple[str, str], bytes] = {}
    for request in requests:
        name = request.name
        payload = payload_hash(request.command)
        earlier = known[name][0] if name in known else fresh.get(name)
        if earlier is not None:
            answers.append(_answered_before(request, earlier, payload))
            continue
        try:
            changes = decide(instruments, layer, request.actor, request.command, handed)
        except Refused as refused:
            answers.append(Answer(request, refused))
            continue
        except Exception as error:
            log.error("rule.failed", extra={"fields": {"move": request.command.move, "error": type(error).__name__}})
            answers.append(Answer(request, Refused(Reason.UNAVAILABLE)))
            continue
        clock += 1
        changes = tuple(_stamp(change, clock) for change in changes)
        step = over.follow(layer, changes)
        steps.append(step)
        lost = tuple((item.record_id, _lost(item)) for item in step if item.lost)
        closed = closed_in(step)
        fresh[name] = payload
        key = OpKey(*name, payload)
        # R13: the op of a ballot goes into the ballot, and the ledger holds nothing of it.
        kept, cast = (None, key) if cast_in(changes) is not None else (key, None)
        effects.append(Effect(kept, clock, changes, lost, cast, closed))
        answers.append(Answer(request))
    return Batch(tuple(effects), tuple(answers), tuple(laid_together(steps)))


def _answered_before(request: Request, earlier: bytes, payload: bytes) -> Answer:
    """Done, refused for good, or another intention under the same op (R3)."""
    if earlier == payload:
        return Answer(request)
    return Answer(request, Refused(refused_in(earlier) or Reason.MALFORMED))


def _lost(item: Touched) -> frozenset[str]:
    """R13: a tombstone with a person in its tags would say whose ballot it was. Every one is for all who may have
    put one, Regie too: it types in what came on paper (R10)."""
    return frozenset({PARTICIPANTS, CONTROL}) if is_ballot(item.before) else item.lost


def _stamp(change: Change, clock: int) -> Change:
    if isinstance(change, Put):
        return Put(msgspec.structs.replace(change.record, clock=clock))
    return change
