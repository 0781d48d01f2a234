"""Who sees what of a casusreconstructie (R5, R6). A record that is not here is seen by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from samenspel.instruments.case_reconstruction.records import (
    DefiningMoment,
    Experience,
    Interpretation,
    MomentInput,
    MomentRequest,
    Reconstruction,
)
from samenspel.kernel.audience import (
    CONTROL,
    EVERYONE,
    FACILITATOR,
    INITIATOR,
    NOTHING,
    PARTICIPANTS,
    WALL,
    Sight,
    Visibility,
    masked,
    own,
    party_tag,
    person_tag,
    whole,
)
from samenspel.kernel.definition import Scopes, View
from samenspel.kernel.record import Record
from samenspel.vocabulary import agreed

SHOWN_OF_MOMENT: Final = ("text", "when", "kind", "revealed", "spot")
SHOWN_OF_PROCEEDINGS: Final = ("current", "focus", "rules_agreed", "information_open")
REASON_PHASES: Final = ("lessons", "closing")

SHOWN_OF_INPUT: Final = ("text", "when", "kind", "meaning", "state", "handled", "@party")

_CONTROL: Final = whole(CONTROL, author=True)
# The initiator prepares the case with the facilitator and rewrites the same words, so knows their version (R11).
_INITIATOR: Final = Visibility(((INITIATOR, Sight(None, author=True, version=True)),))
_ROOM: Final = whole(PARTICIPANTS, WALL)


def reconstruction(record: Record, scopes: Scopes) -> Visibility:
    """Why the case was chosen comes into view once lessons are drawn (CR-19)."""
    fields = ("experience", "reason") if scopes.phase in REASON_PHASES else ("experience",)
    return _CONTROL | masked(fields, PARTICIPANTS, WALL)


def proceedings(record: Record, scopes: Scopes) -> Visibility:
    """Which questions were asked is for control only (CR-13)."""
    return _CONTROL | masked(SHOWN_OF_PROCEEDINGS, PARTICIPANTS, WALL)


def defining_moment(record: Record, scopes: Scopes) -> Visibility:
    """A moment not yet revealed never leaves the server for the room (CR-12)."""
    body = record.body
    if isinstance(body, DefiningMoment) and body.revealed:
        return _CONTROL | masked(SHOWN_OF_MOMENT, PARTICIPANTS, WALL)
    return _CONTROL


def under_moment(record: Record, scopes: Scopes) -> Visibility:
    """What hangs under a moment opens and closes with it; its author knows it as its own (R6)."""
    if not _revealed(scopes):
        return _CONTROL
    return _CONTROL | _ROOM | own(record.author)


def interpretation(record: Record, scopes: Scopes) -> Visibility:
    """A draft is for its author only, not even for control; what hangs goes with its moment. What was noted for a
    party or brought in beforehand, that party may rewrite."""
    body = record.body
    if not isinstance(body, Interpretation):
        return NOTHING
    if body.state != "placed":
        return own(record.author)
    for_party = whole(party_tag(record.party)) if record.party and (body.noted or body.beforehand) else NOTHING
    return under_moment(record, scopes) | (for_party if _revealed(scopes) else NOTHING)


def experience(record: Record, scopes: Scopes) -> Visibility:
    """Seen by nobody while the line is switched off (CR-14)."""
    settings = scopes.body(Reconstruction)
    if not isinstance(record.body, Experience) or settings is None or not settings.experience:
        return NOTHING
    return under_moment(record, scopes)


def for_author(record: Record, scopes: Scopes) -> Visibility:
    """For control and the one who wrote it."""
    return _CONTROL | own(record.author)


def for_everyone(record: Record, scopes: Scopes) -> Visibility:
    """On the flip-over: for all in the room; its author knows it as its own."""
    return _CONTROL | _ROOM | own(record.author)


def with_initiator(record: Record, scopes: Scopes) -> Visibility:
    """For control and the initiator, who prepare the session together, and for the one who wrote it (CR-1, CR-3)."""
    return _CONTROL | _INITIATOR | own(record.author)


def tension(record: Record, scopes: Scopes) -> Visibility:
    """For the facilitator: not for the note-taker, not for the initiator (CR-4). Who said it sees that it was said and
    not what: a personal link can be opened by whoever passed it on."""
    said = masked((), person_tag(record.author), author=True) if record.author else NOTHING
    return whole(FACILITATOR, author=True) | said


def moment_request(record: Record, scopes: Scopes) -> Visibility:
    """For control and the one who is asked (CR-6)."""
    body = record.body
    return _CONTROL | whole(person_tag(body.person)) if isinstance(body, MomentRequest) else NOTHING


def moment_input(record: Record, scopes: Scopes) -> Visibility:
    """A draft is its author's alone. Of what was sent control sees all; its author sees everything but where it
    went, because a moment not yet shown leaves no trace outside control (CR-6, CR-12)."""
    body = record.body
    if not isinstance(body, MomentInput):
        return NOTHING
    if body.state == "draft":
        return own(record.author)
    author = person_tag(record.author) if record.author else None
    return _CONTROL | (masked(SHOWN_OF_INPUT, author, author=True) if author else NOTHING)


def of_the_group(record: Record, scopes: Scopes) -> Visibility:
    """The group's, whoever typed it: for all, and authorship for nobody."""
    return whole(*EVERYONE)


def _revealed(scopes: Scopes) -> bool:
    moment = scopes.body(DefiningMoment)
    return isinstance(moment, DefiningMoment) and moment.revealed


VIEWS: Final[Mapping[str, View]] = {
    "reconstruction": reconstruction,
    "proceedings": proceedings,
    "defining_moment": defining_moment,
    "interpretation": interpretation,
    "stance": under_moment,
    "experience": experience,
    "interaction": under_moment,
    "mark": under_moment,
    "peeling": under_moment,
    "observation": for_everyone,
    "consent": for_author,
    "suggestion": for_author,
    "abbreviation": of_the_group,
    "case_choice": with_initiator,
    "sounding_answer": with_initiator,
    "facilitator_check": with_initiator,
    "missing_party": with_initiator,
    "tension": tension,
    "moment_request": moment_request,
    "moment_input": moment_input,
    "absent_party": with_initiator,
    "report_comment": with_initiator,
    "ground_rule": of_the_group,
    "theme": of_the_group,
    "red_thread": of_the_group,
    "lesson": of_the_group,
    "agreement": agreed.view,
    "look_back": of_the_group,
}
