"""`make bench`: waves of several sizes against a real server, the server on one core and the phones on another.

Prints a table and writes the same to docs/bench.md.
"""

from __future__ import annotations

import asyncio
import datetime
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.wave import Measured, run
from tests.conftest import ROOT
from tests.serving import Served

SIZES = (12, 50, 200)
RUNS = 3
PAGE = ROOT / "docs" / "bench.md"
HEAD = """# Metingen

Deze tabel is geschreven door `make bench`. In elke golf veranderen alle deelnemers binnen twee seconden één ding
(een duiding onder hetzelfde moment). *Bewaard*: van versturen tot de server zegt dat het vastligt op schijf.
*Overal te zien*: van versturen tot de laatste van alle deelnemers het heeft. De server draait op één kern met SQLite,
de deelnemers (echte sockets) op een andere. Van drie golven staat er de middelste, met de kleinste en de grootste
erachter. *Ander werk*: hoeveel andere processen bij het begin van een golf om de kernen vroegen (gemiddelde over een
minuut); boven het aantal kernen wachten server en deelnemers ook op elkaar en op anderen.
"""


class Pinned(Served):
    """A server that stays on one core."""

    def command(self, *arguments: str) -> list[str]:
        """The command line, bound to the first core where that is possible."""
        bound = ["taskset", "-c", "0"] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []
        return [*bound, *super().command(*arguments)]


def main(sizes: tuple[int, ...] = SIZES, runs: int = RUNS) -> None:
    """Measure, print, write."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    rows = []
    for people in sizes:
        found, loads = [], []
        for seed in range(runs):
            loads.append(os.getloadavg()[0])
            found.append(_wave(people, seed))
        rows.append(_row(people, found, loads))
        print(rows[-1], flush=True)
    text = "\n".join([HEAD, *_table(rows), "", _machine(), ""])
    PAGE.write_text(text, encoding="utf-8")
    print(f"\n{text}\nGeschreven: docs/bench.md")


def _wave(people: int, seed: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="samenspel-bench-") as folder, Pinned(Path(folder)) as server:
        return asyncio.run(run(server, people, seed))


def _table(rows: list[str]) -> list[str]:
    return [
        "| Deelnemers | Bewaard p50 (ms) | Bewaard p95 (ms) | Overal te zien p50 (ms) | Overal te zien p95 (ms) "
        "| Rekentijd server (s) | Geheugen per deelnemer (kB) | Verloren | Ander werk |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
    ]


def _row(people: int, found: list[Measured], loads: list[float]) -> str:
    cells = [
        _spread([_at(one.ack, 50) * 1000 for one in found], 0),
        _spread([_at(one.ack, 95) * 1000 for one in found], 0),
        _spread([_at(one.everywhere, 50) * 1000 for one in found], 0),
        _spread([_at(one.everywhere, 95) * 1000 for one in found], 0),
        _spread([one.cpu for one in found], 2),
        _spread([one.memory / 1024 for one in found], 0),
        str(sum(one.lost for one in found)),
        _spread(loads, 1),
    ]
    return f"| {people} | {' | '.join(cells)} |"


def _at(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _spread(values: list[float], digits: int) -> str:
    middle, least, most = (
        f"{x:.{digits}f}".replace(".", ",") for x in (statistics.median(values), min(values), max(values))
    )
    return f"{middle} ({least}-{most})"


def _machine() -> str:
    return (
        f"Gemeten op {datetime.date.today().isoformat()}: {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} kernen, Python {platform.python_version()}."
    )


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
