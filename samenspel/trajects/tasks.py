"""Wat een uitgenodigde begeleider, meeschrijver of initiatiefnemer te doen staat: tie an own account to the role."""

from __future__ import annotations

from django.urls import reverse

from samenspel.personal.tasks import Task
from samenspel.trajects.contact import Contact


def tasks(contact: Contact) -> list[Task]:
    """One task for who has a role that needs an account and has not shown it yet."""
    if contact.role == Contact.Role.PARTICIPANT or contact.user_id is not None:
        return []
    why = "Met je account open je het traject en bereid je voor. Heb je er nog geen? Vraag de beheerder."
    url = reverse("traject_accept", args=[contact.traject_id])
    return [Task("accept", "Je account koppelen", why, url, 1)]
