"""Nakijken: what `samenspel check` says of a server, in Dutch, with what to do about it.

These look at files, databases and clocks, so they run for `samenspel check` only. Django's own registry would run them
before `migrate` as well, which is there to put right what they find.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from django.core.checks import CheckMessage
from django.db import DatabaseError, connections

Found = Iterable[CheckMessage]
Check = Callable[[], Found]

CHECKS: Final[list[Check]] = []
"""Run with every `samenspel check`."""
DEPLOY: Final[list[Check]] = []
"""Run with `samenspel check --deploy` as well."""


def check(run: Check) -> Check:
    """Have this run with every `samenspel check`."""
    CHECKS.append(run)
    return run


def deploy_check(run: Check) -> Check:
    """Have this run with `samenspel check --deploy` only."""
    DEPLOY.append(run)
    return run


@cache
def reachable(alias: str) -> bool:
    """Whether a database answers; asked once, because one that does not takes seconds to say so."""
    try:
        connections[alias].ensure_connection()
    except DatabaseError:
        return False
    return True
