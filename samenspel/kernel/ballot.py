"""Ballots: what nobody may ever link to who gave it (R13). docs/adr/0009-ballots.md says why it is built so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from samenspel.kernel.change import Change, Put
from samenspel.kernel.command import Actor
from samenspel.kernel.record import Body, Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State

if TYPE_CHECKING:
    from samenspel.kernel.project import Touched

CHANGES: Final = 32
"""How often one ballot may be given anew: every op of it is kept inside it, so that none is forgotten (R3)."""
TOO_OFTEN: Final = "Je hebt deze stem al heel vaak veranderd. De laatste die bewaard is, telt mee."


class BallotBox(Body, frozen=True, kw_only=True):
    """Stembus: the record of one round, and the scope of its ballots. Its closing is the end of every one of them."""

    @property
    def takes_ballots(self) -> bool:
        """Whether ballots may be put in now; a box that does not say so takes none."""
        return False


def is_ballot(record: Record | None) -> bool:
    """Whether this record is somebody's ballot."""
    return record is not None and record.body.KEY == "ballot"


def cast_in(changes: Iterable[Change]) -> Record | None:
    """The ballot that these changes put, or None."""
    return next((change.record for change in changes if isinstance(change, Put) and is_ballot(change.record)), None)


def closed_by(before: State, after: State, changes: Iterable[Change]) -> tuple[str, ...]:
    """The boxes that took ballots before these changes and no longer do, or are gone."""
    names = dict.fromkeys(c.record.id if isinstance(c, Put) else c.record_id for c in changes)
    return tuple(name for name in names if _takes(before.get(name)) and not _takes(after.get(name)))


def closed_in(step: Iterable[Touched]) -> tuple[str, ...]:
    """The same, from what a step touched."""
    return tuple(item.record_id for item in step if _takes(item.before) and not _takes(item.after))


def check_ballots(casts: bool, actor: Actor, before: State, after: State, changes: tuple[Change, ...]) -> None:
    """What every rule with ballots keeps to (R13).

    A move that casts puts exactly one ballot of the actor, into an open box, and no other move puts any: only so does
    the op ledger hold nothing of it. A box that closes holds no ballot any more. Refuses FULL after CHANGES.
    """
    ballots = [change.record for change in changes if isinstance(change, Put) and is_ballot(change.record)]
    if len(ballots) != (1 if casts else 0):
        raise AssertionError("a move that casts puts one ballot, and no other move puts any")
    for ballot in ballots:
        old = before.get(ballot.id)
        if ballot.author != actor.person or (old is not None and old.author != actor.person):
            raise AssertionError("a ballot belongs to who casts it")
        if not _takes(after.get(ballot.scope)) or not _takes(before.get(ballot.scope)):
            raise AssertionError("a ballot goes into an open box")
        if ballot.version > CHANGES:
            raise Refused(Reason.FULL, TOO_OFTEN)
    for box in closed_by(before, after, changes):
        if any(_ballots_of(after, box)):
            raise AssertionError("a box that closes still holds ballots")


def _takes(record: Record | None) -> bool:
    return record is not None and isinstance(record.body, BallotBox) and record.body.takes_ballots


def _ballots_of(state: State, box: str) -> Iterator[bool]:
    return (is_ballot(record) for record in state.inside(box))
