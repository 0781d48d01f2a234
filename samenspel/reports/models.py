"""What is kept of a report: its stand and its days in columns, everything else sealed under `outcome` (CR-21)."""

from __future__ import annotations

from typing import Literal

import msgspec
from django.db import models

from samenspel.exports.document import Document
from samenspel.trajects.models import Session, Traject, new_id

File = Literal["docx", "pdf", "png"]
FILES: tuple[File, ...] = ("docx", "pdf", "png")


class Item(msgspec.Struct, frozen=True):
    """Waarop gereageerd kan worden: a thread, a lesson or an agreement, by the id of its record."""

    id: str
    kind: Literal["red_thread", "lesson", "agreement"]
    text: str
    detail: str = ""


class Content(msgspec.Struct, frozen=True):
    """Inhoud van een verslag. `title` and `intro` are empty as long as ours will do; `warnings` say where something
    looks like data of a person; `source` is a digest of what it was made from."""

    document: Document
    items: tuple[Item, ...] = ()
    title: str = ""
    intro: str = ""
    warnings: tuple[str, ...] = ()
    source: str = ""


class Report(models.Model):
    """Verslag of one session. `comments_until`: the last day on which people may comment; `round` counts how often
    comments were asked; `clock` is that of the session's records when it was last looked at."""

    class State(models.TextChoices):
        """Stand van het verslag."""

        DRAFT = "draft", "Concept"
        COMMENTS = "comments", "Reactieronde"
        FINAL = "final", "Vastgesteld"
        SENT = "sent", "Verstuurd"

    id = models.CharField(max_length=16, primary_key=True, default=new_id, editable=False)
    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="reports")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="report")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    comments_until = models.DateField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    clock = models.BigIntegerField(default=-1)
    made = models.DateTimeField()
    sent = models.DateField(null=True, blank=True)
    sealed = models.BinaryField(default=b"")
    sealed_docx = models.BinaryField(default=b"")
    sealed_pdf = models.BinaryField(default=b"")
    sealed_png = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """The id; a title is nobody's business in a log."""
        return self.id

    @property
    def settled(self) -> bool:
        """Whether it changes no more."""
        return self.state in (self.State.FINAL, self.State.SENT)

    @property
    def content(self) -> Content:
        """The content, opened. Raises KeyGone."""
        return msgspec.json.decode(_open(self, "content", bytes(self.sealed)), type=Content)

    def set_content(self, content: Content) -> None:
        """Seal other content; does not save."""
        self.sealed = _seal(self, "content", msgspec.json.encode(content))

    def file(self, kind: File) -> bytes:
        """One of its files, opened; empty when there is none. Raises KeyGone."""
        sealed = bytes(getattr(self, f"sealed_{kind}"))
        return _open(self, kind, sealed) if sealed else b""

    def set_file(self, kind: File, data: bytes) -> None:
        """Seal one of its files; does not save."""
        setattr(self, f"sealed_{kind}", _seal(self, kind, data) if data else b"")


class WordTemplate(models.Model):
    """Word-sjabloon van de organisatie, for every report of this server; the newest that is in use. It holds no data
    of any traject, so it is not sealed."""

    name = models.CharField(max_length=100)
    data = models.BinaryField()
    uploaded = models.DateField()
    in_use = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Its name."""
        return self.name


def _open(report: Report, column: str, sealed: bytes | memoryview) -> bytes:
    from samenspel.trajects.engine import cipher

    return cipher().open(report.traject_id, "outcome", "report", report.pk, column, 1, bytes(sealed))


def _seal(report: Report, column: str, data: bytes) -> bytes:
    from samenspel.trajects.engine import cipher

    return cipher().seal(report.traject_id, "outcome", "report", report.pk, column, 1, data)
