"""Who is at the table."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.kernel.record import Body
from samenspel.kernel.text import NameText, OptionalName, OptionalText, ShortText

Colour = Annotated[int, msgspec.Meta(ge=1, le=12)]


class Party(Body, frozen=True, kw_only=True):
    """Partij: an organisation, or a part of one, that speaks for itself (001, CR-3).

    `colour` is 1..12 and fixes paper, edge and edge pattern; `short` (14 code points at most) always goes with it.
    `place` orders parties. `absent` says it could not come; `category` groups parties that share a colour (001).
    """

    TYPE = "party"
    MOST = 24

    name: NameText
    short: ShortText
    colour: Colour
    place: float
    absent: bool = False
    category: OptionalName = ""


class Attendee(Body, frozen=True, kw_only=True):
    """Deelnemer: a person in a session, known by the name or initials it gave (CR-3, R14).

    `status`: waiting in the lobby, admitted, turned away, or gone. `present` is set by the facilitator and never
    by a connection (R14). `level` is the function level of 001; `involved` whether directly involved in the case.
    `remote`: joins from elsewhere beside a video call. `offline`: in the room without a phone. `became`: this
    newcomer turned out to be somebody known before (dead battery); whoever holds its ticket is that attendee.
    """

    TYPE = "attendee"
    MOST = 1_200

    name: NameText
    role: Literal["facilitator", "note_taker", "initiator", "participant"]
    party: str | None = None
    status: Literal["waiting", "admitted", "refused", "gone"] = "waiting"
    function: OptionalName = ""
    level: Literal["", "practice", "team_lead", "management"] = ""
    involved: bool | None = None
    present: bool = True
    remote: bool = False
    offline: bool = False
    became: str | None = None


class Meeting(Body, frozen=True, kw_only=True):
    """Bijeenkomst: the one record that says where the group is.

    Times are milliseconds since 1970 UTC, 0 for not yet. `block` is the block that runs now. `door_open` admits
    everyone who joins (lobby off). `planned_start` is what the run sheet counts from before the start. `timer` shows
    on the wall how long the block still takes (CR-20).
    """

    TYPE = "meeting"
    KEY = "outcome"
    MOST = 1

    title: NameText
    planned_start: int = 0
    started: int = 0
    ended: int = 0
    block: str | None = None
    door_open: bool = False
    paper: bool = False
    timer: bool = False
    message: OptionalText = ""
