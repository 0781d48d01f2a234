"""The bell of this process: somebody asked for something that a round does, so the round need not wait its minute."""

from __future__ import annotations

from threading import Event

from django.db import transaction

bell = Event()


def wake() -> None:
    """After this transaction, have a round begin in this process at once. Costs nothing when none is running here."""
    transaction.on_commit(bell.set)
