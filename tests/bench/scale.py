"""`make scale`: 1 to 200 rooms beside each other, at the pace of people; writes docs/scale.md and its plots.

`STEPS=1,10 SECONDS=5` measures less and writes to the screen only, `REPORT=1` writes the document again.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench import scale_report
from tests.bench.plan import Job
from tests.bench.systems import GENERATOR_CORE, SAMENSPEL, Samenspel, allow_many_files, generate
from tests.conftest import ROOT
from tests.services import Postgres, Redis

FIGURES = ROOT / "docs" / "scale" / "results.json"
STEPS: Final = (1, 10, 50, 100, 200)
SECONDS: Final = 20
PEOPLE: Final = 12
EVERY: Final = 10.0
"""Seconds between two changes of one person, on average."""
PING: Final = 2.0
WORKERS: Final = 2


def main() -> None:
    """Measure what the environment asks for, print the document, and write it when it is complete."""
    if os.environ.get("REPORT"):
        scale_report.write(json.loads(FIGURES.read_text(encoding="utf-8")))
        return
    steps = tuple(int(step) for step in os.environ.get("STEPS", "").split(",") if step) or STEPS
    seconds = int(os.environ.get("SECONDS", "") or SECONDS)
    allow_many_files()
    minutes = 2 * (len(steps) * (seconds + 12) + max(steps) * 0.6 + 15) / 60
    print(f"Dit duurt ongeveer {minutes:.0f} minuten.", flush=True)
    begun = time.monotonic()
    found = {
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} kernen",
        "python": platform.python_version(),
        "steps": list(steps),
        "people": PEOPLE,
        "every": EVERY,
        "ping": PING,
        "seconds": seconds,
        "workers": WORKERS,
        "sqlite": _one_process(steps, seconds),
        "postgres": _several_processes(steps, seconds),
    }
    found["took"] = round(time.monotonic() - begun)
    if steps == STEPS and seconds == SECONDS:
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        scale_report.write(found)
    print(scale_report.document(found))


def _one_process(steps: tuple[int, ...], seconds: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="samenspel-scale-") as folder:
        return _measure(Samenspel(Path(folder)), steps, seconds, GENERATOR_CORE, [])


def _several_processes(steps: tuple[int, ...], seconds: int) -> list[dict[str, Any]]:
    with _services() as (options, pids), tempfile.TemporaryDirectory(prefix="samenspel-scale-") as folder:
        server = Samenspel(Path(folder), **options)
        server.core, server.more = None, ("--workers", str(WORKERS))
        return _measure(server, steps, seconds, None, pids)


@contextlib.contextmanager
def _services() -> Iterator[tuple[dict[str, str], list[int]]]:
    """PostgreSQL that really writes, and Redis: the settings for the server, and their processes."""
    with Postgres(durable=True) as postgres, Redis() as redis:
        first = (postgres.data / "postmaster.pid").read_text().splitlines()[0]
        assert redis.process is not None
        yield {**postgres.installation("scale"), "REDIS_URL": redis.url}, [int(first), redis.process.pid]


def _measure(
    server: Samenspel, steps: tuple[int, ...], seconds: int, core: int | None, others: list[int]
) -> list[dict[str, Any]]:
    rooms = server.rooms(*({"people": PEOPLE} for _ in range(max(steps))))
    job: Job = {
        "job": "pace",
        "rooms": rooms,
        "people": PEOPLE,
        "steps": list(steps),
        "seconds": seconds,
        "every": EVERY,
        "ping": PING,
        "seed": 1,
        "others": others,
    }
    with server:
        (found,) = generate(SAMENSPEL, server, [job], core)
    steps_found: list[dict[str, Any]] = found["steps"]
    if found["stopped"]:
        print(f"  let op: niet verder gekomen dan hier: {found['stopped']}", flush=True)
        print(server.log.read_text(errors="replace")[-1000:], flush=True)
    assert steps_found, "not one step could be measured"
    for one in steps_found:
        print(
            f"{one['rooms']:>4} kamers  bewaard p50 {one['saved']['p50']} p95 {one['saved']['p95']}  "
            f"cpu {one['cpu'] / one['took']:.0%} elders {one['elsewhere'] / one['took']:.0%}  "
            f"generator {one['generator'] / one['took']:.0%}  geheugen {one['memory'] / 1e6:.0f} MB  "
            f"geweigerd {one['refused']} gesloten {one['ended']}",
            flush=True,
        )
    return steps_found


if __name__ == "__main__":
    main()
