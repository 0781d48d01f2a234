"""`make bench`: Samenspel, four systems from npm and the floor, in turn, in the same run; writes docs/bench.md.

`RUNS=1 SIZES=12,200` (and `SYSTEMS=samenspel,ws`) measures less; fewer than three runs, or not all sizes and systems,
go to the screen only. `AWAKE=0` lets the cores sleep. `REPORT=1` writes the document again from the figures that
are there.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import report
from tests.bench.awake import awake
from tests.bench.plan import BUDGET_MINUTES, SIZES, SYSTEMS, Job, Plan, done_by, name_of, room_of
from tests.bench.systems import (
    GENERATOR_CORE,
    SAMENSPEL,
    Peer,
    Rooms,
    Samenspel,
    allow_many_files,
    generate,
    install_peers,
    node,
    versions,
)
from tests.conftest import ROOT

FIGURES = ROOT / "docs" / "bench" / "results.json"
KEPT_OUT = ("finals", "reason")
LEAST_RUNS = 3
PAUSE = 0.02


def main() -> None:
    """Measure what the environment asks for, print the document, and write it when it is complete."""
    if os.environ.get("REPORT"):
        report.write(json.loads(FIGURES.read_text(encoding="utf-8")))
        return
    plan = Plan(
        sizes=tuple(int(size) for size in os.environ.get("SIZES", "").split(",") if size) or SIZES,
        runs=int(os.environ.get("RUNS", "") or 5),
        systems=tuple(name for name in os.environ.get("SYSTEMS", "").split(",") if name) or SYSTEMS,
    )
    install_peers()
    allow_many_files()
    print(f"Dit duurt ongeveer {plan.minutes():.0f} minuten.", flush=True)
    begun = time.monotonic()
    with awake() as turning:
        found = measure(plan, turning)
    found["took"] = round(time.monotonic() - begun)
    # Anything less than the whole is for whoever is at work on the server, and no figure for the document.
    complete = (plan.sizes, plan.systems) == (SIZES, SYSTEMS) and plan.runs >= LEAST_RUNS
    if complete:
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(_lines(found), encoding="utf-8")
        report.write(found)
    print(report.document(found))


def measure(plan: Plan, turning: int = 0) -> dict[str, Any]:
    """All figures: systems in turn, so that what else the machine does hits them all alike. `turning` processes keep
    the cores awake, and are no work of the machine."""
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="samenspel-bench-") as folder:
        mould = Path(folder) / "mould"
        mould.mkdir()
        jobs = [job for jobs in plan.sittings(0) for job in jobs]
        made = Samenspel(mould).rooms(*map(room_of, jobs)) if SAMENSPEL in plan.systems else []
        rooms = dict(zip(map(name_of, jobs), made, strict=False))
        fsync, commit = _disk(Path(folder))
        begun, runs = time.monotonic(), 0
        for run in range(plan.runs):
            passed = time.monotonic() - begun
            if runs and passed + passed / runs > BUDGET_MINUTES * 60:
                print(f"Na {runs} van de {plan.runs} keer is de tijd om.", flush=True)
                break
            runs += 1
            for system in plan.systems:
                for sitting, all_jobs in enumerate(plan.sittings(run)):
                    jobs = done_by(system, all_jobs)
                    load = max(0.0, os.getloadavg()[0] - turning)
                    copy = Path(folder) / f"run{run}-{sitting}"
                    try:
                        results = _sit(system, jobs, rooms, mould, copy)
                    except (AssertionError, subprocess.TimeoutExpired) as error:
                        # One server that breaks must not cost the figures of all the others.
                        print(f"  let op: {system} is afgebroken: {str(error)[-500:]}", file=sys.stderr, flush=True)
                        results = [{"job": job["job"], "failed": "afgebroken"} for job in jobs]
                    fresh = [
                        {"system": system, "run": run, "load": round(load, 2), "n": job["n"], **result}
                        for job, result in zip(jobs, results, strict=True)
                        if not job.get("warm")
                    ]
                    found += fresh
                    print("\n".join(map(_line, fresh)), flush=True)
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} kernen",
        "python": platform.python_version(),
        "versions": versions(),
        "runs": runs,
        "sizes": list(plan.sizes),
        "fsync": fsync,
        "commit": commit,
        "awake": turning > 0,
        "results": found,
    }


def _sit(system: str, jobs: list[Job], rooms: dict[str, Any], mould: Path, copy: Path) -> Rooms:
    if system != SAMENSPEL:
        with Peer(system) as peer:
            given = [{**job, "room": {"name": name_of(job)}} for job in jobs]
            return _cleaned(generate(system, peer, given, GENERATOR_CORE))
    shutil.copytree(mould, copy)
    with Samenspel(copy) as server:
        given = [{**job, "room": rooms[name_of(job)]} for job in jobs]
        results = generate(system, server, given, GENERATOR_CORE)
        kept = server.stored([job["room"] for job in given])
    for job, result, texts in zip(jobs, results, kept, strict=True):
        result["unstored"] = unstored(job, result, texts)
    shutil.rmtree(copy)
    return _cleaned(results)


def unstored(job: Job, result: dict[str, Any], texts: list[str]) -> int | None:
    """How many changes (of a drag: last values) the database does not hold."""
    expected = {"wave": range(job["n"]), "drag": result.get("finals", ())}.get(job["job"])
    if expected is None:
        return None
    held = "\n".join(texts)
    return sum(f"m~{number:06d}~" not in held for number in expected)


def _cleaned(results: Rooms) -> Rooms:
    for result in results:
        if "reason" in result or "failed" in result:
            print(f"  let op: {result.get('failed', '')} {result.get('reason', '')}", file=sys.stderr, flush=True)
    return [{key: value for key, value in result.items() if key not in KEPT_OUT} for result in results]


def _lines(found: dict[str, Any]) -> str:
    """The figures as JSON, one measurement a line."""
    results = ",\n".join(json.dumps(one) for one in found["results"])
    rest = json.dumps({key: value for key, value in found.items() if key != "results"}, ensure_ascii=False)
    return f'{rest[:-1]}, "results": [\n{results}\n]}}\n'


def _line(found: dict[str, Any]) -> str:
    times = next((found[key] for key in ("pairs", "full", "shown") if key in found), {})
    return (
        f"{found['run'] + 1} {found['system']:<11} {found['job']:<6} {found['n']:>5}  "
        f"p50 {times.get('p50')}  p95 {times.get('p95')}  cpu {found.get('cpu')}  generator {found.get('generator')}  "
        f"lost {found.get('lost')}  load {found['load']}"
    )


def _disk(folder: Path) -> tuple[float, float]:
    """Milliseconds that one fsync takes here, and one commit of SQLite as the product sets it; medians of fifty, each
    after a pause, as it is in a meeting."""
    with (folder / "fsync").open("wb") as file:

        def sync() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        plain = _middle(sync)
    base = sqlite3.connect(folder / "commit.sqlite", isolation_level=None)
    base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x)")
    commit = _middle(lambda: base.execute("INSERT INTO t VALUES (randomblob(300))"))
    base.close()
    return plain, commit


def _middle(work: Any) -> float:
    took = []
    for _ in range(50):
        time.sleep(PAUSE)
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(took), 3)


if __name__ == "__main__":
    node()
    main()
