"""Rondes: work that nobody waits for, done every minute by one process of all (docs/adr/0012-rounds-and-letters.md).

An app's `rounds.py` says what is to be done:

    from samenspel import rounds

    @rounds.job("agreements.remind")
    def remind(now: datetime) -> None: ...
"""

from samenspel.rounds.registry import Job, job, jobs
from samenspel.rounds.stop import stopping
from samenspel.rounds.waking import wake

__all__ = ["Job", "job", "jobs", "stopping", "wake"]
