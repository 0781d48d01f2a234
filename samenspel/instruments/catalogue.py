"""The catalogue: finds the instruments, and refuses to start on a faulty folder."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from samenspel.kernel.definition import Instrument
from samenspel.kernel.upgrade import Types

FOLDER: Final = Path(__file__).resolve().parent
SCREENS: Final = FOLDER.parents[1] / "web" / "src"
WEB_FILES: Final = ("Control.svelte", "Participant.svelte", "Wall.svelte", "List.svelte")
STATUSES: Final = ("done", "exempt", "open")


class FaultyInstrument(Exception):
    """An instrument folder that cannot be right; the message names the folder and what is wrong."""


@cache
def load() -> Mapping[str, Instrument]:
    """Every instrument by name. Raises FaultyInstrument."""
    found: dict[str, Instrument] = {}
    for folder in folders():
        instrument = import_module(f"samenspel.instruments.{folder.name}.definition").INSTRUMENT
        if instrument.name in found:
            raise FaultyInstrument(f"{folder.name}: another instrument is called {instrument.name} too")
        check(instrument, folder)
        found[instrument.name] = instrument
    check_together(found)
    return found


def folders() -> list[Path]:
    """The folders that hold an instrument, by name."""
    return sorted(path.parent for path in FOLDER.glob("*/definition.py"))


def check(instrument: Instrument, folder: Path) -> None:
    """The definition of one instrument. Raises FaultyInstrument with everything that is wrong."""
    faults = _definition_faults(instrument, folder.name)
    if faults:
        raise FaultyInstrument(f"{folder.name}: {'; '.join(faults)}")


def folder_faults(folder: Path) -> list[str]:
    """What is wrong beside the definition: the checklist, and the screens where their sources are at hand
    (an installed package holds them built)."""
    faults = _checklist_faults(folder)
    if SCREENS.is_dir():
        faults += _web_faults(folder)
    return [f"{folder.name}: {fault}" for fault in faults]


def check_together(instruments: Mapping[str, Instrument]) -> None:
    """No two instruments use one name for different records. Raises FaultyInstrument."""
    try:
        types = Types(instruments)
    except ValueError as error:
        raise FaultyInstrument(str(error)) from None
    for name, kind in types.bodies.items():
        for instrument in instruments.values():
            steps = [step for (of, step) in instrument.upgrades if of == name]
            if any(step >= kind.SCHEMA for step in steps):
                raise FaultyInstrument(f"{instrument.name}: {name} has an upgrade beyond its schema")
        missing = [s for s in range(1, kind.SCHEMA) if not any((name, s) in i.upgrades for i in instruments.values())]
        if missing:
            raise FaultyInstrument(f"{name} has no upgrade from schema {missing[0]}")


def checklist(folder: Path) -> list[dict[str, Any]]:
    """The acceptance items of an instrument folder; empty without a file."""
    path = folder / "checklist.toml"
    if not path.exists():
        return []
    items = tomllib.loads(path.read_text("utf-8")).get("item", [])
    return list(items)


def texts(name: str, language: str = "nl", overrides: Path | None = None) -> dict[str, Any]:
    """Teksten: the content files of an instrument as {file stem: data}; {} for an unknown name.

    A file `<overrides>/<name>/<file>.toml` is laid over the one that comes along, table by table.
    """
    if not any(folder.name == name for folder in folders()):
        return {}
    found = _read_all(FOLDER / name / "content" / language)
    own = _read_all(overrides / name) if overrides else {}
    return _laid_over(found, own)


def _read_all(folder: Path) -> dict[str, Any]:
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both


def _definition_faults(instrument: Instrument, folder: str) -> list[str]:
    faults = [] if instrument.name == folder else [f"it calls itself {instrument.name}"]
    if not instrument.phases:
        faults.append("it has no phase")
    for what, names in (
        ("phase", [phase.name for phase in instrument.phases]),
        ("move", [move.name for move in instrument.moves]),
        ("record", [body.TYPE for body in instrument.records]),
        ("fleeting state", [fleeting.name for fleeting in instrument.fleeting]),
    ):
        faults += [f"{what} {name} occurs twice" for name, times in Counter(names).items() if times > 1]
    types = {body.TYPE for body in instrument.records}
    faults += [f"record {name or '(nameless)'} has no view" for name in sorted(types - set(instrument.views))]
    faults += [f"view of unknown record {name}" for name in sorted(set(instrument.views) - types)]
    phases = {phase.name for phase in instrument.phases}
    for move in instrument.moves:
        faults += [f"move {move.name} names unknown phase {name}" for name in sorted((move.phases or set()) - phases)]
    return faults


def _checklist_faults(folder: Path) -> list[str]:
    if not (folder / "checklist.toml").exists():
        return ["it has no checklist.toml"]
    faults = []
    for item in checklist(folder):
        name, status = item.get("id", "(nameless)"), item.get("status")
        if status not in STATUSES:
            faults.append(f"checklist item {name} has status {status}")
        elif status != "done" and not str(item.get("reason", "")).strip():
            faults.append(f"checklist item {name} is {status} without a reason")
    return faults


def _web_faults(folder: Path) -> list[str]:
    exempt = {item.get("id") for item in checklist(folder) if item.get("status") == "exempt"}
    if "web" in exempt:
        return []
    return [
        f"web/{name} is missing"
        for name in WEB_FILES
        if f"web/{name}" not in exempt and not (folder / "web" / name).exists()
    ]
