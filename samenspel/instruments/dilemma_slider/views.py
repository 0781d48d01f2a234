"""Who sees what of a dilemma slider (R5, R6)."""

from __future__ import annotations

from samenspel.instruments.dilemma_slider.records import SliderRound, ValueOrder
from samenspel.kernel.audience import CONTROL, EVERYONE, NOTHING, PARTICIPANTS, WALL, Visibility, masked, own, whole
from samenspel.kernel.definition import Scopes
from samenspel.kernel.record import Record


def after_preparation(record: Record, scopes: Scopes) -> Visibility:
    """Regie prepares; the others see it once the instrument is on (G-3.1)."""
    return whole(CONTROL) if scopes.phase in ("", "preparation") else whole(*EVERYONE)


def placing(record: Record, scopes: Scopes) -> Visibility:
    """Until the reveal: existence, and for Regie whose; afterwards the place with its person (G-3.1, R6)."""
    mine = own(record.author)
    of_round = scopes.body(SliderRound)
    if of_round is None:
        return NOTHING
    if of_round.state == "revealed":
        return mine | whole(*EVERYONE, author=True)
    return mine | masked((), CONTROL, author=True) | masked((), PARTICIPANTS, WALL)


def shared(record: Record, scopes: Scopes) -> Visibility:
    """What is meant for the whole group."""
    return whole(*EVERYONE)


def value_order(record: Record, scopes: Scopes) -> Visibility:
    """One's own hierarchy of values, until one shows it."""
    shown = isinstance(record.body, ValueOrder) and record.body.shown
    return own(record.author) | (whole(*EVERYONE, author=True) if shown else NOTHING)
