"""Eén keer: a form that comes twice (two taps, a slow line) makes one thing, in whatever process it lands."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.core.cache import cache
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from samenspel.trajects.models import new_id

Made = TypeVar("Made", bound=Model)
FIELD: Final = "once"
REMEMBERED: Final = 12 * 60 * 60
"""Seconds: as long as a login lasts."""
BUSY: Final = 60
"""Seconds after which a first time that never ended (its process stopped) stands in nobody's way."""
PAUSE: Final = 0.25
TRIES: Final = 80


class OnItsWay(Exception):
    """The same form is being dealt with at this moment, and that takes long."""


ON_ITS_WAY: Final = "Dit formulier is al onderweg. Kijk over een minuut in je overzicht of het er staat."


def mark(request: HttpRequest) -> str:
    """The value of the hidden field: the one that was sent, or a new one for a new form."""
    sent = request.POST.get(FIELD, "")[:40]
    return sent if sent.isalnum() else new_id()


def once(request: HttpRequest, known: QuerySet[Made], make: Callable[[], Made]) -> Made:
    """What this form made, out of `known`; makes it when this person did not send the same form with the same words
    before, or when what it made is gone again. Passes on whatever `make` raises; then it may be sent again. Raises
    OnItsWay."""
    if FIELD not in request.POST:
        return make()
    key = _key(request)
    for _ in range(TRIES):
        if cache.add(key, "", BUSY):
            return _first(key, make)
        earlier = cache.get(key)
        found = known.filter(pk=earlier).first() if earlier else None
        if found is not None:
            return found
        if earlier:
            cache.delete(key)
        else:
            time.sleep(PAUSE)
    raise OnItsWay


def _first(key: str, make: Callable[[], Made]) -> Made:
    try:
        made = make()
    except BaseException:
        cache.delete(key)
        raise
    cache.set(key, str(made.pk), REMEMBERED)
    return made


def _key(request: HttpRequest) -> str:
    """The same for the same words of the same person: who goes back and changes something means another one."""
    sent = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    # The cache keeps a keyed hash of it and never these words.
    return f"once:{json.dumps([request.user.pk, request.path, sent])}"
