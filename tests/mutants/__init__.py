"""Mutants: for each promise deliberate breaks of the product, each with the tests that must see it.

They stand in the TOML files next to this one. `make mutants` applies them one by one; docs/room.md shows them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
HERE: Final = Path(__file__).resolve().parent
PAGE: Final = ROOT / "docs" / "room.md"
BEGIN: Final = "<!-- mutants: written by `python -m tests.mutants --write` -->"
END: Final = "<!-- /mutants -->"


class Rotten(Exception):
    """The place that a mutant changes is no longer there, or no longer the only one."""


@dataclass(frozen=True)
class Mutant:
    """One break: `edits` are (find, replace) in one file, `tests` the pytest ids of which at least one must fail."""

    name: str
    rule: str
    breaks: str
    file: str
    edits: tuple[tuple[str, str], ...]
    tests: tuple[str, ...]

    def apply(self, text: str) -> str:
        """The text of the file, broken. Raises Rotten."""
        for find, replace in self.edits:
            if (times := text.count(find)) != 1:
                raise Rotten(f"{self.name}: {self.file} holds {find!r} {times} times, not once")
            text = text.replace(find, replace)
        return text

    @property
    def caught_by(self) -> list[str]:
        """The names of its tests, without file and parameter."""
        return list(dict.fromkeys(re.sub(r"^.*::|\[.*$", "", test) for test in self.tests))


def load() -> list[Mutant]:
    """Every mutant, ordered by rule and name."""
    rows = [row for path in sorted(HERE.glob("*.toml")) for row in tomllib.loads(path.read_text())["mutant"]]
    found = [
        Mutant(
            row["name"],
            row["rule"],
            row["breaks"],
            row["file"],
            ((row["find"], row["replace"]), *((find, replace) for find, replace in row.get("also", ()))),
            tuple(row["tests"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda mutant: (mutant.rule[0] != "R", int(mutant.rule[1:]), mutant.name))


def table() -> str:
    """What docs/room.md says of them, between its two marks."""
    rows = ["| rule | break | what goes wrong then | caught by |", "|---|---|---|---|"]
    for mutant in load():
        tests = ", ".join(f"`{name}`" for name in mutant.caught_by)
        rows.append(f"| ({mutant.rule}) | `{mutant.name}` | {mutant.breaks} | {tests} |")
    return "\n".join([BEGIN, *rows, END])


def write() -> None:
    """Put the table in docs/room.md."""
    page = PAGE.read_text("utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(before + table() + after, "utf-8")
