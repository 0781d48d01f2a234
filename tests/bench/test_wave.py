"""Short waves through the generator of `make bench`. How long they take is not judged here; that nothing is lost is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.measure import unstored
from tests.bench.plan import Job, room_of
from tests.bench.systems import SAMENSPEL, Samenspel, allow_many_files, generate

JOBS: list[Job] = [
    {"job": "wave", "n": 12, "seconds": 1, "patience": 60, "seed": 1, "weigh": [12]},
    {"job": "wave", "n": 50, "seconds": 1, "patience": 60, "seed": 2},
    {"job": "storm", "n": 50, "seconds": 1, "patience": 60, "seed": 3, "notes": 300},
    {"job": "drag", "n": 12, "rate": 20, "seconds": 2, "patience": 60},
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Job]:
    """Every job done once against one server."""
    allow_many_files()
    server = Samenspel(Path(tmp_path_factory.mktemp("bench")))
    server.core = None
    rooms = server.rooms(*map(room_of, JOBS))
    with server:
        results = generate(
            SAMENSPEL, server, [{**job, "room": room} for job, room in zip(JOBS, rooms, strict=True)], None
        )
        kept = server.stored(rooms)
    return [{**one, "unstored": unstored(job, one, texts)} for job, one, texts in zip(JOBS, results, kept, strict=True)]


@pytest.mark.parametrize("turn", range(len(JOBS)), ids=[f"{job['job']}-{job['n']}" for job in JOBS])
def test_b13_b14_nothing_is_lost(found: list[Job], turn: int) -> None:
    assert "failed" not in found[turn], found[turn]
    assert found[turn]["lost"] == 0
    assert not found[turn]["unstored"]
    assert found[turn]["refused"] == found[turn]["ended"] == 0
