"""De kamer van één betrokkene: what this contact sees of the case, and what it may do there before the meeting."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import msgspec

from samenspel.kernel.command import Actor, Command
from samenspel.kernel.project import Seen
from samenspel.kernel.record import Body
from samenspel.kernel.state import State
from samenspel.personal.texts import INSTRUMENT
from samenspel.trajects import engine, people
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session
from samenspel.vocabulary.people import Meeting

PREPARATION: Final = "preparation"


@dataclass(frozen=True)
class Room:
    """Kamer: the session around which the traject turns, as one contact sees it (R5)."""

    contact: Contact
    session: Session
    instance: str
    state: State

    @property
    def open(self) -> bool:
        """Whether answers can still be given and changed: the meeting has not reached the case yet."""
        found = self.state.instance(self.instance)
        over = any(body.ended for body in self.state.bodies(Meeting))
        return not over and found is not None and found[1].phase == PREPARATION

    @property
    def actor(self) -> Actor:
        """The contact as the engine knows it."""
        return people.actor(self.contact, self.state)

    @cached_property
    def seen(self) -> list[Seen]:
        """Everything this contact may see, and nothing else."""
        return people.seen_by(self.state, self.contact)

    def of(self, kind: type[Body]) -> list[Seen]:
        """What is seen of one type."""
        return [seen for seen in self.seen if seen.type == kind.TYPE]

    def own(self, kind: type[Body]) -> list[Seen]:
        """What this contact wrote itself, of one type."""
        return [seen for seen in self.of(kind) if seen.author == self.contact.pk]

    def one(self, kind: type[Body]) -> Seen | None:
        """The only own record of a type, or None."""
        return next(iter(self.own(kind)), None)

    def ask(self, move: str, once: str = "", /, **args: Any) -> None:
        """Do one move as this contact; when this returns, it is kept. With the same `once` (from the form) and the
        same words it is done once, however often it is sent (R3). Raises Refused, Gone or Behind."""
        if self.state.get(self.contact.pk) is None:
            people.sync_attendee(self.session, self.contact)
        actor = people.actor(self.contact, engine.state_of(self.session.pk))
        command = engine.command(self.instance, move, **args)
        if once:
            command = msgspec.structs.replace(command, op=same_op(command, once))
        engine.run(self.session.pk, actor, command)


def enter(contact: Contact) -> Room | None:
    """The room of the traject's main session, or None when it has no casusreconstructie. Raises Gone."""
    session = people.main_session(contact.traject)
    if session is None:
        return None
    state = engine.state_of(session.pk)
    instance = people.instance_of(state, INSTRUMENT)
    return Room(contact, session, instance, state) if instance else None


def same_op(command: Command, once: str) -> str:
    """An op id that is the same for the same form with the same words in it."""
    what = json.dumps([once, command.instance, command.move, command.args], sort_keys=True)
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def mark(seen: Seen | None) -> str:
    """A mark of a record as it was shown, so that an old tab does not write over newer words; empty for none."""
    if seen is None:
        return ""
    return hashlib.sha256(json.dumps(seen.body, sort_keys=True).encode()).hexdigest()[:16]
