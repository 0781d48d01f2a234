"""What must be right before anything starts; Django runs these with every command of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
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
    found += [Error(fault, id="samenspel.E003") for fault in templates.faults(known)]
    return found + [Error(fault, id="samenspel.E004") for fault in _own_texts_faults(settings.SAMENSPEL_TEXTS)]


def _own_texts_faults(own: Path | None) -> list[str]:
    faults = []
    for path in sorted(own.glob("**/*.toml")) if own else []:
        name = path.relative_to(own).as_posix() if own else ""
        if (
            path.parent.parent != own
            or not (catalogue.FOLDER / path.parent.name / "content" / "nl" / path.name).exists()
        ):
            faults.append(f"SAMENSPEL_TEXTS: {name} hoort bij geen tekst van Samenspel.")
            continue
        try:
            tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"SAMENSPEL_TEXTS: {name} is niet te lezen ({error}).")
    return faults
