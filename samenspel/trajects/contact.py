"""Betrokkenen van een traject: who takes part, in whatever session, and how to reach them."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.db import models


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Persoon: how somebody is called and reached. Kept under the `outcome` key: the look-back is held when the case
    is long gone, and has to reach the same people (ADR 11). `colour` is 1..12, 0 for none yet."""

    name: str
    email: str = ""
    party: str = ""
    party_short: str = ""
    colour: int = 0
    function: str = ""
    level: str = ""
    involved: bool | None = None


class Contact(models.Model):
    """Betrokkene bij een traject; its `id` is the attendee id in every room of the traject.

    What somebody said or answered is never here. `user` is the account of who has one. `removed`: takes no part any
    more; access by account or link ends with it.
    """

    class Role(models.TextChoices):
        """Rol in het traject."""

        INITIATOR = "initiator", "Initiatiefnemer"
        FACILITATOR = "facilitator", "Gespreksbegeleider"
        NOTE_TAKER = "note_taker", "Meeschrijver"
        PARTICIPANT = "participant", "Deelnemer"

    id = models.CharField(max_length=16, primary_key=True, editable=False)
    traject = models.ForeignKey("trajects.Traject", on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    removed = models.BooleanField(default=False)
    sealed = models.BinaryField(default=b"")

    def __str__(self) -> str:
        """The id; a name is nobody's business in a log."""
        return self.id

    @property
    def person(self) -> Person:
        """The person, opened. Raises KeyGone. Write it with `set_person`, then save."""
        from samenspel.trajects.engine import cipher

        data = cipher().open(self.traject_id, "outcome", "contact", self.id, "person", 1, bytes(self.sealed))
        return msgspec.json.decode(data, type=Person)

    def set_person(self, person: Person) -> None:
        """Seal other particulars; does not save."""
        from samenspel.trajects.engine import cipher

        data = msgspec.json.encode(person)
        self.sealed = cipher().seal(self.traject_id, "outcome", "contact", self.id, "person", 1, data)
