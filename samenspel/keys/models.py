"""Wrapped keys. No name, no title, no foreign key to the other database."""

from django.db import models


class TrajectKey(models.Model):
    """Trajectsleutel: a key of a traject, wrapped with the key-encryption key.

    `name` is `case` or `outcome`. `purpose` is empty for those; a round of ballots gets a key with a purpose of
    its own (R13). `fingerprint` is the SHA-256 of the key: people can match it against a record of deletion.
    """

    traject = models.CharField(max_length=16)
    name = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40, default="", blank=True)
    wrapped = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    created = models.DateField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("traject", "name"), name="one_key_per_name"),)

    def __str__(self) -> str:
        """Traject and name; never the key."""
        return f"{self.traject}/{self.name}"
