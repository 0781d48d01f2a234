"""What is measured in which order, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tests.bench.inside import BOARD, SLIDER

SYSTEMS: Final = ("samenspel", "hocuspocus", "ywebsocket", "socketio", "ws", "floor")
WAVES_ONLY: Final = ("floor",)
"""Systems that keep no state for who comes in later."""
SIZES: Final = (12, 50, 200, 500, 1000)
WEIGHED: Final = (200, 1000)
NOTES: Final = 300
WAVE_SECONDS, STORM_SECONDS, DRAG_SECONDS = 2, 3, 10
DRAG_PEOPLE, DRAG_RATE = 12, 20
SMALL_STORM: Final = 50
BUDGET_MINUTES: Final = 27
"""No new run begins when it would end later than this; the document says how many there were."""
PATIENCE: Final = 30
"""Seconds after which what has not arrived counts as lost."""

Job = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """Plan: sizes of the waves and how often everything is done."""

    sizes: tuple[int, ...] = SIZES
    runs: int = 5
    systems: tuple[str, ...] = SYSTEMS
    drag_seconds: int = DRAG_SECONDS

    def sittings(self, run: int) -> list[list[Job]]:
        """The jobs of one run, for each of the servers that are started one after the other.

        The largest wave has a server of its own, so that memory is weighed on a fresh one; the others follow a
        wave that does not count, because a server that never did anything is slower than it will be.
        """
        *smaller, largest = sorted(self.sizes)
        wave = {"job": "wave", "seconds": WAVE_SECONDS, "patience": PATIENCE}
        storm = {"job": "storm", "seconds": STORM_SECONDS, "patience": PATIENCE, "notes": NOTES}
        first: list[Job] = [
            {**wave, "n": 12, "seconds": 1, "warm": True, "seed": 1},
            *({**wave, "n": n, "seed": run * 100 + place} for place, n in enumerate(smaller)),
            {**storm, "n": SMALL_STORM, "seed": run * 100 + 50},
            {"job": "drag", "n": DRAG_PEOPLE, "rate": DRAG_RATE, "seconds": self.drag_seconds, "patience": PATIENCE},
        ]
        weighed = [n for n in WEIGHED if n <= largest] or [largest]
        second: list[Job] = [{**wave, "n": largest, "seed": run * 100 + 9, "weigh": weighed}]
        if largest > SMALL_STORM:
            second.append({**storm, "n": largest, "seed": run * 100 + 51})
        return [first, second]

    def minutes(self) -> float:
        """About how long it takes on a machine with two cores."""
        relays = sum(14.0 for n in self.sizes if n >= 1000) + sum(3.0 for n in self.sizes if n == 500)
        each = 15 + sum(3.3 + n / 350 for n in self.sizes) + self.drag_seconds + relays * 3 / len(SYSTEMS)
        return (len(self.systems) * self.runs * each + 20) / 60


def done_by(system: str, jobs: list[Job]) -> list[Job]:
    """Those of these jobs that a system can do."""
    return [job for job in jobs if job["job"] == "wave" or system not in WAVES_ONLY]


def room_of(job: Job) -> dict[str, Any]:
    """The room that a job needs, as `inside.make` takes it."""
    kind = SLIDER if job["job"] == "drag" else BOARD
    return {"people": job["n"], "notes": job.get("notes", 0), "kind": kind}


def name_of(job: Job) -> str:
    """A room's name for systems in which rooms only have a name."""
    return f"{'warm' if job.get('warm') else job['job']}{job['n']}"
