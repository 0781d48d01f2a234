"""What can be done with trajects and sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor, Command
from samenspel.kernel.record import Record
from samenspel.kernel.situation import Situation
from samenspel.kernel.state import State
from samenspel.run_sheets import templates
from samenspel.run_sheets.templates import Template, TemplateBlock
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect
from samenspel.trajects import case_keys, engine, people
from samenspel.trajects.contact import Contact, Person
from samenspel.trajects.models import Session, Traject, new_id
from samenspel.vocabulary.people import Meeting

MEETING = "meeting"
HOST_NAME = "Gespreksbegeleider"


class UnknownTemplate(Exception):
    """There is no run-sheet template of that name."""


def create_session(
    title: str,
    template_name: str,
    facilitator_user: Any = None,
    planned: datetime | None = None,
    demo: bool = False,
    host_name: str = "",
    traject: Traject | None = None,
) -> Session:
    """Nieuwe bijeenkomst: meeting, run sheet and instruments (CR-9), in this traject or in a silent one of its own.
    An empty template name gives an empty run sheet. Raises UnknownTemplate, or Refused for a title that is empty or
    too long (60).

    Whoever leads becomes its first attendee, `session.host`: the facilitator of the traject, when it has one. With
    neither that nor `facilitator_user` an empty chair does, until `membership.appoint`.
    """
    template = templates.find(template_name)
    if template is None and template_name:
        raise UnknownTemplate(template_name)
    if traject is not None:
        with transaction.atomic():
            return _create(traject, title, template, facilitator_user, planned, demo, host_name)
    with _new_traject(title, quick=True) as made:
        return _create(made, title, template, facilitator_user, planned, demo, host_name)


def create_traject(title: str, role: str, person: Person, user: Any) -> Traject:
    """Nieuw traject (X-1): its keys, and who began it as its first contact in this role."""
    with _new_traject(title, quick=False) as made:
        people.add_contact(made, role, person, user)
        return made


@contextmanager
def _new_traject(title: str, *, quick: bool) -> Iterator[Traject]:
    """Rows and keys of a traject, both or neither."""
    traject = Traject(id=new_id(), quick=quick)
    engine.cipher().create_keys(traject.id)
    try:
        with transaction.atomic():
            traject.set_title(title)
            traject.save(force_insert=True)
            yield traject
    except BaseException:
        # The keys are in another database, which knows nothing of this transaction.
        for name in ("case", "outcome"):
            engine.cipher().destroy(traject.id, name)
        raise


def _host(traject: Traject, user: Any, name: str) -> Contact | None:
    """The contact that leads: the account's own as facilitator, else the traject's facilitator, else a new one; none
    while nobody is appointed yet (CR-2)."""
    leading = traject.contacts.filter(role=Contact.Role.FACILITATOR, removed=False)
    known = (leading.filter(user=user).first() if user is not None else None) or leading.first()
    if known is not None:
        return known
    if user is None and not traject.quick:
        return None
    person = Person(name=name, email=getattr(user, "email", "") or "")
    return people.add_contact(traject, Contact.Role.FACILITATOR, person, user)


def _create(
    traject: Traject,
    title: str,
    template: Template | None,
    facilitator_user: Any,
    planned: datetime | None,
    demo: bool,
    host_name: str,
) -> Session:
    name = (host_name or _name_of(facilitator_user))[:60]
    leader = _host(traject, facilitator_user, name)
    session = Session(
        id=new_id(),
        traject=traject,
        facilitator=(leader.user if leader else None) or facilitator_user,
        # Until somebody is appointed the chair is kept free under an id of its own.
        host=leader.pk if leader else new_id(),
        planned=planned,
        demo=demo,
        template=template.key if template else "",
    )
    session.set_title(title)
    session.save(force_insert=True)
    engine.store().begin(session.id, traject.id, case_keys.for_new_session(traject.id))
    host = Actor(person=session.host, role=Role.FACILITATOR)
    _start_meeting(session.id, host)
    engine.run(
        session.id,
        host,
        engine.command(
            session.id,
            "add_attendee",
            id=session.host,
            name=leader.person.name[:60] if leader else HOST_NAME,
            role="facilitator",
        ),
        engine.over(
            meeting_record(session.id),
            engine.command(session.id, "set_meeting", title=title, planned_start=_milliseconds(planned)),
        ),
    )
    if template is not None:
        _lay_out(session.id, host, template)
    return session


def meeting_record(session: str) -> Record:
    """The record of the meeting in the room of a session. Raises Gone."""
    return engine.state_of(session).of(Meeting)[0]


def _start_meeting(session: str, host: Actor) -> None:
    """The first effect of a session: the instance of the meeting, known by the id of the session."""
    instruments = engine.instruments()
    situation = Situation(State(), host, session, engine.handed(), instruments)
    changes = situation.start_instance(MEETING, record_id=session)
    engine.store().commit(session, 0, [Effect(None, 1, stamped(changes, 1))])


def _lay_out(session: str, host: Actor, template: Template) -> None:
    """One instance per instrument, however many blocks it runs in; then the blocks in their order."""
    known = engine.instruments()
    wanted = [name for name in dict.fromkeys(block.instrument for block in template.block) if name in known]
    engine.run(session, host, *(engine.command(session, "add_instance", instrument=name) for name in wanted))
    state = engine.state_of(session)
    instances = {record.body.instrument: record.id for record in state.of("instance")}  # type: ignore[attr-defined]
    engine.run(session, host, *(_add_block(session, block, instances) for block in template.block))


def _add_block(session: str, block: TemplateBlock, instances: dict[str, str]) -> Command:
    runs = instances.get(block.instrument)
    return engine.command(
        session,
        "add_block",
        title=block.title,
        minutes=block.minutes,
        runs=runs,
        phase=block.part if runs else "",
        lead=block.lead,
        materials="\n".join(block.materials),
        note=block.note,
    )


def _name_of(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user is not None else HOST_NAME


def _milliseconds(moment: datetime | None) -> int:
    return round(moment.timestamp() * 1000) if moment else 0
