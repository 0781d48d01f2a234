"""Figures: what a bar measured, printed and kept together, and how big and from which seed it runs (B1-B18).

`SAMENSPEL_FIGURES` names a file to which every bar adds one line of JSON; `make soak` makes its table from it.
"""

from __future__ import annotations

import json
import os
import secrets

Value = str | int | float | bool | None | dict[str, int]


def is_long() -> bool:
    """Whether the long forms of the bars were asked for (`SAMENSPEL_LONG=1`)."""
    return os.environ.get("SAMENSPEL_LONG") == "1"


def size(name: str, short: int, long: int, shrinks: bool = True) -> int:
    """How big: the environment variable `name` (`OPS`, `SECONDS`, `ROUNDS` …) when given, else short or long.

    `SHARE` (a part of 1) makes every long form that `shrinks` so much smaller at once, never below the short one.
    """
    given = os.environ.get(name, "").strip()
    if given:
        return int(given)
    share = float(os.environ.get("SHARE", "").strip() or 1) if shrinks else 1.0
    return max(short, round(long * share)) if is_long() else short


def seed() -> int:
    """`SEED` when given, else a fresh one; whoever uses it prints it with the figures."""
    return int(os.environ.get("SEED", "").strip() or 0) or secrets.randbelow(10**6) + 1


def figures(bar: str, **values: Value) -> None:
    """Print what bar `bar` (`"B1 SQLite"`) found, and keep it for the table of `make soak`."""
    print(f"\n{bar}: " + ", ".join(f"{name} {value}" for name, value in values.items()))
    path = os.environ.get("SAMENSPEL_FIGURES")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"bar": bar, **values}, ensure_ascii=False) + "\n")
