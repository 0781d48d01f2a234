"""`make soak`: the long form of every bar that can be run longer, one after another, and one table of what they found.

`make soak OPS=5000 SECONDS=60` is a bounded one: every long form shrinks in the proportion of OPS to 100,000. `SEED=`
runs one again, `PARTS=b1,b15` picks bars. Whatever a bar needs beyond that stands at the top of its file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.figures import seed

FULL_OPS = 100_000
ALSO = ("tests/flow/test_r9_doorbell.py", "tests/flow/test_behind.py")
"""Files that hold a bar without having its name: B3, and coming in at a process that is behind."""
NAMED = re.compile(r"test_(b\d+)_\w+\.py$")


def parts(picked: str) -> list[Path]:
    """The files of the bars, in the order of their numbers; a new `test_b…` file is in it by its name."""
    found = [path for path in ROOT.glob("tests/**/test_b*.py") if NAMED.search(path.name)]
    found += [ROOT / name for name in ALSO if (ROOT / name).exists()]
    wanted = {name.strip() for name in picked.split(",") if name.strip()}
    return sorted((path for path in found if not wanted or bar_of(path) in wanted), key=_order)


def bar_of(path: Path) -> str:
    """`b15` for `test_b15_soak.py`; `b3` for what has another name."""
    named = NAMED.search(path.name)
    return named[1] if named else "b3"


def _order(path: Path) -> tuple[int, str]:
    return int(bar_of(path)[1:]), path.name


def environment(start: int, figures: Path) -> dict[str, str]:
    """What every bar is told: long, from this seed, and how much of it."""
    told = {name: value for name, value in os.environ.items() if value or name not in ("OPS", "SECONDS", "SEED")}
    told |= {"SAMENSPEL_LONG": "1", "SAMENSPEL_FIGURES": str(figures), "SEED": str(start)}
    if "OPS" in told:
        told.setdefault("SHARE", str(min(1.0, int(told["OPS"]) / FULL_OPS)))
    return told


def run(path: Path, told: dict[str, str]) -> tuple[bool, float]:
    """One bar; whether it held and how many seconds it took. What it says is shown when it did not hold."""
    name = str(path.relative_to(ROOT))
    print(f"{name} …", end=" ", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--tb=short", "-p", "no:cacheprovider", name]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    took = time.monotonic() - began
    print(f"{'held' if done.returncode == 0 else 'DID NOT HOLD'} ({took:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout[-8_000:], done.stderr[-2_000:], sep="\n", flush=True)
    return done.returncode == 0, took


def table(found: list[dict[str, Any]]) -> str:
    """One line per figure, the bar once."""
    lines = []
    for one in found:
        bar = one.pop("bar")
        for name, value in one.items():
            shown = ", ".join(f"{key} {number}" for key, number in value.items()) if isinstance(value, dict) else value
            lines.append(f"{bar:<26}{name:<34}{shown}")
            bar = ""
    return "\n".join(lines)


def main() -> int:
    """Run them all; 1 when any did not hold."""
    start = seed()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="samenspel-soak-") as folder:
        figures = Path(folder) / "figures.jsonl"
        told = environment(start, figures)
        print(f"seed {start}, OPS {told.get('OPS', FULL_OPS)}, SECONDS {told.get('SECONDS', 'as each bar says')}")
        held = {path: run(path, told) for path in parts(os.environ.get("PARTS", ""))}
        found = [json.loads(line) for line in figures.read_text().splitlines()] if figures.exists() else []
    print(f"\n{table(found)}\n")
    broken = [str(path.relative_to(ROOT)) for path, (well, _) in held.items() if not well]
    print(f"{len(held) - len(broken)} of {len(held)} held in {time.monotonic() - began:.0f} s; seed {start}")
    for name in broken:
        print(f"did not hold: {name}; again: make soak SEED={start} PARTS={bar_of(Path(name))}")
    return 1 if broken or not held else 0


if __name__ == "__main__":
    sys.exit(main())
