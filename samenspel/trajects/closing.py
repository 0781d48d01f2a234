"""Afsluiten en verwijderen. A room that is live sees either by its poll, within two seconds (R9)."""

from django.db import transaction

from samenspel.invitations import codes
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.store.models import SessionClock, StoredOp, StoredRecord, StoredTombstone
from samenspel.trajects import engine
from samenspel.trajects.models import Session

KEYS = ("case", "outcome")


def close(session: Session) -> None:
    """End the meeting; its code dies (B5), what was written stays."""
    host = Actor(person=session.host, role=Role.FACILITATOR)
    engine.run(session.pk, host, engine.command(session.pk, "end_meeting"))
    session.status = Session.Status.CLOSED
    session.save(update_fields=["status"])
    codes.close(session)


def delete(session: Session) -> None:
    """Remove a session for good; with the last session of a traject its keys are destroyed first.

    Keys first: a crash half-way leaves nothing that anyone can read.
    """
    traject = session.traject
    last = not traject.sessions.exclude(pk=session.pk).exists()
    if last:
        for name in KEYS:
            engine.cipher().destroy(traject.pk, name)
    with transaction.atomic():
        for model in (StoredRecord, StoredTombstone, StoredOp, SessionClock):
            model.objects.filter(session=session.pk).delete()
        session.delete()
        if last:
            traject.delete()
