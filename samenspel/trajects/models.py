"""Trajects and sessions. Titles are sealed; columns hold ids, dates and status only."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import models

from samenspel import clock
from samenspel.trajects.contact import Contact as Contact

CASE_DAYS = 90
OUTCOME_DAYS = 365


def new_id() -> str:
    """A random id of 16 hexadecimal characters."""
    return secrets.token_hex(8)


def case_until() -> date:
    """The day until which the case of a new traject is kept: 90 days from today."""
    return clock.today() + timedelta(days=CASE_DAYS)


def outcome_until() -> date:
    """The day until which threads, lessons, agreements and report are kept: a year, the look-back included."""
    return clock.today() + timedelta(days=OUTCOME_DAYS)


class Traject(models.Model):
    """Traject: what lasts around one or more sessions. `case_until` is the last day that its case is kept (X-5),
    `outcome_until` that of what lives on for the look-back. `quick`: came along silently with one session."""

    id = models.CharField(max_length=16, primary_key=True, default=new_id, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    case_until = models.DateField(default=case_until)
    outcome_until = models.DateField(default=outcome_until)
    quick = models.BooleanField(default=False)
    sealed_title = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """The id; the title is nobody's business in a log."""
        return self.id

    @property
    def title(self) -> str:
        """The title, opened. Raises KeyGone. Write it with `set_title`, then save."""
        return _open(self.id, "traject", self.id, bytes(self.sealed_title))

    def set_title(self, title: str) -> None:
        """Seal another title; does not save."""
        self.sealed_title = _seal(self.id, "traject", self.id, title)


class Session(models.Model):
    """Bijeenkomst: one meeting with its preparation and completion. Its live records are in the store.

    `host` is the attendee id of the facilitator who made it; `template` the key of its run-sheet template.
    """

    class Status(models.TextChoices):
        """Stand van de bijeenkomst."""

        DRAFT = "draft", "In voorbereiding"
        OPEN = "open", "Bezig"
        CLOSED = "closed", "Afgesloten"

    id = models.CharField(max_length=16, primary_key=True, default=new_id, editable=False)
    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="sessions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created = models.DateTimeField(auto_now_add=True)
    planned = models.DateTimeField(null=True, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    host = models.CharField(max_length=40, blank=True)
    demo = models.BooleanField(default=False)
    template = models.CharField(max_length=60, blank=True)
    sealed_title = models.BinaryField(default=b"")

    class Meta:
        indexes = (models.Index(fields=("facilitator", "status"), name="session_by_facilitator"),)

    def __str__(self) -> str:
        """The id; the title is nobody's business in a log."""
        return self.id

    @property
    def title(self) -> str:
        """The title, opened. Raises KeyGone. Write it with `set_title`, then save."""
        return _open(self.traject_id, "session", self.id, bytes(self.sealed_title))

    def set_title(self, title: str) -> None:
        """Seal another title; does not save."""
        self.sealed_title = _seal(self.traject_id, "session", self.id, title)


def _open(traject: str, table: str, row: str, sealed: bytes) -> str:
    from samenspel.trajects.engine import cipher

    return cipher().open(traject, "outcome", table, row, "title", 1, sealed).decode() if sealed else ""


def _seal(traject: str, table: str, row: str, title: str) -> bytes:
    from samenspel.trajects.engine import cipher

    return cipher().seal(traject, "outcome", table, row, "title", 1, title.encode())
