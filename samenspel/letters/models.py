"""Letters and invitations. What they say is sealed; columns hold ids, kinds, states and times only."""

from __future__ import annotations

from django.db import models

from samenspel.trajects.models import Traject, new_id


class Letter(models.Model):
    """Brief aan een betrokkene, by e-mail or passed on by hand.

    `key` is what makes it the same letter when it is asked for again; it holds ids only. `due` is the moment before
    which it does not go. `sealed` is emptied as soon as nobody needs to send it any more. `problem` is a word of our
    own with, at most, the number that the mail server gave; never what it said, because that may hold an address.
    """

    class State(models.TextChoices):
        """Stand van een brief. SENDING is written before the mail server hears of the letter, so that a letter is
        never sent twice by itself: whoever finds that state afterwards does not know, and says so (UNCERTAIN)."""

        WAITING = "waiting", "Wacht op verzenden"
        SENDING = "sending", "Wordt nu verstuurd"
        SENT = "sent", "Verstuurd"
        HANDED = "handed", "Zelf doorgegeven"
        FAILED = "failed", "Nog niet gelukt"
        REFUSED = "refused", "Geweigerd"
        BOUNCED = "bounced", "Kwam terug"
        UNCERTAIN = "uncertain", "Niet zeker"
        CANCELLED = "cancelled", "Ingetrokken"

    id = models.CharField(max_length=16, primary_key=True, default=new_id, editable=False)
    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="letters")
    contact = models.ForeignKey("trajects.Contact", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=30, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()
    due = models.DateTimeField()
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField(default=b"")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("traject", "key"), name="one_letter_per_key"),)
        indexes = (models.Index(fields=("state", "due"), name="letters_to_send"),)

    def __str__(self) -> str:
        """The id; a name is nobody's business in a log."""
        return self.id


class Invitation(models.Model):
    """Uitnodiging voor een bijeenkomst (CR-10). `version` counts what was sent to all, `sequence` is what calendars
    see (RFC 5545). `sealed` holds the practical details, as they are now and as they were last sent."""

    session = models.OneToOneField(
        "trajects.Session", primary_key=True, on_delete=models.CASCADE, related_name="invitation"
    )
    version = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    sent = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """The id of the session."""
        return self.session_id
