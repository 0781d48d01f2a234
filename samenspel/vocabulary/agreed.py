"""Wat er met een afspraak kan, in whatever instrument it was made: whose it is, who sees what, how it goes (X-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

import msgspec

from samenspel.kernel.audience import (
    CONTROL,
    INITIATOR,
    PARTICIPANTS,
    WALL,
    Role,
    Sight,
    Visibility,
    masked,
    own,
    person_tag,
    whole,
)
from samenspel.kernel.change import Change
from samenspel.kernel.definition import Args, Scopes
from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation
from samenspel.kernel.text import OptionalText, RecordId
from samenspel.vocabulary.outcomes import Agreement, Status
from samenspel.vocabulary.people import Attendee

Day = Annotated[str, msgspec.Meta(max_length=10)]
REPORTED: Final = ("report", "reported")
OF_THE_GROUP: Final = tuple(sorted({*Agreement.__struct_fields__, "@party"} - set(REPORTED)))
NO_DAY: Final = "Deze dag bestaat niet. Kies een dag, bijvoorbeeld 12 maart 2026."
ORGANISERS: Final = frozenset({Role.FACILITATOR, Role.NOTE_TAKER, Role.INITIATOR})

_ORGANISER: Final = Visibility(((INITIATOR, Sight(None, author=True, version=True)),))


class ReportAgreement(Args, frozen=True, kw_only=True):
    """How far an agreement is, with a line about it; `shared` when everybody of the group may read that line."""

    id: RecordId
    status: Status
    report: OptionalText = ""
    shared: bool = False


class PlanAgreement(Args, frozen=True, kw_only=True):
    """Who is asked about an agreement, and when it is due (ISO date or empty)."""

    id: RecordId
    owner: RecordId | None = None
    due: Day = ""


def owned_by(record: Record, body: Agreement) -> str | None:
    """The attendee whose agreement it is: its owner, or without one whoever wrote it down."""
    return body.owner or record.author


def view(record: Record, scopes: Scopes) -> Visibility:
    """What was agreed and how far it is: for all. What the owner said about it: for the owner, who wrote it, who leads
    and who organises, until it is shared."""
    body = record.body
    shared = isinstance(body, Agreement) and body.shared
    group = whole(PARTICIPANTS, WALL) if shared else masked(OF_THE_GROUP, PARTICIPANTS, WALL)
    owner = whole(person_tag(body.owner)) if isinstance(body, Agreement) and body.owner else Visibility()
    return whole(CONTROL, author=True) | _ORGANISER | group | own(record.author) | owner


def report_agreement(situation: Situation, args: ReportAgreement) -> Iterable[Change]:
    """Say how far it is: the owner of it, who organises and who leads."""
    record, body = situation.find(Agreement, args.id)
    actor = situation.actor
    if actor.role not in ORGANISERS and owned_by(record, body) != actor.person:
        raise Refused(Reason.NOT_YOURS)
    said = (args.status, args.report, args.shared)
    if said == (body.status, body.report, body.shared) and body.reported:
        return []
    return [
        situation.change(record, status=args.status, report=args.report, shared=args.shared, reported=situation.now)
    ]


def plan_agreement(situation: Situation, args: PlanAgreement) -> Iterable[Change]:
    """Say whose it is and when it is due, also long after the meeting; guarded (R11)."""
    record, body = situation.find(Agreement, args.id)
    situation.guard(record)
    owner, due = owner_of(situation, args.owner), day(args.due)
    return [] if (owner, due) == (body.owner, body.due) else [situation.change(record, owner=owner, due=due)]


def owner_of(situation: Situation, owner: str | None) -> str | None:
    """The attendee that is meant, or nobody; refuses NOT_FOUND for who is not let in, because an owner reads the whole
    agreement (R5). Once the case is gone a session knows its attendees no more; then whoever asks has looked in the
    traject (CR-22)."""
    if owner is None:
        return None
    known = situation.state.of(Attendee)
    if known and situation.find_shared(Attendee, owner)[1].status != "admitted":
        raise Refused(Reason.NOT_FOUND)
    return owner


def day(text: str) -> str:
    """An ISO date or nothing; refuses BAD_VALUE."""
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise Refused(Reason.BAD_VALUE, NO_DAY) from None
    return text
