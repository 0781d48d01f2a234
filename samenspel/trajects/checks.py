"""What must be right before anything starts; Django runs these with every command of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from samenspel.instruments import catalogue
from samenspel.run_sheets import templates


@register
def instruments_are_complete(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Every instrument folder is whole, and every run-sheet template names what there is."""
    try:
        known = catalogue.load()
    except catalogue.FaultyInstrument as fault:
        return [Error(str(fault), id="samenspel.E001")]
    found: list[CheckMessage] = [
        Error(fault, id="samenspel.E002") for folder in catalogue.folders() for fault in catalogue.folder_faults(folder)
    ]
    return found + [Error(fault, id="samenspel.E003") for fault in templates.faults(known)]
