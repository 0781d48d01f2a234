"""Rounds: every job once, in order; one that fails stops no other and tells no secrets."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from samenspel.project.log_line import LogLine
from samenspel.rounds import lease, registry, runner, stopping, wake
from samenspel.rounds.models import Lease
from samenspel.rounds.thread import Rounds

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture(autouse=True)
def own_jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_jobs", {})
    yield


def test_cr10_jobs_run_in_their_order_and_one_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    @registry.job("proef.last", order=9)
    def last(now: datetime) -> None:
        ran.append("last")

    @registry.job("proef.wrong", order=1)
    def wrong(now: datetime) -> None:
        ran.append("wrong")
        raise ValueError("Mevrouw Jansen")

    @registry.job("proef.first")
    def first(now: datetime) -> None:
        assert now.tzinfo is not None
        ran.append("first")

    caplog.set_level(logging.INFO)
    assert runner.once() == ["proef.wrong"]
    assert ran == ["first", "wrong", "last"]
    (record,) = [each for each in caplog.records if each.msg == "round.failed"]
    shown = LogLine().format(record)
    assert "job=proef.wrong" in shown
    assert "ValueError[" in shown
    assert "Jansen" not in shown


def test_cr10_two_jobs_of_one_name_are_refused() -> None:
    def work(now: datetime) -> None:
        return

    registry.job("proef.same")(work)
    other = type(work)(work.__code__, {"__name__": "elsewhere"})
    other.__module__ = "elsewhere"
    with pytest.raises(ValueError, match=r"proef\.same"):
        registry.job("proef.same")(other)


def test_cr10_while_one_has_the_turn_another_does_nothing() -> None:
    ran: list[int] = []
    registry.job("proef.count")(lambda now: ran.append(1))
    with lease.turn() as held:
        assert held is not None
        assert runner.once() is None
        assert ran == []
    assert runner.once() == []
    assert ran == [1]
    assert Lease.objects.get().holder == ""


def test_cr10_a_round_that_is_told_to_stop_ends_between_two_steps() -> None:
    stop = threading.Event()
    ran: list[str] = []

    @registry.job("proef.a")
    def long(now: datetime) -> None:
        for step in "abc":
            if stopping():
                return
            ran.append(step)
            stop.set()

    registry.job("proef.b")(lambda now: ran.append("never"))
    runner.once(stop.is_set)
    assert ran == ["a"]
    assert not stopping()


def test_cr10_a_waking_call_does_not_wait_for_the_minute() -> None:
    ran: list[float] = []
    registry.job("proef.count")(lambda now: ran.append(time.monotonic()))
    doing = Rounds(seconds=3600).start()
    try:
        _until(lambda: len(ran) == 1)
        wake()
        _until(lambda: len(ran) == 2)
    finally:
        doing.stop()


def _until(holds: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)
