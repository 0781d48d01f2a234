"""Casussleutels: every session of a traject has a case of its own, under a key of its own (CR-22, CR-23).

A look-back is held when the case of the first meeting is long gone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from samenspel.keys.ledger import Ledger
from samenspel.keys.models import TrajectKey
from samenspel.store.models import SessionClock
from samenspel.trajects import engine

FIRST: Final = "case"


@cache
def ledger() -> Ledger:
    """The ledger of what was destroyed, of this installation."""
    return Ledger(Path(settings.SAMENSPEL_LEDGER), engine.cipher().signer)


def for_new_session(traject: str) -> str:
    """The name of the key for the case of a new session of this traject, made when it is not there yet.

    A name is never used twice: what was destroyed under it stays destroyed, whatever backup comes back.
    """
    taken = set(SessionClock.objects.filter(traject=traject).values_list("case_key", flat=True))
    taken |= ledger().names(traject)
    made = set(TrajectKey.objects.filter(traject=traject).values_list("name", flat=True))
    if FIRST in made and FIRST not in taken:
        return FIRST
    number = 2
    while (name := f"{FIRST}{number}") in taken | made:
        number += 1
    engine.cipher().create_key(traject, name)
    return name
