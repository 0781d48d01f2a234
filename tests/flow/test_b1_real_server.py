"""B1: nothing lost, nothing twice: real server and sockets, a line that fails in every way, kill -9 (R2, R3, R4, R10).

OPS, FAULTS, KILLS and SEED in the environment make it longer, or run it again.
"""

from __future__ import annotations

from pathlib import Path

from tests.figures import figures, seed, size
from tests.flow.fault_proxy import FaultProxy
from tests.flow.ledger import sqlite_witness
from tests.flow.trial import Kill, Size, Trial, options
from tests.serving import Served

OPS = size("OPS", 2_000, 100_000)
FAULTS = size("FAULTS", 100, OPS // 10, shrinks=False)
KILLS = size("KILLS", 3, OPS // 200, shrinks=False)


def test_b1_nothing_is_lost_and_nothing_happens_twice(tmp_path: Path) -> None:
    start = seed()
    print(f"seed {start}")
    proxy = FaultProxy(start)
    with Served(tmp_path, **options(proxy)) as served:
        proxy.backends.append(served.port)
        database = tmp_path / "data" / "samenspel.sqlite3"
        kill = Kill("server", served.kill, served.start)
        trial = Trial(
            Size(start, OPS, FAULTS, KILLS), proxy, [served], [kill], lambda name: sqlite_witness(name, database)
        )
        found = trial.run()
        figures("B1 SQLite", **found)
        assert found["acked"] > 0.85 * OPS, found
        assert found["seen in the database at the ack"] > 0.5 * OPS, found
        assert "Traceback" not in served.log.read_text()
