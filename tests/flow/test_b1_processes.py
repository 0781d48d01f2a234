"""B1 with PostgreSQL, Redis and several processes, each of which is killed in the middle of its work (R2, R3, R8, R9).

OPS, FAULTS, KILLS, PROCESSES and SEED in the environment make it longer, or run it again.
"""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from pathlib import Path

from tests.figures import figures, seed, size
from tests.flow.fault_proxy import FaultProxy
from tests.flow.ledger import postgres_witness
from tests.flow.trial import Kill, Size, Trial, options
from tests.services import Postgres, Redis
from tests.serving import Served

OPS = size("OPS", 600, 100_000)
FAULTS = size("FAULTS", 60, OPS // 10, shrinks=False)
KILLS = size("KILLS", 5, OPS // 200, shrinks=False)
STALLED_SECONDS = 7.0
PROCESSES = size("PROCESSES", 2, 3, shrinks=False)


def stall(served: Served) -> None:
    """Stop in the middle, as a machine that is moved or has no memory left; nobody is told."""
    assert served.process
    served.process.send_signal(signal.SIGSTOP)


def go_on(served: Served) -> None:
    """Go on where it was, after everybody has gone elsewhere and asked there again."""
    assert served.process
    time.sleep(STALLED_SECONDS)
    served.process.send_signal(signal.SIGCONT)


def test_b1_nothing_is_lost_between_processes_when_each_service_is_killed(tmp_path: Path) -> None:
    start = seed()
    print(f"seed {start}")
    proxy = FaultProxy(start)
    with ExitStack() as stack:
        postgres = stack.enter_context(Postgres(durable=True))
        redis = stack.enter_context(Redis())
        postgres.create("rooms", "keys")
        places = {"DATABASE_URL": postgres.url("rooms"), "KEYS_DATABASE_URL": postgres.url("keys")}
        first = Served(tmp_path, **places, REDIS_URL=redis.url, **options(proxy))
        servers = [first, *(first.another() for _ in range(PROCESSES - 1))]
        for served in servers:
            stack.enter_context(served)
            proxy.backends.append(served.port)
        kills = [Kill("process", servers[0].kill, servers[0].start), Kill("redis", redis.kill, redis.start)]
        kills += [Kill("postgres", postgres.crash, postgres.start)]
        kills += [Kill("stalled process", lambda: stall(servers[-1]), lambda: go_on(servers[-1]))]
        kills += [Kill("process", served.kill, served.start) for served in servers[1:]]
        trial = Trial(
            Size(start, OPS, FAULTS, KILLS, pace=8.0),
            proxy,
            servers,
            kills,
            lambda name: postgres_witness(name, postgres.url("rooms")),
        )
        found = trial.run()
        figures("B1 PostgreSQL and Redis", processes=PROCESSES, **found)
        assert found["acked"] > 0.7 * OPS, found
        for served in servers:
            assert "Traceback" not in served.log.read_text()
