"""What is kept about getting in: never a name, an address or a readable token."""

from django.db import models


class JoinCode(models.Model):
    """Deelnamecode of one session: found by a keyed hash, readable only with the traject's key.

    It dies when the session closes; whoever comes in by it still waits to be admitted (B5).
    """

    session = models.OneToOneField("trajects.Session", on_delete=models.CASCADE, related_name="join_code")
    code_hash = models.BinaryField(max_length=32, unique=True)
    code = models.BinaryField()
    open = models.BooleanField(default=True)


class Ticket(models.Model):
    """Toegangsbewijs of one browser for one surface of one session.

    `token_hash` is the SHA-256 of 256 random bits. `attendee` is the id of the attendee it leads to, empty for
    the wall. `personal` says it was handed out as a link that can be opened again later. Only the day is kept.
    """

    session = models.ForeignKey("trajects.Session", on_delete=models.CASCADE, related_name="tickets")
    surface = models.CharField(max_length=10)
    attendee = models.CharField(max_length=40, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    personal = models.BooleanField(default=False)
    created = models.DateField(auto_now_add=True)
    revoked = models.BooleanField(default=False)

    class Meta:
        """Tickets are looked for by attendee when somebody is linked to an earlier self."""

        indexes = [models.Index(fields=["session", "attendee"])]
