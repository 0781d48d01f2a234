"""One process of all does the rounds, on SQLite and on PostgreSQL; whoever is killed, is followed up."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from typing import Any

import pytest

from tests.services import Postgres
from tests.serving import Served

PROGRAM = "tests.rounds.two"


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ExitStack() as stack:
        options: dict[str, str] = {}
        if request.param == "postgresql":
            options = stack.enter_context(Postgres()).installation("rounds")
        yield Served(tmp_path_factory.mktemp(str(request.param)), **options)


def one(served: Served, seconds: float, hold: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", PROGRAM, str(seconds), str(hold)]
    return subprocess.Popen(
        command, env=served.environment, cwd=served.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def line(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    found = process.stdout.readline().split()
    assert found, process.communicate()[1]
    return found


def test_cr10_of_several_processes_one_at_a_time_has_the_turn(served: Served) -> None:
    processes = [one(served, 10, 0.4) for _ in range(4)]
    spans = []
    for process in processes:
        said, trouble = process.communicate(timeout=90)
        assert process.returncode == 0, trouble
        begin, end = (float(row.split()[-1]) for row in said.splitlines())
        spans.append((begin, end))
    spans.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), spans


def test_cr10_whoever_is_killed_is_followed_up_when_the_turn_lapses(served: Served) -> None:
    first = one(served, 3, 60)
    begun = float(line(first)[1])
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = one(served, 3, 0)
    after = float(line(second)[1]) - begun
    second.communicate(timeout=60)
    assert after >= 2.5, "nobody takes a turn that has not lapsed"


def test_cr10_a_long_round_keeps_its_turn_and_one_that_hung_knows_that_it_lost_it(served: Served) -> None:
    first = one(served, 4, 8)
    line(first)
    second = one(served, 4, 0)
    time.sleep(6)
    assert second.poll() is None, "the first said again and again that it lives"
    assert line(first)[:2] == ["lost", "False"]
    line(second)
    second.communicate(timeout=60)
    first.communicate(timeout=60)

    third = one(served, 4, 7)
    line(third)
    third.send_signal(signal.SIGSTOP)
    fourth = one(served, 4, 0)
    line(fourth)
    fourth.communicate(timeout=60)
    third.send_signal(signal.SIGCONT)
    assert line(third)[:2] == ["lost", "True"]
    third.communicate(timeout=60)


def test_cr10_the_command_says_when_another_process_is_at_it(served: Served) -> None:
    first = one(served, 4, 60)
    line(first)
    done: Any = subprocess.run(
        served.command("rounds", "--wait", "0.2"),
        env=served.environment,
        cwd=served.root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    first.kill()
    first.communicate()
    assert done.returncode != 0
    assert "Een ander proces" in done.stderr
