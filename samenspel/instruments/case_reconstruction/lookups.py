"""What several rules look up: the settings, moments as the asker may know them, and whose words may be written."""

from __future__ import annotations

from datetime import date
from typing import Final

from samenspel.instruments.case_reconstruction.records import DefiningMoment, Proceedings, Reconstruction
from samenspel.kernel.change import Change
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.vocabulary.people import Party

ABSENT: Final = "Deze partij is er vandaag niet. Niemand vult voor haar in."
NO_DAY: Final = "Deze dag bestaat niet. Kies een dag, bijvoorbeeld 12 maart 2026."
NO_DATE: Final = "Deze datum kennen we niet. Schrijf bijvoorbeeld 12-3-2025, maart 2025 of rond kerst 2024."


def reconstruction(situation: Situation) -> tuple[Record, Reconstruction]:
    """The settings record of this instance."""
    found = situation.one(Reconstruction)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def proceedings(situation: Situation) -> tuple[Record, Proceedings]:
    """Where the talk is now."""
    found = situation.one(Proceedings)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def proceed(situation: Situation, **fields: object) -> list[Change]:
    """The proceedings with other values; nothing when they hold them already (a double tap changes nothing)."""
    record, body = proceedings(situation)
    same = all(getattr(body, name) == value for name, value in fields.items())
    return [] if same else [situation.change(record, **fields)]


def moment(situation: Situation, moment_id: str) -> tuple[Record, DefiningMoment]:
    """The moment; for a participant a hidden one is as if it were not there (CR-12, R5)."""
    record, body = situation.find(DefiningMoment, moment_id)
    if not body.revealed and not situation.actor.is_control:
        raise Refused(Reason.NOT_FOUND)
    return record, body


def revealed(situation: Situation, moment_id: str) -> tuple[Record, DefiningMoment]:
    """The moment, when it was shown; what everybody sees may point at no other (R4)."""
    record, body = situation.find(DefiningMoment, moment_id)
    if not body.revealed:
        raise Refused(Reason.NOT_FOUND)
    return record, body


def known_party(situation: Situation, party: str | None) -> str:
    """The id of a party of this session; refuses NOT_FOUND."""
    return situation.find_shared(Party, party)[0].id


def speaks_for(situation: Situation, party: str | None, *, beforehand: bool = False) -> str:
    """For which party the actor writes (CR-12): participants for their own; control for any that is here.

    What an absent party brought in `beforehand` may be written down, and nothing else in its name (CR-3).
    """
    if not situation.actor.is_control:
        if situation.actor.party is None or (party is not None and party != situation.actor.party):
            raise Refused(Reason.NOT_YOUR_PARTY)
        return known_party(situation, situation.actor.party)
    record, body = situation.find_shared(Party, party)
    if body.absent and not beforehand:
        raise Refused(Reason.BAD_VALUE, ABSENT)
    return record.id


def own_party(situation: Situation) -> str | None:
    """The party that goes with what a participant adds to the whole; control adds for the group."""
    return None if situation.actor.is_control else situation.actor.party


def may_change(situation: Situation, record: Record) -> None:
    """Control changes what is the group's; participants change what they made themselves; refuses NOT_YOURS."""
    if not situation.actor.is_control and record.author != situation.actor.person:
        raise Refused(Reason.NOT_YOURS)


def day(text: str) -> str:
    """An ISO date or nothing; refuses BAD_VALUE."""
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise Refused(Reason.BAD_VALUE, NO_DAY) from None
    return text
