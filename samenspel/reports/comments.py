"""Reacties op het verslag (CR-21): on threads, lessons and agreements only; through the engine, seen by projection."""

from __future__ import annotations

from dataclasses import dataclass

from samenspel import clock
from samenspel.kernel.audience import Audience, Role
from samenspel.kernel.command import Actor
from samenspel.kernel.project import Seen, snapshot
from samenspel.kernel.record import Instance
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.state import State
from samenspel.keys.cipher import KeyGone
from samenspel.reports.models import Report
from samenspel.store.interface import Gone
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact
from samenspel.vocabulary.people import Attendee

OF = "report_comment"
REPORTING = ("reflection", "lessons", "closing")
"""Phases in which an instrument takes comments."""
LAST = "closing"


class Late(Exception):
    """The days for comments are over, or have not begun."""


@dataclass(frozen=True)
class Comment:
    """Reactie: on which item, the words, who said it (a name, for control), and what was done with it."""

    id: str
    target: str
    text: str
    state: str
    name: str = ""


def is_open(report: Report) -> bool:
    """Whether people may comment today; the last day counts."""
    until = report.comments_until
    return report.state == Report.State.COMMENTS and until is not None and clock.today() <= until


def of_contact(report: Report, contact: Contact) -> list[Comment]:
    """What this contact said itself."""
    state = _state(report)
    if state is None:
        return []
    asking = people.actor(contact, state)
    seen = snapshot(engine.instruments(), state, Audience(asking.role, asking.person, asking.party))
    return [_comment(each) for each in seen if each.type == OF and each.author == contact.pk]


def of_all(report: Report) -> list[Comment]:
    """Everything that was said, for who leads the session."""
    state = _state(report)
    if state is None:
        return []
    seen = snapshot(engine.instruments(), state, Audience(Role.FACILITATOR, report.session.host, None))
    names = {record.id: record.body.name for record in state.of(Attendee) if isinstance(record.body, Attendee)}
    return [_comment(each, names) for each in seen if each.type == OF]


def say(report: Report, contact: Contact, target: str, text: str, comment: str = "") -> None:
    """Comment on an item, or change an own comment. Raises Late, Refused, Gone, KeyGone."""
    if not is_open(report):
        raise Late
    if target not in {item.id for item in report.content.items}:
        raise Refused(Reason.NOT_FOUND)
    args = {"id": comment} if comment else {}
    _do(report, contact, target, "comment_on_report", target=target, text=text, **args)


def withdraw(report: Report, contact: Contact, comment: str) -> None:
    """Take an own comment back, as long as comments are open. Raises Late, Refused, Gone, KeyGone."""
    if not is_open(report):
        raise Late
    _do(report, contact, comment, "withdraw_comment", id=comment)


def settle(report: Report, comment: str, state: str) -> None:
    """Say what was done with a comment: `open`, `taken` or `set_aside`. Raises Refused, Gone, KeyGone."""
    host = Actor(person=report.session.host, role=Role.FACILITATOR)
    instance = _instance(engine.state_of(report.session_id), comment)
    engine.run(report.session_id, host, engine.command(instance, "settle_comment", id=comment, state=state))


def open_phase(report: Report) -> None:
    """Bring every instrument that takes comments to a phase in which it does. Raises Refused, Gone, KeyGone."""
    host = Actor(person=report.session.host, role=Role.FACILITATOR)
    known = engine.instruments()
    for record in engine.state_of(report.session_id).of(Instance):
        body = record.body
        if isinstance(body, Instance) and body.phase not in REPORTING:
            definition = known.get(body.instrument)
            if definition is not None and definition.move("comment_on_report") and definition.has_phase(LAST):
                move = engine.command(report.session_id, "set_phase", instance=record.id, phase=LAST)
                engine.run(report.session_id, host, move)


def _do(report: Report, contact: Contact, about: str, move: str, **args: str) -> None:
    state = engine.state_of(report.session_id)
    command = engine.command(_instance(state, about), move, **args)
    engine.run(report.session_id, people.actor(contact, state), command)


def _instance(state: State, record_id: str) -> str:
    record = state.get(record_id)
    if record is None:
        raise Refused(Reason.NOT_FOUND)
    return record.instance


def _state(report: Report) -> State | None:
    try:
        return engine.state_of(report.session_id)
    except (Gone, KeyGone):
        return None


def _comment(seen: Seen, names: dict[str, str] | None = None) -> Comment:
    fields = seen.body
    name = (names or {}).get(seen.author or "", "")
    return Comment(seen.id, str(fields["target"]), str(fields["text"]), str(fields.get("state", "open")), name)
