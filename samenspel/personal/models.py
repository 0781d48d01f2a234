"""What is kept about personal links: never a name or a readable token."""

from django.db import models


class PersonalLink(models.Model):
    """Persoonlijke link of a contact, to its page in the traject. `token_hash` is the SHA-256 of 256 random bits; it
    can be opened again until it is revoked, too old, or the contact takes no part any more. Only the day is kept."""

    contact = models.ForeignKey("trajects.Contact", on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateField()
    revoked = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("contact", "revoked"), name="link_by_contact"),)

    def __str__(self) -> str:
        """The contact's id."""
        return self.contact_id
