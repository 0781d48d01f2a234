"""Run-sheet templates: one TOML file each, in Dutch."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from samenspel.kernel.definition import Instruments

FOLDER: Final = Path(__file__).resolve().parent / "templates_nl"


class TemplateBlock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Onderdeel in een sjabloon: `part` is the phase its instrument goes to when the block starts."""

    key: str
    title: str
    minutes: int
    instrument: str = ""
    part: str = ""
    lead: str = ""
    materials: tuple[str, ...] = ()
    note: str = ""


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Draaiboeksjabloon: what a new session starts with (CR-9). `minutes` is the sum of its blocks."""

    key: str
    name: str
    minutes: int
    note: str = ""
    block: tuple[TemplateBlock, ...]


@cache
def load_all() -> dict[str, Template]:
    """Every template by key, in the order of their keys."""
    read = (msgspec.toml.decode(path.read_bytes(), type=Template) for path in sorted(FOLDER.glob("*.toml")))
    return {template.key: template for template in read}


def find(key: str) -> Template | None:
    """The template of that key, or None."""
    return load_all().get(key)


def faults(instruments: Instruments) -> list[str]:
    """What the templates name that these instruments do not have, and sums that are not right."""
    found = []
    for template in load_all().values():
        if template.minutes != sum(block.minutes for block in template.block):
            found.append(f"{template.key}: the minutes of its blocks do not add up to {template.minutes}")
        for block in template.block:
            definition = instruments.get(block.instrument)
            if block.instrument and definition is None:
                found.append(f"{template.key}/{block.key}: unknown instrument {block.instrument}")
            elif block.part and (definition is None or not definition.has_phase(block.part)):
                found.append(f"{template.key}/{block.key}: unknown phase {block.part}")
    return found
