"""Whose turn it is."""

from django.db import models


class Lease(models.Model):
    """Beurt: the process that does the rounds, and until when it may. Real time of the database, never moved.

    `holder` is a random name of one run; it says nothing about a machine.
    """

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=32, blank=True, default="")
    until = models.DateTimeField()

    def __str__(self) -> str:
        """The name."""
        return self.name
