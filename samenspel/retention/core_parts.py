"""What goes of the store, the sessions and the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from samenspel.invitations.models import JoinCode, Ticket
from samenspel.letters.models import Letter
from samenspel.personal.models import PersonalLink
from samenspel.preparation.models import Question
from samenspel.retention.models import DownloadsGone
from samenspel.retention.parts import Part, Scope, register
from samenspel.store.models import SessionClock, StoredBallot, StoredOp, StoredRecord, StoredTombstone
from samenspel.trajects.contact import Contact
from samenspel.trajects.models import Session, Traject

Rows = Iterator[QuerySet[Any]]
ABOUT_THE_CASE = ("sounding", "preparation", "moments", "reminder")
"""Kinds of letters that ask something for a case."""
LEADING = (Contact.Role.FACILITATOR, Contact.Role.NOTE_TAKER)


def _records(scope: Scope) -> Rows:
    of_case = Q() if scope.outcome else ~Q(key="outcome")
    yield StoredRecord.objects.filter(of_case, session__in=scope.sessions)


def _gone_with_the_traject(scope: Scope, rows: QuerySet[Any]) -> Rows:
    if scope.everything:
        yield rows


def _outcome(scope: Scope, rows: QuerySet[Any]) -> Rows:
    if scope.outcome:
        yield rows


def _links(scope: Scope) -> Rows:
    """Of who led, whose access ends; with the traject those of everybody."""
    whose = {} if scope.everything else {"contact__removed": True}
    yield PersonalLink.objects.filter(contact__traject=scope.traject, **whose)


def _waiting(scope: Scope) -> Rows:
    """What still lies ready about a case that goes; all of an app's letters go by its own part."""
    if not scope.everything:
        rows = Letter.objects.filter(traject=scope.traject, kind__in=ABOUT_THE_CASE)
        yield rows.exclude(state=Letter.State.SENT)


def _questions(scope: Scope) -> Rows:
    yield Question.objects.filter(traject=scope.traject)


def end_access(scope: Scope) -> None:
    """Who led has no access any more, except to a session that is still ahead. Without an initiator, whoever led
    stays, as the initiator of what is left: somebody has to be able to reach the agreements."""
    if scope.kind != "case":
        return
    Session.objects.filter(pk__in=scope.sessions).update(facilitator=None)
    leading = Contact.objects.filter(traject=scope.traject, role__in=LEADING, removed=False)
    for contact in leading.order_by("role", "pk"):
        ahead = Session.objects.filter(traject=scope.traject).exclude(pk__in=scope.sessions)
        if ahead.filter(Q(host=contact.pk) | Q(facilitator=contact.user_id, facilitator__isnull=False)).exists():
            continue
        others = Contact.objects.filter(traject=scope.traject, role=Contact.Role.INITIATOR, removed=False)
        if contact.role == Contact.Role.FACILITATOR and not others.exists():
            contact.role = Contact.Role.INITIATOR
        else:
            contact.removed = True
        contact.save(update_fields=["role", "removed"])


def register_core() -> None:
    """Everything that is always there; called once."""
    for part in (
        Part("records", _records),
        Part("ballots", lambda s: iter([StoredBallot.objects.filter(session__in=s.sessions)])),
        Part("tombstones", lambda s: iter([StoredTombstone.objects.filter(session__in=s.sessions)])),
        Part("commands", lambda s: iter([StoredOp.objects.filter(session__in=s.sessions)])),
        Part("tickets", lambda s: iter([Ticket.objects.filter(session__in=s.sessions)])),
        Part("join_codes", lambda s: iter([JoinCode.objects.filter(session__in=s.sessions)])),
        Part("links", _links),
        Part("letters_waiting", _waiting),
        Part("questions", _questions),
        Part("clocks", lambda s: _outcome(s, SessionClock.objects.filter(session__in=s.sessions))),
        Part("sessions", lambda s: _outcome(s, Session.objects.filter(pk__in=s.sessions))),
        Part("contacts", lambda s: _gone_with_the_traject(s, Contact.objects.filter(traject=s.traject))),
        Part("downloads_gone", lambda s: _gone_with_the_traject(s, DownloadsGone.objects.filter(traject=s.traject))),
        Part("trajects", lambda s: _gone_with_the_traject(s, Traject.objects.filter(pk=s.traject))),
    ):
        register(part)
