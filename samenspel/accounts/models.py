"""What is kept besides Django's own users."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class OneTimeLink(models.Model):
    """Eenmalige link: leads one person to choosing a password. Kept as SHA-256 only; removed when it is used.

    Whoever gets a newer one loses the older one. It works until `expires`.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(default=timezone.now)


class Count(models.Model):
    """Telling: how often something was tried lately, under a hashed key; forgotten when it expires."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
