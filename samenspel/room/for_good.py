"""Refused for good: what somebody was told is not done, is not done afterwards either (R3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from samenspel.kernel.definition import Instruments
from samenspel.kernel.refusal import Reason
from samenspel.room.batch import Answer, Batch, KnownOps
from samenspel.room.ledger import as_refused
from samenspel.store.interface import Effect, OpKey

PASSING: Final = frozenset({Reason.TOO_FAST, Reason.UNAVAILABLE})
"""Refusals after which a page asks the same op again: nothing is decided yet."""


def refused_for_good(
    instruments: Instruments, batch: Batch, turned_away: Sequence[Answer], base: int, known: KnownOps
) -> Batch:
    """The batch, with an effect without changes for everything that was asked again and is refused.

    What is asked again may still arrive where it was asked first: over the old line, or in a process that stands still.
    Whoever decides it there finds that nothing may come of it. Of a ballot nothing is kept (R13).
    """
    effects = list(batch.effects)
    settled = {answer.request.name for answer in batch.answers if answer.refused is None}
    for answer in (*turned_away, *batch.answers):
        request, refused = answer.request, answer.refused
        if refused is None or refused.reason in PASSING or not request.again or not request.actor.person:
            continue
        if request.name in known or request.name in settled or _casts(instruments, request.command.move):
            continue
        settled.add(request.name)
        key = OpKey(*request.name, as_refused(refused.reason))
        effects.append(Effect(key, base + len(effects) + 1, ()))
    return msgspec.structs.replace(batch, effects=tuple(effects))


def _casts(instruments: Instruments, name: str) -> bool:
    moves = (instrument.move(name) for instrument in instruments.values())
    return any(move is not None and move.casts for move in moves)
