"""What may be asked can be asked: every move of every instrument stands in a screen, by its name.

A move that a page of the server asks, before or after the meeting, names that page in the instrument's checklist.toml:
id "move:<name>", status "done", page "samenspel/…": the file is there and says the move by its name. A move that
nothing asks is exempt there, with a reason.
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


def server_pages(instrument: str) -> dict[str, str]:
    """Moves that a page of the server asks, with the file of that page."""
    items = catalogue.checklist(catalogue.FOLDER / instrument)
    return {item["id"].removeprefix("move:"): item["page"] for item in items if "page" in item}


def says(text: str, move: str) -> bool:
    return re.search(rf"""(['"`]){move}\1""", text) is not None


@pytest.mark.parametrize(("instrument", "move"), MOVES, ids=lambda part: str(part))
def test_a_move_has_a_screen(instrument: str, move: str) -> None:
    reasons, pages = exempt(instrument), server_pages(instrument)
    quoted = says(sources(instrument), move)
    assert quoted or move in pages or reasons.get(move), f"no screen of {instrument} asks {move}"
    assert not (quoted and move in reasons), f"{move} has a screen: its exemption can go"


@pytest.mark.parametrize(
    ("instrument", "move", "page"),
    [(name, move, page) for name in sorted(catalogue.load()) for move, page in server_pages(name).items()],
)
def test_a_page_that_asks_a_move_is_there_and_says_it(instrument: str, move: str, page: str) -> None:
    assert page.startswith("samenspel/") and "tests" not in Path(page).parts
    assert says((ROOT / page).read_text(encoding="utf-8"), move), f"{page} does not ask {move}"


@pytest.mark.parametrize("instrument", sorted(catalogue.load()))
def test_an_exemption_is_about_a_move_that_exists(instrument: str) -> None:
    assert set(exempt(instrument)) | set(server_pages(instrument)) <= {
        move for name, move in MOVES if name == instrument
    }
