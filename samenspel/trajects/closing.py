"""Afsluiten en verwijderen. A room that is live sees either by its poll, within two seconds (R9)."""

from samenspel.invitations import codes
from samenspel.kernel.audience import Role
from samenspel.kernel.command import Actor
from samenspel.trajects import engine
from samenspel.trajects.models import Session


def close(session: Session) -> None:
    """End the meeting; its code dies (B5), what was written stays."""
    host = Actor(person=session.host, role=Role.FACILITATOR)
    engine.run(session.pk, host, engine.command(session.pk, "end_meeting"))
    session.status = Session.Status.CLOSED
    session.save(update_fields=["status"])
    codes.close(session)


def delete(session: Session) -> None:
    """Remove a session for good; a traject that came along silently goes with it. Its keys are destroyed first, and
    a record of that is kept (CR-22)."""
    from samenspel.retention.destroying import remove_session

    remove_session(session, "facilitator")
