"""Who sees what of a quick poll (R5, R6, R13)."""

from __future__ import annotations

from samenspel.instruments.quick_poll.records import Poll, PollRound
from samenspel.kernel.audience import CONTROL, EVERYONE, NOTHING, Visibility, own, whole
from samenspel.kernel.definition import Scopes
from samenspel.kernel.record import Record


def poll(record: Record, scopes: Scopes) -> Visibility:
    """Regie prepares a question; the others see it once its first round is opened."""
    opened = isinstance(record.body, Poll) and record.body.opened
    return whole(*EVERYONE) if opened else whole(CONTROL)


def of_round(record: Record, scopes: Scopes) -> Visibility:
    """A round is for all: how many ballots are in, and nothing else of them."""
    return whole(*EVERYONE)


def ballot(record: Record, scopes: Scopes) -> Visibility:
    """One's own ballot; that it is there is for nobody else (R13). The engine sees to it as well."""
    return own(record.author)


def tally(record: Record, scopes: Scopes) -> Visibility:
    """At the reveal, for everybody at once: before it for nobody, Regie included (R6, R13)."""
    above = scopes.body(PollRound)
    return whole(*EVERYONE) if above is not None and above.state == "revealed" else NOTHING
