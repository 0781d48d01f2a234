"""What is kept about asking: which question, since when, before when. Never an answer."""

from django.db import models

from samenspel import clock


class Question(models.Model):
    """Vraag that everybody at the table of a traject is asked since a day. Who comes later is asked as well.

    `due` is the last day on which an answer is wanted; moments have a day of their own per person (CR-6).
    """

    class Kind(models.TextChoices):
        """Wat er gevraagd wordt."""

        SOUNDING = "sounding", "Peiling"
        MISSING = "missing", "Ontbreekt er een partij?"
        TENSION = "tension", "Spanning"

    traject = models.ForeignKey("trajects.Traject", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    asked = models.DateField(default=clock.today)
    due = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("traject", "kind"), name="one_question_of_a_kind"),)

    def __str__(self) -> str:
        """The traject's id and the kind."""
        return f"{self.traject_id} {self.kind}"
