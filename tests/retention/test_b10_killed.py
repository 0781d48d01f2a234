"""B10: a destruction that is killed at any moment is completed at the next start, and never recorded too early.

KILLS sets how many moments are tried; the long form tries a hundred. The process that is killed is a real one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest import mock

import pytest
from django.db import connection, connections

from samenspel.keys.models import TrajectKey
from samenspel.retention.destroying import destroy
from samenspel.retention.models import Destruction
from samenspel.retention.records import records
from samenspel.retention.replay import replay
from samenspel.store.models import SessionClock, StoredRecord
from samenspel.trajects.case_keys import ledger
from tests.figures import figures, seed, size
from tests.retention.planting import Planted, copied, opened

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


class Guillotine:
    """Ends this process for good at the nth thing that it does to a database or a file; counts when n is 0."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def asked(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.step()
        answer = execute(*args)
        self.step()
        return answer

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **named: self.asked(lambda: work(*args, **named))

    @contextmanager
    def set_up(self) -> Iterator[None]:
        with ExitStack() as stack:
            for alias in ("default", "keys"):
                stack.enter_context(connections[alias].execute_wrapper(self.asked))
            for name in ("write", "fsync", "ftruncate"):
                stack.enter_context(mock.patch.object(os, name, self.around(getattr(os, name))))
            yield


def in_another_process(work: Callable[[], object]) -> int:
    """Run this in a process of its own; gives the signal that ended it, or 0."""
    for each in connections.all(initialized_only=True):
        each.close()
        if each.vendor == "postgresql":
            each.close_pool()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def moments() -> int:
    """How many moments there are to be killed at."""
    planted, blade = Planted(seed(), least=0), Guillotine(0)
    with blade.set_up():
        destroy(planted.traject, "request", "initiator")
    return blade.count


def test_b10_killed_anywhere_it_is_completed_and_never_recorded_too_early() -> None:
    number = seed()
    print(f"seed {number}")
    last = moments()
    assert last > 60
    tries = min(size("KILLS", 14, 100), last)
    killed = before = 0
    for turn in range(tries):
        at = 1 + round(turn * (last - 1) / max(tries - 1, 1))
        planted = Planted(number + turn, least=0)
        ended = in_another_process(partial(_destroy, planted, at))
        killed += ended == signal.SIGKILL
        key = TrajectKey.objects.filter(traject=planted.traject.pk, name="case")
        recorded = records(planted.traject.pk)
        assert not (recorded and key.exists()), f"moment {at}: a record while the key lives"
        begun = Destruction.objects.filter(traject=planted.traject.pk).exists()
        if not begun and not recorded:
            before += 1
            assert planted.case <= opened(copied()), f"moment {at}: not begun, so nothing is gone"
            destroy(planted.traject, "request", "initiator")
        replay()
        assert len(records(planted.traject.pk)) == 1, f"moment {at}"
        assert not key.exists() and not Destruction.objects.exists(), f"moment {at}"
        assert opened(copied()) & planted.case == set(), f"moment {at}"
        assert not StoredRecord.objects.filter(session=planted.session.pk, key="case").exists(), f"moment {at}"
        assert SessionClock.objects.get(session=planted.session.pk).case_state == "gone", f"moment {at}"
    ledger().check()
    assert killed >= tries - 2 and before < killed
    figures("B10 kills" + ("" if connection.vendor == "sqlite" else " PostgreSQL"), kills=killed, moments=last)


def _destroy(planted: Planted, at: int) -> None:
    with Guillotine(at).set_up():
        destroy(planted.traject, "request", "initiator")
