"""Nieuw instrument: lays down a folder that loads, passes its own tests and works (a list of notes)."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import Final

TEMPLATE: Final = Path(__file__).resolve().parent / "new_instrument_template"
SUFFIX: Final = ".template"


class BadNameError(Exception):
    """A name that cannot be that of an instrument; the message is Dutch."""


def lay_down(name: str, title: str, instruments: Path, glossary: Path) -> list[Path]:
    """Make `instruments/<name>` from the template and name its records in the glossary.

    `name` is snake_case. Raises BadNameError when it is not, or when the folder is there already; nothing is
    written then. Answers the files that were made or changed.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name) or len(name) > 40:
        raise BadNameError("Kies een naam in kleine letters met _ ertussen, bijvoorbeeld call_round.")
    folder = instruments / name
    if folder.exists():
        raise BadNameError(f"Er is al een map {name}.")
    camel = "".join(part.capitalize() for part in name.split("_"))
    title = title.strip() or name.replace("_", " ").capitalize()
    if re.search(r"[\"\\§|`{}<>\n]", title):
        raise BadNameError("Kies een titel zonder bijzondere tekens.")
    made = []
    for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        target = folder / source.relative_to(TEMPLATE).with_suffix("")
        text = source.read_text("utf-8")
        for mark, word in (("§name§", name), ("§Name§", camel), ("§title§", title)):
            text = text.replace(mark, word)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        made.append(target)
    _name_in_glossary(glossary, name, title)
    return [*made, glossary]


def _name_in_glossary(glossary: Path, name: str, title: str) -> None:
    # What was still to come has come.
    later = f"| `{name}` | later |"
    lines = [line for line in glossary.read_text("utf-8").split("\n") if not line.endswith(later)]
    rows = {
        "instrument": [f"| {title.lower()} | `{name}` | instrument |"],
        "klas": [
            f"| ronde ({title.lower()}) | `{name}_round` | klas |",
            f"| notitie ({title.lower()}) | `{name}_note` | klas |",
        ],
    }
    for kind, new in rows.items():
        last = max((i for i, line in enumerate(lines) if line.endswith(f"| {kind} |")), default=len(lines) - 1)
        lines[last + 1 : last + 1] = new
    glossary.write_text("\n".join(lines), "utf-8")
