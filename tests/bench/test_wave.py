"""A short wave. How long it takes is not judged here; that nothing is lost is."""

from pathlib import Path

from tests.bench.measure import _row
from tests.bench.wave import run
from tests.serving import Served


async def test_a_wave_of_twelve_loses_nothing(tmp_path: Path) -> None:
    with Served(tmp_path) as server:
        found = await run(server, 12, seed=1)
    assert found.lost == 0
    assert len(found.ack) == len(found.everywhere) == 12
    assert _row(12, [found], [0.0]).count("|") == 10
