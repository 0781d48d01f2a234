"""Vernietigen (CR-22, B10), in an order that leaves noise and nothing else wherever it is cut off.

First it is written down that it begins, so that nobody writes or reads any more and live rooms close; then the keys
go, which is the deletion; then rows, files and logs; then a search; then the record. Every step may be done twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localtime

from samenspel import __version__, clock
from samenspel.keys.ledger import KEY, RECORD
from samenspel.keys.models import TrajectKey
from samenspel.retention import aside, housekeeping, parts, sweep
from samenspel.retention.core_parts import end_access
from samenspel.retention.models import Destruction
from samenspel.retention.parts import Kind, Scope
from samenspel.retention.records import DeletionRecord, covers, records
from samenspel.store.models import SessionClock
from samenspel.trajects import engine
from samenspel.trajects.case_keys import FIRST, ledger
from samenspel.trajects.models import Session, Traject

ENDING: Final = "ending"
GONE: Final = "gone"
OUTCOME: Final = "outcome"
log = logging.getLogger("samenspel.retention")


class NothingToDestroy(Exception):
    """The case of this traject is gone already, or everything that is left is still ahead."""


@dataclass
class Run:
    """Vernietiging aan het werk: the row of what was begun, and what to look for afterwards."""

    row: Destruction
    wanted: list[bytes] = field(default_factory=list)
    record: DeletionRecord | None = None

    @property
    def scope(self) -> Scope:
        """What goes."""
        return Scope(cast(Kind, self.row.kind), self.row.traject, tuple(self.row.sessions))

    @property
    def keys(self) -> dict[str, str]:
        """Name → fingerprint."""
        return dict(self.row.keys)


def destroy(traject: Traject, why: str, by: str, *, even_if_unprepared: bool = False) -> DeletionRecord:
    """Destroy the case of a traject: of every session but those that are still ahead. Gives the record.

    `why` is `date` or `request`, `by` a role or `rounds`. What must stay (picture, report) is made first; whatever that
    raises comes out, unless `even_if_unprepared`. Raises NothingToDestroy, and sweep.Remains when something could not
    be removed yet: the next round goes on with it.
    """
    sessions = tuple(session.pk for session in over(traject))
    if not sessions or not _living(traject.pk, _names(traject.pk, sessions)):
        raise NothingToDestroy(traject.pk)
    try:
        parts.before_destroy(traject.pk, sessions)
    except Exception as error:
        if not even_if_unprepared:
            raise
        log.error("destroying.unprepared", exc_info=error, extra={"fields": {"error": type(error).__name__}})
    return _begin_and_finish(Scope("case", traject.pk, sessions), why, by)


def destroy_outcome(traject: Traject, why: str = "date", by: str = "rounds") -> DeletionRecord:
    """Destroy everything of a traject, the case as well if it was still there, and the traject itself."""
    sessions = tuple(traject.sessions.order_by("pk").values_list("pk", flat=True))
    return _begin_and_finish(Scope("all", traject.pk, sessions), why, by)


def remove_session(session: Session, by: str) -> DeletionRecord:
    """Remove one session for good; with the last one its traject goes, when that came along silently with it."""
    traject = session.traject
    if traject.quick and not traject.sessions.exclude(pk=session.pk).exists():
        return destroy_outcome(traject, "request", by)
    return _begin_and_finish(Scope("session", traject.pk, (session.pk,)), "request", by)


def over(traject: Traject) -> list[Session]:
    """The sessions whose case goes when it is destroyed now: all but later ones that have not been held yet."""
    states = dict(SessionClock.objects.filter(traject=traject.pk).values_list("session", "case_state"))
    names = dict(SessionClock.objects.filter(traject=traject.pk).values_list("session", "case_key"))
    found = []
    for session in traject.sessions.order_by("created", "pk"):
        held = session.status == Session.Status.CLOSED or (
            session.planned is not None and localtime(session.planned).date() < clock.today()
        )
        if states.get(session.pk) != GONE and (held or names.get(session.pk) == FIRST):
            found.append(session)
    return found


def has_something(traject: Traject) -> bool:
    """Whether `destroy` would find a key to destroy."""
    return bool(_living(traject.pk, _names(traject.pk, tuple(session.pk for session in over(traject)))))


def resume() -> int:
    """Complete what was begun and cut off; how many are complete now. Called before listening, and every round."""
    done = 0
    for row in Destruction.objects.order_by("pk"):
        try:
            _finish(Run(row))
            done += 1
        except (sweep.Remains, DatabaseError, OSError) as error:
            log.error("destroying.waits", extra={"fields": {"error": type(error).__name__}})
    return done


def take_up(scope: Scope, keys: dict[str, str], why: str = "restored") -> None:
    """Destroy again what a backup brought back: no new record is written for what has one."""
    _begin_and_finish(scope, why, "ledger", keys)


def _begin_and_finish(scope: Scope, why: str, by: str, keys: dict[str, str] | None = None) -> DeletionRecord:
    earlier = Destruction.objects.filter(traject=scope.traject).first()
    if earlier is not None:
        _finish(Run(earlier))
    names = _names(scope.traject, scope.sessions) + ((OUTCOME,) if scope.everything else ())
    if scope.everything:
        names = tuple({*names, *TrajectKey.objects.filter(traject=scope.traject).values_list("name", flat=True)})
    living = keys if keys is not None else _living(scope.traject, names)
    try:
        with transaction.atomic():
            row = Destruction.objects.create(
                traject=scope.traject,
                kind=scope.kind,
                sessions=list(scope.sessions),
                keys=living,
                counts={name: count for name, count in parts.counts(scope).items() if count},
                why=why,
                by=by,
                begun=clock.today(),
            )
            _mark(scope.sessions, ENDING)
    except IntegrityError:
        # Somebody else began at the same moment; theirs is finished here as well, or was already.
        begun = Destruction.objects.filter(traject=scope.traject).first()
        return _finish(Run(begun)) if begun else records(scope.traject)[-1]
    return _finish(Run(row))


def _finish(run: Run) -> DeletionRecord:
    with _turn():
        if not Destruction.objects.filter(pk=run.row.pk).exists():
            found = [each for each in records(run.row.traject) if covers(each, run.keys)]
            if found:
                return found[-1]
        for step in STEPS:
            step(run)
    if run.record is None:
        raise AssertionError("a destruction ended without a record")
    log.info("destroyed", extra={"fields": {"kind": run.row.kind, "why": run.row.why}})
    return run.record


def close_rooms(run: Run) -> None:
    """Nobody reads or writes any more, and live rooms see it: here at once, elsewhere at their next poll (R9)."""
    run.wanted = sweep.needles(run.scope, tuple(run.keys))
    _mark(run.scope.sessions, ENDING)
    for session, at in SessionClock.objects.filter(session__in=run.scope.sessions).values_list("session", "clock"):
        engine.heard(session, at)


def write_down(run: Run) -> None:
    """Before they go it stands in the ledger which keys are to be gone: no backup that is put back keeps them."""
    known = {each["fingerprint"] for each in ledger().destroyed_keys() if each["traject"] == run.scope.traject}
    for name, fingerprint in run.keys.items():
        if fingerprint not in known:
            content = {"name": name, "fingerprint": fingerprint, "what": run.scope.kind}
            ledger().add(KEY, run.scope.traject, content)


def destroy_keys(run: Run) -> None:
    """The deletion itself: afterwards nobody can open it, also not from a backup of the data."""
    for session in run.scope.sessions:
        for owner, box in sweep.ballot_keys().rounds(session):
            sweep.ballot_keys().destroy(owner, box)
    for name in run.keys:
        engine.cipher().destroy(run.scope.traject, name)
    # Keys that a restore put aside would bring it back.
    aside.clear(all_of_them=True)


def remove_rows(run: Run) -> None:
    """Housekeeping: rows go, whoever led has no access any more; the outcome of the sessions can be reached again."""
    with transaction.atomic():
        end_access(run.scope)
        for part in parts.parts():
            for rows in part.rows(run.scope):
                rows.delete()
        _mark(run.scope.sessions, GONE)
    for part in parts.parts():
        if part.after is not None:
            part.after(run.scope)


def clean_files(run: Run) -> None:
    """What the databases still hold of removed rows in files and logs."""
    housekeeping.compact()


def search(run: Run) -> None:
    """Look whether anything is left, and only then write the record. Raises sweep.Remains."""
    result = sweep.sweep(run.scope, tuple(run.keys), run.wanted)
    if TrajectKey.objects.filter(traject=run.scope.traject, fingerprint__in=run.keys.values()).exists():
        raise AssertionError("no record of deletion while a key lives")
    known = [each for each in records(run.scope.traject) if covers(each, run.keys)] if run.keys else []
    if known and run.row.by == "ledger":
        run.record = known[-1]
        return
    if known and known[-1].content.get("begun") == run.row.begun.isoformat():
        # The process ended between writing the record and removing the row.
        run.record = known[-1]
        return
    content: dict[str, Any] = {
        "what": run.scope.kind,
        "keys": run.keys,
        "removed": run.row.counts,
        "sweep": result,
        "why": run.row.why,
        "by": run.row.by,
        "begun": run.row.begun.isoformat(),
        "day": clock.today().isoformat(),
        "version": __version__,
    }
    run.record = DeletionRecord(ledger().add(RECORD, run.scope.traject, content))


def ready(run: Run) -> None:
    """The record is there: nothing is left to take up."""
    run.row.delete()


STEPS: list[Callable[[Run], None]] = [
    close_rooms,
    write_down,
    destroy_keys,
    remove_rows,
    clean_files,
    search,
    ready,
]


def _mark(sessions: tuple[str, ...], state: str) -> None:
    rows = SessionClock.objects.filter(session__in=sessions).exclude(case_state=state)
    rows.update(case_state=state, clock=F("clock") + 1)


def _names(traject: str, sessions: tuple[str, ...]) -> tuple[str, ...]:
    rows = SessionClock.objects.filter(traject=traject, session__in=sessions)
    return tuple(rows.order_by("case_key").values_list("case_key", flat=True))


def _living(traject: str, names: tuple[str, ...]) -> dict[str, str]:
    rows = TrajectKey.objects.filter(traject=traject, name__in=names).order_by("name")
    return dict(rows.values_list("name", "fingerprint"))


@contextmanager
def _turn() -> Iterator[None]:
    """One destruction at a time, of all processes that share the ledger."""
    folder = Path(settings.SAMENSPEL_LEDGER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "destroying.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
