"""Which jobs there are. Each app registers its own in its `rounds.py`, which is read when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Work = Callable[[datetime], None]


@dataclass(frozen=True)
class Job:
    """Taak: a name, what to do with the moment it is now, and its place among the others (low first).

    A job is idempotent: it may be run again at any moment, and may have been cut off anywhere the last time.
    """

    name: str
    work: Work
    order: int


_jobs: dict[str, Job] = {}


def job(name: str, order: int = 0) -> Callable[[Work], Work]:
    """Register a function as a job. ValueError when another has that name."""

    def register(work: Work) -> Work:
        known = _jobs.get(name)
        if known is not None and known.work.__module__ != work.__module__:
            raise ValueError(f"two jobs are named {name}")
        _jobs[name] = Job(name, work, order)
        return work

    return register


def jobs() -> list[Job]:
    """Every job, in the order in which a round does them."""
    return sorted(_jobs.values(), key=lambda one: (one.order, one.name))
