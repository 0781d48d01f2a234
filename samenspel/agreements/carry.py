"""Meenemen naar de terugblik: agreements, lessons and threads come along under the ids they had (CR-23)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from samenspel.agreements.register import register
from samenspel.instruments.look_back.records import LookBackTalk
from samenspel.kernel.change import Put
from samenspel.kernel.record import Body, Record
from samenspel.kernel.state import State
from samenspel.store.fold import stamped
from samenspel.store.interface import Effect, Gone
from samenspel.trajects import engine, people
from samenspel.trajects.models import Session
from samenspel.vocabulary.outcomes import Agreement, Lesson, RedThread
from samenspel.vocabulary.people import Party

LOOK_BACK = "look_back"


def carry_along(target: Session) -> int:
    """Copy what the earlier meetings of the traject left, as it is now; gives how much is new. Done twice it changes
    nothing. What happens to an agreement from here on, happens in this meeting."""
    kept = engine.store()
    clock = kept.clock(target.pk)
    state = engine.state_of(target.pk)
    instance = people.instance_of(state, LOOK_BACK)
    talk = next((record for record in state.of(LookBackTalk, instance)), None)
    if talk is None:
        raise Gone(target.pk)
    found = [*_agreements(target, state), *_outcomes(target)]
    puts = [
        Put(
            Record(
                id=old.id,
                type=old.type,
                instance=instance,
                scope=talk.id if isinstance(old.body, Agreement) else None,
                author=old.author,
                party=old.party,
                body=old.body,
            )
        )
        for old in found
        if state.get(old.id) is None
    ]
    if puts:
        kept.commit(target.pk, clock, [Effect(None, clock + 1, stamped(puts, clock + 1))])
    return len(puts)


def _agreements(target: Session, state: State) -> Iterator[Record]:
    parties = {body.name.casefold(): record.id for record in state.of(Party) if isinstance(body := record.body, Party)}
    for entry in register(target.traject):
        if entry.session.pk != target.pk:
            yield _record(entry.id, entry.body, entry.author, parties.get(entry.party.casefold()))


def _outcomes(target: Session) -> Iterator[Record]:
    """Threads and lessons of the meetings before, without the moments that they pointed at: those are of the case."""
    for session in target.traject.sessions.exclude(pk=target.pk).order_by("created", "pk"):
        try:
            earlier = engine.state_of(session.pk)
        except Gone:
            continue
        for record in (*earlier.of(RedThread), *earlier.of(Lesson)):
            body = record.body
            if isinstance(body, RedThread):
                body = msgspec.structs.replace(body, moments=())
            yield _record(record.id, body, None, None)


def _record(record_id: str, body: Body, author: str | None, party: str | None) -> Record:
    return Record(id=record_id, type=body.TYPE, instance="", author=author, party=party, body=body)
