"""Hoe het eruitziet: what every page needs of the organisation, read at most once in two seconds by each process."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Final

from django.db import DatabaseError
from django.template import engines

from samenspel.organisation.models import Organisation

SECONDS: Final = 2.0


@dataclass(frozen=True)
class Look:
    """Uiterlijk: name, form of address, tokens, and marks that change with theme and logo."""

    name: str = ""
    formal: bool = False
    theme: dict[str, str] = field(default_factory=dict)
    theme_mark: str = ""
    logo_mark: str = ""
    texts_version: int = 0


_kept: list[tuple[float, Look]] = []
_formal: list[bool] = [False]


def look() -> Look:
    """As it is now; ours when there is nothing else, or no database to ask (a page about trouble is a page too)."""
    if _kept and time.monotonic() - _kept[0][0] < SECONDS:
        return _kept[0][1]
    try:
        row = Organisation.objects.filter(pk=1).defer("logo").first()
    except DatabaseError:
        return Look()
    found = _of(row) if row else Look()
    _read_templates_again(found.formal)
    _kept[:] = [(time.monotonic(), found)]
    return found


def forget() -> None:
    """Look again at the next question: something was changed here."""
    _kept.clear()


def row() -> Organisation:
    """The row, made when it is not there yet."""
    return Organisation.objects.get_or_create(pk=1)[0]


def _read_templates_again(now_formal: bool) -> None:
    """Templates are kept as they were read: with the other form of address they are read anew."""
    if _formal != [now_formal]:
        _formal[:] = [now_formal]
        for engine in engines.all():
            for loader in getattr(getattr(engine, "engine", None), "template_loaders", ()):
                loader.reset()


def _of(row: Organisation) -> Look:
    theme = {str(name): str(value) for name, value in row.theme.items()}
    mark = hashlib.sha256(json.dumps(theme, sort_keys=True).encode()).hexdigest()[:12] if theme else ""
    formal = row.address == Organisation.Address.FORMAL
    return Look(row.name, formal, theme, mark, row.logo_mark, row.texts_version)
