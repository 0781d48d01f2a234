"""Who sees what of a collaboration triangle (R5, R6)."""

from __future__ import annotations

from samenspel.instruments.collaboration_triangle.records import TriangleRound
from samenspel.kernel.audience import CONTROL, EVERYONE, NOTHING, PARTICIPANTS, WALL, Visibility, masked, own, whole
from samenspel.kernel.definition import Scopes
from samenspel.kernel.record import Record


def shared(record: Record, scopes: Scopes) -> Visibility:
    """What is meant for the whole group."""
    return whole(*EVERYONE)


def written(record: Record, scopes: Scopes) -> Visibility:
    """For the whole group; its author knows it as theirs, to rewrite it or take it away."""
    return own(record.author) | whole(*EVERYONE)


def level_answer(record: Record, scopes: Scopes) -> Visibility:
    """Nobody but the author, not even its existence; after the reveal everybody, without name or party (D-1)."""
    of_round = scopes.body(TriangleRound)
    if of_round is None or of_round.state != "revealed":
        return own(record.author)
    return own(record.author) | masked(("level", "tension", "attention", "note"), *EVERYONE)


def answered(record: Record, scopes: Scopes) -> Visibility:
    """Regie sees who has answered and on how many levels, the others only how many people have."""
    if scopes.body(TriangleRound) is None:
        return NOTHING
    return (
        own(record.author) | masked(("levels", "noted"), CONTROL, author=True) | masked(("levels",), PARTICIPANTS, WALL)
    )
