"""What a session yields and what lives on after the case is destroyed: the outcome key (CR-21, CR-22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from samenspel.kernel.definition import Upgrade
from samenspel.kernel.record import Body
from samenspel.kernel.text import LessonText, NameText, OptionalName, OptionalText

TriangleLevel = Literal["", "goal_and_content", "field_and_rules", "relations"]
Status = Literal["open", "started", "done", "dropped"]


class GroundRule(Body, frozen=True, kw_only=True):
    """Spelregel: how the group wants to deal with each other (CR-11, D-4).

    The attributes of D-4 (felt as clear and as fair count as one there) are empty while nobody judged them.
    """

    TYPE = "ground_rule"
    KEY = "outcome"
    MOST = 40
    EACH = 15

    text: LessonText
    place: float
    explicit: bool | None = None
    formal: bool | None = None
    works: bool | None = None
    clear: bool | None = None
    fair: bool | None = None
    missing: bool = False


class Theme(Body, frozen=True, kw_only=True):
    """Thema: something that keeps coming back, with the moments where it did (flip-over, CR-16)."""

    TYPE = "theme"
    MOST = 60

    text: NameText
    moments: tuple[str, ...] = ()


class RedThread(Body, frozen=True, kw_only=True):
    """Rode draad: what is seen again and again in the timeline, linked to moments (CR-18)."""

    TYPE = "red_thread"
    KEY = "outcome"
    MOST = 12

    text: LessonText
    place: float
    moments: tuple[str, ...] = ()
    level: TriangleLevel = ""


class Lesson(Body, frozen=True, kw_only=True):
    """Les: what the parties learned, on content or on collaboration, from a red thread (CR-19)."""

    TYPE = "lesson"
    KEY = "outcome"
    MOST = 60

    text: LessonText
    kind: Literal["content", "collaboration"]
    place: float
    thread: str | None = None


class Agreement(Body, frozen=True, kw_only=True):
    """Afspraak: who does what, when, with whose help (X-2, CR-19).

    `kind`: a working agreement; an appointment for a case that goes on; how new information is dealt with (CR-17).
    `who` and `help_from` are free words (a role, a party, initials); `owner` is the attendee who is asked how it
    goes, whose id is that of its contact in the traject. `due` is an ISO date or empty. `lesson` or `rule` is the
    record it follows from. `report` is what the owner said about it at `reported` (milliseconds since 1970 UTC, 0 for
    never), for who leads and organises until it is `shared`; `helped` is what helped or stood in the way, in the words
    of the group at the look-back (CR-23).
    """

    TYPE = "agreement"
    KEY = "outcome"
    SCHEMA = 2
    MOST = 120
    EACH = 30

    what: LessonText
    kind: Literal["working", "case", "new_information"] = "working"
    who: OptionalName = ""
    due: str = ""
    help_from: OptionalName = ""
    place: float
    lesson: str | None = None
    rule: str | None = None
    status: Status = "open"
    owner: str | None = None
    report: OptionalText = ""
    reported: int = 0
    shared: bool = False
    helped: OptionalText = ""


class LookBack(Body, frozen=True, kw_only=True):
    """Terugblik: the date on which the group meets again, fixed before people leave (CR-19, CR-23)."""

    TYPE = "look_back"
    KEY = "outcome"
    MOST = 1

    date: str
    organiser: OptionalName = ""
    note: OptionalText = ""


def _agreement_without_owner(fields: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 knew no owner and no word of how it goes."""
    return {"owner": None, "report": "", "reported": 0, "shared": False, "helped": "", **fields}


UPGRADES: Final[Mapping[tuple[str, int], Upgrade]] = {(Agreement.TYPE, 1): _agreement_without_owner}
"""For one instrument that has these records; a step holds for all of them."""
