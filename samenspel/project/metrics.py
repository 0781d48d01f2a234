"""`/metrics`: how the server is doing, for Prometheus. Numbers only: no session, no person, no address (B11).

There is no such page until SAMENSPEL_METRICS_TOKEN is set; who asks must show that token. With several workers any
of them answers for all of them.
"""

import os
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from samenspel import __version__
from samenspel.room import measures as m

from .shared_cells import SharedCells

_shared: SharedCells | None = None

LEVELS = {"rooms": (m.ROOMS, "Rooms in memory."), "connections": (m.CONNECTIONS, "Connections of people and walls.")}
COUNTERS = {
    "commands_acknowledged": (m.ACKNOWLEDGED, "Commands answered with ack, thus on disk."),
    "catch_ups": (m.CATCH_UPS, "Times a room fetched what another process had committed."),
    "doorbells_rung": (m.RUNG, "Doorbells rung for other processes."),
    "doorbells_heard": (m.HEARD, "Doorbells of other processes."),
    "polls": (m.POLLS, "Times the database was asked for the clock of a room."),
    "queue_overflows": (m.OVERFLOWS, "Connections closed because their send queue was full."),
}
HISTOGRAMS = {
    "tick_seconds": (m.TICK, "From taking commands in hand to having told everybody."),
    "commit_seconds": (m.COMMIT, "One commit, waiting for the writer thread included."),
}


def share(shared: SharedCells, number: int) -> None:
    """Count in cells that the other workers of this server can read."""
    global _shared
    _shared, m.measures.cells = shared, shared.join(number, os.getpid())


class RoomCollector(Collector):
    """The cells of `room/measures.py`, all workers together."""

    def collect(self) -> Iterator[Metric]:
        """Everything there is to tell about rooms."""
        cells = _shared.totals() if _shared else list(m.measures.cells)
        yield GaugeMetricFamily("samenspel_workers", "Processes that serve.", value=len(_workers()))
        build = GaugeMetricFamily("samenspel_build_info", "The release that answers.", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        for name, (cell, text) in LEVELS.items():
            yield GaugeMetricFamily(f"samenspel_{name}", text, value=cells[cell])
        for name, (cell, text) in COUNTERS.items():
            yield CounterMetricFamily(f"samenspel_{name}", text, value=cells[cell])
        refused = CounterMetricFamily("samenspel_commands_refused", "Commands refused.", labels=["reason"])
        for reason, cell in m.REFUSED.items():
            refused.add_metric([reason.value], cells[cell])
        yield refused
        for name, (row, text) in HISTOGRAMS.items():
            yield _histogram(f"samenspel_{name}", text, [cells[cell] for cell in row])


class WorkerCollector(Collector):
    """Memory, processor time and open files of each worker."""

    def collect(self) -> Iterator[Metric]:
        """What Linux tells about a process, with the number of the worker."""
        families: dict[str, Metric] = {}
        for number, pid in _workers():
            for found in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                family = families.setdefault(found.name, Metric(found.name, found.documentation, found.type))
                for sample in found.samples:
                    family.add_sample(sample.name, {"worker": str(number)}, sample.value)
        yield from families.values()


def _workers() -> list[tuple[int, int]]:
    # While a worker is being replaced, the newest process speaks for its number.
    return sorted(dict(_shared.workers()).items()) if _shared else [(1, os.getpid())]


def _histogram(name: str, text: str, row: Sequence[float]) -> Metric:
    buckets, seen = [], 0.0
    for bound, count in zip([*map(str, m.BOUNDS), "+Inf"], row[:-1], strict=True):
        seen += count
        buckets.append((bound, seen))
    family = HistogramMetricFamily(name, text)
    family.add_metric([], buckets, sum_value=row[-1])
    return family


REGISTRY = CollectorRegistry(auto_describe=False)
REGISTRY.register(RoomCollector())
REGISTRY.register(WorkerCollector())


def metrics(request: HttpRequest) -> HttpResponse:
    """The page. Without the token 401; without a token set there is no page at all."""
    if not settings.SAMENSPEL_METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.SAMENSPEL_METRICS_TOKEN}"
    ):
        return HttpResponse("401\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
