"""What is kept besides Django's own users."""

from django.conf import settings
from django.db import models


class FirstStart(models.Model):
    """Eerste keer: the one-time link of the first administrator, as SHA-256. Removed when it is used."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
