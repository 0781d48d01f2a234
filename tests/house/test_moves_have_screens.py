"""What may be asked can be asked: every move of every instrument stands in a screen, by its name.

A move that no screen asks is exempt with a reason in the instrument's checklist.toml: id "move:<name>".
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from samenspel.instruments import catalogue
from tests.conftest import ROOT

SCREENS = (".svelte", ".ts")
MOVES = [
    (name, move)
    for name, found in sorted(catalogue.load().items())
    for move in sorted(each.name for each in found.moves)
]


def read(folder: Path) -> str:
    """All that the screens in a folder say, without tests and without what is generated from the rules."""
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in SCREENS)
    return "\n".join(
        path.read_text(encoding="utf-8") for path in files if not path.name.endswith((".test.ts", ".gen.ts"))
    )


@cache
def sources(instrument: str) -> str:
    """The screens that an instrument is asked from: its own; those of every session for one without (the meeting)."""
    own = catalogue.FOLDER / instrument / "web"
    return read(own if own.is_dir() else ROOT / "web" / "src")


def exempt(instrument: str) -> dict[str, str]:
    """Moves without a screen, with why."""
    path = catalogue.FOLDER / instrument / "checklist.toml"
    items = tomllib.loads(path.read_text(encoding="utf-8")).get("item", [])
    return {
        item["id"].removeprefix("move:"): item.get("reason", "")
        for item in items
        if item["id"].startswith("move:") and item["status"] == "exempt"
    }


@pytest.mark.parametrize(("instrument", "move"), MOVES, ids=lambda part: str(part))
def test_a_move_has_a_screen(instrument: str, move: str) -> None:
    reasons = exempt(instrument)
    quoted = re.search(rf"""(['"`]){move}\1""", sources(instrument)) is not None
    assert quoted or reasons.get(move), f"no screen of {instrument} asks {move}"
    assert not (quoted and move in reasons), f"{move} has a screen: its exemption can go"


@pytest.mark.parametrize("instrument", sorted(catalogue.load()))
def test_an_exemption_is_about_a_move_that_exists(instrument: str) -> None:
    assert set(exempt(instrument)) <= {move for name, move in MOVES if name == instrument}
