"""What is kept about destroying: work in hand, and who said that downloads are gone. Never a name."""

from django.db import models


class Destruction(models.Model):
    """Vernietiging die bezig is: written before anything goes, removed when the record of deletion is there.

    `keys` is name → fingerprint, `counts` what there was at the beginning. A process that ends half-way leaves it
    standing; the next start, or the next round, completes it.
    """

    traject = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10)
    sessions = models.JSONField(default=list)
    keys = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    why = models.CharField(max_length=20)
    by = models.CharField(max_length=20)
    begun = models.DateField()

    def __str__(self) -> str:
        """The traject's id."""
        return self.traject


class DownloadsGone(models.Model):
    """Bevestiging of who led or helped to lead: own downloads, mails and paper are gone. Kept without a name."""

    traject = models.CharField(max_length=16)
    contact = models.CharField(max_length=16)
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("traject", "contact"), name="downloads_gone_once"),)

    def __str__(self) -> str:
        """The contact's id."""
        return self.contact
