"""Wiring: the only place where room, store, instruments, tickets and codes meet."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from samenspel import __version__
from samenspel.invitations import codes, tickets
from samenspel.invitations.door_queue import DoorQueue, Shown
from samenspel.kernel.change import Put
from samenspel.project.collector import keep_tidy
from samenspel.project.doorbell import Doorbell
from samenspel.room.batch import Batch
from samenspel.room.deps import Deps
from samenspel.room.hub import hub
from samenspel.room.patience import Patience
from samenspel.room.socket import Holder, Socket
from samenspel.room.writers import Writers
from samenspel.store.interface import Unreachable
from samenspel.store.log_space import make_space
from samenspel.trajects import engine
from samenspel.trajects.models import Session
from samenspel.vocabulary.people import Meeting

log = logging.getLogger("samenspel.project")
WRITERS = 4
"""Threads of one process on PostgreSQL; each keeps a connection to both databases, see CONNECTIONS in databases.py."""
_door = DoorQueue(lambda work: hub.deps.in_writer(work))


def wire() -> None:
    """Give the hub and the socket what they need; called once per process, before it serves."""
    hub.configure(_deps, engine.run)
    engine.tell_commits_to(hub.announce)
    Socket.tickets = _holder


def _deps() -> Deps:
    # R8: SQLite has one writer at a time. On PostgreSQL sessions do not wait for each other; each waits for itself.
    threads = 1 if connection.vendor == "sqlite" else WRITERS
    writer = Writers(threads, "store")
    in_order = writer if threads == 1 else Writers(1, "follow")
    bell = _doorbell()
    deps = Deps(
        store=engine.store(),
        instruments=engine.instruments(),
        writer=writer,
        secret=blake2b(b"cursors" + settings.SECRET_KEY.encode(), digest_size=32).digest(),
        build=__version__,
        revoked=tickets.revoked,
        ring=bell.ring if bell else None,
        background=(keep_tidy, bell.run) if bell else (keep_tidy,),
    )
    # R13: a process that was killed between a commit and the end of a key left the key lying there.
    writer.submit(engine.store().ballots.clear)
    writer.submit(make_space)
    deps.after_commit.append(partial(_follow_the_meeting, in_order.submit))
    return deps


def _doorbell() -> Doorbell | None:
    if not settings.SAMENSPEL_REDIS_URL:
        return None
    # Installations that share a Redis do not hear each other.
    own = blake2b(b"doorbell" + settings.SECRET_KEY.encode(), digest_size=12).hexdigest()
    return Doorbell(settings.SAMENSPEL_REDIS_URL, f"samenspel:{own}", hub.rung)


async def _holder(scope: dict[str, Any], session: str, surface: str) -> Holder | None:
    token = tickets.token_from(scope, session, surface)
    shown = await Patience().until_answered(lambda: _shown(token))
    if shown is None or (shown.session, shown.surface) != (session, surface):
        return None
    return Holder(shown.attendee or None, str(shown.ticket))


async def _shown(token: str) -> Shown | None:
    try:
        return await _door.ask(token)
    except (OperationalError, InterfaceError) as error:
        raise Unreachable(type(error).__name__) from error


def _follow_the_meeting(submit: Callable[..., object], session: str, batch: Batch) -> None:
    """The list of sessions, and the code at the door, follow what the meeting says of itself."""
    for change in batch.changes:
        if isinstance(change, Put) and isinstance(change.record.body, Meeting):
            submit(_status, session, change.record.body)


def _status(session: str, meeting: Meeting) -> None:
    try:
        try:
            _write_status(session, meeting)
        except (OperationalError, InterfaceError):
            # The line broke; the next one is a new one.
            connection.close()
            _write_status(session, meeting)
    except Exception as error:
        # Nobody waits for this, so nobody else would notice that the code at the door stays open.
        log.error("status.failed", extra={"fields": {"error": type(error).__name__}})


def _write_status(session: str, meeting: Meeting) -> None:
    close_old_connections()
    row = Session.objects.filter(pk=session).first()
    if row is None:
        return
    state = Session.Status.CLOSED if meeting.ended else Session.Status.OPEN if meeting.started else Session.Status.DRAFT
    row.status = state
    row.set_title(meeting.title)
    row.save(update_fields=["status", "sealed_title"])
    if meeting.ended:
        codes.close(row)
