"""What an organisation sets for itself. Nothing here is about a person, so nothing is sealed."""

from django.db import models


class Organisation(models.Model):
    """Organisatie: the one row with what everybody sees. `theme` holds tokens by name (`theme.py`), `logo` a picture
    as `logo.py` wrote it. `texts_version` goes up with every own text."""

    class Address(models.TextChoices):
        """Aanspreekvorm."""

        INFORMAL = "je", "je en jij"
        FORMAL = "u", "u"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=2, choices=Address.choices, default=Address.INFORMAL)
    theme = models.JSONField(default=dict, blank=True)
    logo = models.BinaryField(default=b"")
    logo_mark = models.CharField(max_length=16, blank=True)
    texts_version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class OwnText(models.Model):
    """Eigen tekst: one text of an instrument in the organisation's words. `place` says where in the file; `over` is
    the mark of our text that it was written over, so that a later release can say that ours has changed."""

    instrument = models.CharField(max_length=60)
    file = models.CharField(max_length=60)
    place = models.CharField(max_length=200)
    text = models.TextField()
    over = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("instrument", "file", "place"), name="one_own_text_per_place"),)

    def __str__(self) -> str:
        """Where it belongs."""
        return f"{self.instrument}/{self.file}:{self.place}"
