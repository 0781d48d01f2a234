"""Wie wat mag zien, said once more and apart from the views, so that a view that is too wide is found (R5, R6).

A record type that is not in RULES may be seen by nobody: the tests fail on it by its name until it is said who may
see it: here, or in `tests/who_sees.py` of its instrument. `tests/security/test_b4_hidden_states.py` holds the room
against this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from samenspel.instruments import catalogue
from samenspel.kernel.audience import CONTROL_ROLES, ROOM_ROLES, Audience, Role
from samenspel.kernel.record import Instance, Record
from samenspel.kernel.state import State


@dataclass(frozen=True)
class May:
    """What of one record: `fields` None for all of them; whether its author and its version may be known."""

    fields: frozenset[str] | None = None
    author: bool = False
    version: bool = False

    def field(self, name: str) -> bool:
        """Whether this field may be seen."""
        return self.fields is None or name in self.fields


@dataclass(frozen=True)
class Look:
    """One audience looking at one record in one state."""

    state: State
    record: Record
    audience: Audience

    @property
    def control(self) -> bool:
        return self.audience.role in CONTROL_ROLES

    @property
    def mine(self) -> bool:
        return self.audience.person is not None and self.record.author == self.audience.person

    @property
    def phase(self) -> str:
        found = self.state.instance(self.record.instance)
        return found[1].phase if found else ""

    def above(self, kind: str) -> Record | None:
        """The nearest record of this type in which it lies, itself included."""
        here: Record | None = self.record
        while here is not None and here.type != kind:
            here = self.state.get(here.scope) if here.scope else None
        return here


Rule = Callable[[Look], May | None]
ALL = May()
MINE = May(author=True, version=True)


def only(*fields: str) -> May:
    """These fields and nothing of who or how often."""
    return May(frozenset(fields))


def by_hand(look: Look) -> May:
    """Control may rewrite it and sees who wrote it."""
    return May(author=True, version=True)


def group(look: Look) -> May:
    """For everybody in the room; authorship for nobody."""
    return May(version=look.control)


def written(look: Look) -> May:
    """For everybody; its author knows it as theirs."""
    return MINE if look.mine else group(look)


def by_control(look: Look) -> May:
    """For everybody; its author and control know whose it is."""
    return MINE if look.mine or look.control else ALL


def attendee(look: Look) -> May | None:
    if look.control:
        return MINE
    if look.record.id == look.audience.person:
        return May(version=True)
    admitted = look.record.body.status == "admitted"  # type: ignore[attr-defined]
    return only("party", "role", "status", "present") if admitted else None


def block(look: Look) -> May:
    shown = only("title", "minutes", "place", "runs", "phase", "started", "ended")
    return May(version=True) if look.control else shown


def reconstruction(look: Look) -> May:
    late = look.phase in ("lessons", "closing")
    return MINE if look.control else only("experience", "reason") if late else only("experience")


def proceedings(look: Look) -> May:
    return MINE if look.control else only("current", "focus", "rules_agreed", "information_open")


def moment(look: Look) -> May | None:
    if look.control:
        return MINE
    revealed = look.record.body.revealed  # type: ignore[attr-defined]
    return only("text", "when", "kind", "revealed", "spot") if revealed else None


def under_moment(look: Look) -> May | None:
    if look.control:
        return MINE
    above = look.above("defining_moment")
    if above is None or not above.body.revealed:  # type: ignore[attr-defined]
        return None
    return MINE if look.mine else ALL


def interpretation(look: Look) -> May | None:
    body = look.record.body
    if body.state == "draft":  # type: ignore[attr-defined]
        return MINE if look.mine else None
    found = under_moment(look)
    for_party = body.noted or body.beforehand  # type: ignore[attr-defined]
    own_party = look.audience.role in ROOM_ROLES and look.record.party == look.audience.party
    return May(author=found.author, version=True) if found and for_party and own_party else found


def experience(look: Look) -> May | None:
    settings = look.above("reconstruction")
    on = settings is not None and settings.body.experience  # type: ignore[attr-defined]
    return under_moment(look) if on else None


def author_and_control(look: Look) -> May | None:
    return MINE if look.mine or look.control else None


def preparers(look: Look) -> May | None:
    """Who prepares the session, and who wrote it."""
    return MINE if look.mine or look.control or look.audience.role is Role.INITIATOR else None


def tension(look: Look) -> May | None:
    """CR-4: the facilitator; no note-taker and no initiator; who said it sees that it was said."""
    if look.audience.role is Role.FACILITATOR:
        return MINE
    return May(frozenset(), author=True) if look.mine else None


def moment_request(look: Look) -> May | None:
    if look.control:
        return MINE
    asked = look.record.body.person == look.audience.person  # type: ignore[attr-defined]
    return May(version=True) if asked and look.audience.person else None


def moment_input(look: Look) -> May | None:
    """A draft is its author's; where a sent one went is for control."""
    if look.record.body.state == "draft":  # type: ignore[attr-defined]
        return MINE if look.mine else None
    if look.control:
        return MINE
    shown = frozenset({"text", "when", "kind", "meaning", "state", "handled", "@party"})
    return May(shown, author=True) if look.mine else None


def agreement(look: Look) -> May:
    """X-2: what was agreed is everybody's; what its owner said of it is for who leads, organises and owns it, until it
    is shared."""
    if look.control or look.mine or look.audience.role is Role.INITIATOR:
        return MINE
    body = look.record.body
    if look.audience.person and body.owner == look.audience.person:  # type: ignore[attr-defined]
        return May(version=True)
    held = frozenset(body.__struct_fields__)
    return ALL if body.shared else May(held - {"report", "reported"} | {"@party"})  # type: ignore[attr-defined]


def look_back_answer(look: Look) -> May | None:
    """CR-23: for who leads, organises and wrote it; for all once its question is open."""
    if look.control or look.mine or look.audience.role is Role.INITIATOR:
        return MINE
    question = look.above("look_back_question")
    opened = question is not None and question.body.revealed  # type: ignore[attr-defined]
    return ALL if opened else None


def good_moment(look: Look) -> May | None:
    shown = look.record.body.shown  # type: ignore[attr-defined]
    return MINE if look.control else ALL if shown else None


def level_answer(look: Look) -> May | None:
    opened = round_open(look, "triangle_round")
    return MINE if look.mine else only("level", "tension", "attention", "note") if opened else None


def answered(look: Look) -> May | None:
    if look.above("triangle_round") is None:
        return None
    if look.mine:
        return MINE
    return May(frozenset({"levels", "noted"}), author=True) if look.control else only("levels")


def after_preparation(look: Look) -> May | None:
    if look.control:
        return May(version=True)
    return None if look.phase in ("", "preparation") else ALL


def placing(look: Look) -> May | None:
    if look.above("slider_round") is None:
        return MINE if look.mine else None
    if look.mine:
        return MINE
    if round_open(look, "slider_round"):
        return May(author=True, version=look.control)
    return May(frozenset(), author=look.control)


def value_order(look: Look) -> May | None:
    if look.mine:
        return MINE
    shown = look.record.body.shown  # type: ignore[attr-defined]
    return May(author=True, version=look.control) if shown else None


def poll(look: Look) -> May | None:
    opened = look.record.body.opened  # type: ignore[attr-defined]
    return May(version=look.control) if opened or look.control else None


def poll_ballot(look: Look) -> May | None:
    """R13: whose it is, and nobody else, Regie included, not even that it is there."""
    return MINE if look.mine else None


def poll_tally(look: Look) -> May | None:
    """R13: until the reveal for nobody at all."""
    return May(version=look.control) if round_open(look, "poll_round") else None


def round_open(look: Look, kind: str) -> bool:
    """Whether the round of this type in which it lies was revealed."""
    above = look.above(kind)
    return above is not None and above.body.state == "revealed"  # type: ignore[attr-defined]


RULES: dict[str, Rule] = {
    Instance.TYPE: group,
    "meeting": group,
    "block": block,
    "parking": by_control,
    "party": group,
    "attendee": attendee,
    "reconstruction": reconstruction,
    "proceedings": proceedings,
    "consent": author_and_control,
    "suggestion": author_and_control,
    "defining_moment": moment,
    "interpretation": interpretation,
    "stance": under_moment,
    "experience": experience,
    "interaction": under_moment,
    "mark": under_moment,
    "observation": by_control,
    "peeling": under_moment,
    "abbreviation": group,
    "case_choice": preparers,
    "sounding_answer": preparers,
    "facilitator_check": preparers,
    "missing_party": preparers,
    "tension": tension,
    "moment_request": moment_request,
    "moment_input": moment_input,
    "absent_party": preparers,
    "report_comment": preparers,
    "ground_rule": written,
    "theme": group,
    "red_thread": group,
    "lesson": group,
    "agreement": agreement,
    "look_back": group,
    "look_back_talk": group,
    "look_back_question": group,
    "look_back_answer": look_back_answer,
    "good_moment": good_moment,
    "intention": by_control,
    "triangle": group,
    "triangle_round": group,
    "level_answer": level_answer,
    "answered": answered,
    "placement": written,
    "dilemma": after_preparation,
    "slider_round": after_preparation,
    "shared_slider": after_preparation,
    "placing": placing,
    "other_value": group,
    "value_order": value_order,
    "slider_choice": group,
    "poll": poll,
    "poll_round": group,
    "poll_ballot": poll_ballot,
    "poll_tally": poll_tally,
}
for _folder in catalogue.folders():
    if (_folder / "tests" / "who_sees.py").exists():
        RULES |= import_module(f"samenspel.instruments.{_folder.name}.tests.who_sees").RULES


def may_see(state: State, record: Record, audience: Audience) -> May | None:
    """What of this record this audience may see in this state; None for not even that it is there."""
    if audience.role is Role.WAITING:
        return _lobby(record, audience)
    rule = RULES.get(record.type)
    return rule(Look(state, record, audience)) if rule else None


def _lobby(record: Record, audience: Audience) -> May | None:
    """Somebody in the lobby: itself, what the session is called, and the parties to choose from."""
    if record.id == audience.person:
        return May(version=True)
    if record.author == audience.person and record.type != "attendee":
        return MINE
    if record.type == "party":
        return ALL
    return only("title", "started", "ended") if record.type == "meeting" else None
