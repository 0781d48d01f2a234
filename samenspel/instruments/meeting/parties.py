"""The parties at the table, each with a colour, an edge pattern and a short name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from samenspel.instruments.meeting.words import guard_choices, guard_words
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import NameText, OptionalName, RecordId, ShortText
from samenspel.vocabulary.fields import OfRecord, PlaceAfter, place_after, place_last
from samenspel.vocabulary.people import Attendee, Colour, Party


class AddParty(Args, frozen=True, kw_only=True):
    """Full name and short name; the first free colour when none is asked for."""

    name: NameText
    short: ShortText
    colour: Colour | None = None
    category: OptionalName = ""


def add_party(situation: Situation, args: AddParty) -> Iterable[Change]:
    """Add a party; two parties cannot have the same short name."""
    parties = situation.all(Party)
    _unique(situation, args.short, None)
    used = {record.body.colour for record in parties if isinstance(record.body, Party)}
    free = [number for number in range(1, 13) if number not in used]
    colour = args.colour or (free[0] if free else len(parties) % 12 + 1)
    body = Party(name=args.name, short=args.short, colour=colour, category=args.category, place=place_last(parties))
    return [situation.create(body)]


class ChangeParty(Args, frozen=True, kw_only=True):
    """What is given is changed."""

    id: RecordId
    name: NameText | None = None
    short: ShortText | None = None
    colour: Colour | None = None
    absent: bool | None = None
    category: OptionalName | None = None


def change_party(situation: Situation, args: ChangeParty) -> Iterable[Change]:
    """Rename or recolour a party, or say that it cannot come (CR-3); guarded (R11)."""
    record, _ = situation.find(Party, args.id)
    fields: dict[str, Any] = {k: v for k, v in msgspec.structs.asdict(args).items() if v is not None and k != "id"}
    guard_words(situation, record, fields, "name", "short", "category")
    guard_choices(situation, record, fields, "colour", "absent")
    if args.short is not None:
        _unique(situation, args.short, record.id)
    return [situation.change(record, **fields)] if fields else []


def place_party(situation: Situation, args: PlaceAfter) -> Iterable[Change]:
    """Move a party in the order."""
    record, _ = situation.find(Party, args.id)
    others = [other for other in situation.all(Party) if other.id != record.id]
    return [situation.change(record, place=place_after(others, args.after))]


def remove_party(situation: Situation, args: OfRecord) -> Iterable[Change]:
    """Take a party away, as long as nobody speaks for it and nothing is written under its name."""
    record, _ = situation.find(Party, args.id)
    speaks = any(isinstance(r.body, Attendee) and r.body.party == record.id for r in situation.all(Attendee))
    wrote = any(other.party == record.id for other in situation.state)
    if speaks or wrote:
        raise Refused(
            Reason.BAD_VALUE,
            "Deze partij heeft al een deelnemer of een tekst. Haal die eerst weg. Er is niets veranderd.",
        )
    return situation.remove(record)


def _unique(situation: Situation, short: str, leave_out: str | None) -> None:
    for record in situation.all(Party):
        body = record.body
        if record.id != leave_out and isinstance(body, Party) and body.short.casefold() == short.casefold():
            raise Refused(
                Reason.BAD_VALUE, "Er is al een partij met deze korte naam. Kies een andere; je invoer blijft staan."
            )
