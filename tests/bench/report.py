"""docs/bench.md and its plots, from the figures of `make bench`; nothing in them is written by hand."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from typing import Any, Final

from tests.bench.plan import DRAG_PEOPLE, DRAG_RATE, DRAG_SECONDS, NOTES, PATIENCE, SMALL_STORM, WAVES_ONLY
from tests.bench.plot import Axis, Series, draw
from tests.bench.report_time import kept, merged
from tests.bench.words import AWAKE, HEAD, METHOD, NAMES
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "bench.md"
PLOTS = ROOT / "docs" / "bench"
OURS, RIVAL, PLAIN, LEAST = "samenspel", "hocuspocus", "ws", "floor"
HALF: Final = 0.5
MEMORY_KB: Final = 60
CPU: Final = 3
QUICK_MS: Final = 50.0
NEAR_MS: Final = 2.0

Found = dict[str, Any]
Pick = Callable[[Found], Any]


class Figures:
    """Cijfers: medians with least and most, by system, job and size."""

    def __init__(self, found: Found) -> None:
        """What `measure` gave."""
        self.found = found
        self.systems = list(dict.fromkeys(one["system"] for one in found["results"]))

    def sizes(self, job: str) -> list[int]:
        """Sizes at which a job was done."""
        return sorted({one["n"] for one in self.found["results"] if one["job"] == job})

    def all(self, system: str, job: str, n: int, pick: Pick) -> list[float]:
        """Every run's figure, where there is one."""
        ours = [
            one
            for one in self.found["results"]
            if (one["system"], one["job"], one["n"]) == (system, job, n) and "failed" not in one
        ]
        return [value for one in ours if (value := pick(one)) is not None]

    def middle(self, system: str, job: str, n: int, pick: Pick) -> float | None:
        """The median of the runs."""
        values = self.all(system, job, n, pick)
        return statistics.median(values) if values else None

    def cell(self, system: str, job: str, n: int, pick: Pick, digits: int | None = None) -> str:
        """`middle (least-most)`; a dash without figures."""
        values = self.all(system, job, n, pick)
        if not values:
            return "–"
        shown = [number(value, digits) for value in (statistics.median(values), min(values), max(values))]
        return f"{shown[0]} ({shown[1]}-{shown[2]})"

    def total(self, system: str, job: str, n: int, key: str) -> str:
        """Sum over the runs, and runs that failed, in words."""
        mine = [one for one in self.found["results"] if (one["system"], one["job"], one["n"]) == (system, job, n)]
        failed = sum("failed" in one for one in mine)
        lost = sum(one.get(key) or 0 for one in mine)
        return f"{lost}" + (f"; {failed} × mislukt" if failed else "")


def write(found: Found) -> None:
    """The document, and the plots beside it."""
    PLOTS.mkdir(exist_ok=True)
    own = kept(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else ""
    PAGE.write_text(merged(document(found), own) if own else document(found), encoding="utf-8")
    for name, text in _plots(Figures(found)).items():
        (PLOTS / name).write_text(text, encoding="utf-8")


def document(found: Found) -> str:
    """The whole page."""
    figures = Figures(found)
    parts = [
        HEAD.format(runs=found["runs"]),
        _targets(figures),
        "## De golf (B13)",
        "![p95 tegen het aantal deelnemers](bench/golf-p95.svg)",
        "![p50 tegen het aantal deelnemers](bench/golf-p50.svg)",
        "![rekentijd tegen het aantal deelnemers](bench/golf-cpu.svg)",
        *(_wave(figures, n) for n in figures.sizes("wave")),
        f"## De toeloop (B14): een bord met {NOTES} notities",
        *(_storm(figures, n) for n in figures.sizes("storm")),
        f"## De schuif: {DRAG_PEOPLE} deelnemers × {DRAG_RATE} standen per seconde × {DRAG_SECONDS} s",
        _drag(figures),
        "## Geheugen per stille deelnemer",
        _memory(figures),
        METHOD.format(patience=PATIENCE, small=SMALL_STORM, notes=NOTES, cores=AWAKE[bool(found.get("awake"))]),
        _machine(found),
    ]
    return "\n\n".join(parts) + "\n"


def _wave(figures: Figures, n: int) -> str:
    head = ("Systeem", "p50 (ms)", "p95 (ms)", "laatste p50", "laatste p95", "bewaard p95", "rekentijd (s)",
            "frames", "MB", "verloren", "generator (s)")  # fmt: skip
    picks: tuple[tuple[Pick, int | None], ...] = (
        (lambda one: one["pairs"]["p50"], None),
        (lambda one: one["pairs"]["p95"], None),
        (lambda one: one["last"]["p50"], None),
        (lambda one: one["last"]["p95"], None),
        (lambda one: one["saved"]["p95"], None),
        (lambda one: one["cpu"], CPU),
    )
    rows = []
    for system in figures.systems:
        cells = [figures.cell(system, "wave", n, pick, digits) for pick, digits in picks]
        cells += [
            _middle(figures.middle(system, "wave", n, lambda one: one["frames"]), 0),
            _middle(figures.middle(system, "wave", n, lambda one: one["bytes"] / 1e6), 1),
            figures.total(system, "wave", n, "lost"),
            _middle(figures.middle(system, "wave", n, lambda one: one["generator"]), 2),
        ]
        rows.append([NAMES[system], *cells])
    return f"### {n} deelnemers\n\n" + table(head, rows)


def _storm(figures: Figures, n: int) -> str:
    head = ("Systeem", "alles p50 (ms)", "alles p95 (ms)", "rekentijd (s)", "MB", "verloren")
    rows = [
        [
            NAMES[system],
            figures.cell(system, "storm", n, lambda one: one["full"]["p50"]),
            figures.cell(system, "storm", n, lambda one: one["full"]["p95"]),
            figures.cell(system, "storm", n, lambda one: one["cpu"], CPU),
            _middle(figures.middle(system, "storm", n, lambda one: one["bytes"] / 1e6), 1),
            figures.total(system, "storm", n, "lost"),
        ]
        for system in figures.systems
        if system not in WAVES_ONLY
    ]
    return f"### {n} komen binnen 3 seconden binnen\n\n" + table(head, rows)


def _drag(figures: Figures) -> str:
    head = ("Systeem", "p50 (ms)", "p95 (ms)", "rekentijd (s)", "frames", "laatste stand verloren")
    rows = [
        [
            NAMES[system],
            figures.cell(system, "drag", DRAG_PEOPLE, lambda one: one["shown"]["p50"]),
            figures.cell(system, "drag", DRAG_PEOPLE, lambda one: one["shown"]["p95"]),
            figures.cell(system, "drag", DRAG_PEOPLE, lambda one: one["cpu"], CPU),
            _middle(figures.middle(system, "drag", DRAG_PEOPLE, lambda one: one["frames"]), 0),
            figures.total(system, "drag", DRAG_PEOPLE, "lost"),
        ]
        for system in figures.systems
        if system not in WAVES_ONLY
    ]
    return table(head, rows)


def _memory(figures: Figures) -> str:
    largest = max(figures.sizes("wave"))
    sizes = sorted({int(size) for one in figures.found["results"] for size in one.get("weights", {})})
    rows = [
        [NAMES[system], *(figures.cell(system, "wave", largest, _weight(size), 0) for size in sizes)]
        for system in figures.systems
    ]
    return table(("Systeem", *(f"bij {size} (kB)" for size in sizes)), rows)


def _weight(size: int) -> Pick:
    return lambda one: weight / 1024 if (weight := one.get("weights", {}).get(str(size))) is not None else None


def _targets(figures: Figures) -> str:
    rows = [[what, wanted, got, "ja" if met else "nee", least] for what, wanted, got, met, least in targets(figures)]
    head = ("Doel", "Grens", "Gemeten", "Gehaald", "Kale ondergrens")
    return "## Wat we wilden en wat het werd\n\n" + table(head, rows)


def targets(figures: Figures) -> Iterable[tuple[str, str, str, bool, str]]:
    """Every target that these figures say something about: what, limit, found, met, and what the floor needs."""
    p50: Pick = lambda one: one["pairs"]["p50"]  # noqa: E731
    p95: Pick = lambda one: one["pairs"]["p95"]  # noqa: E731
    spent: Pick = lambda one: one["cpu"]  # noqa: E731

    def beside(what: str, job: str, n: int, pick: Pick, part: float, digits: int | None = None) -> Any:
        ours, theirs = figures.middle(OURS, job, n, pick), figures.middle(RIVAL, job, n, pick)
        if ours is None or theirs is None:
            return None
        limit = theirs * part
        ratio = f" ({number(ours / theirs, 2)} × Hocuspocus)" if theirs else ""
        wanted = f"≤ {number(limit, digits)} ({'de helft van' if part < 1 else 'als'} Hocuspocus)"
        least = figures.middle(LEAST, job, n, pick)
        floor = "" if least is None else number(least, digits) + ("" if least <= limit else ": haalt het niet")
        return what, wanted, f"{number(ours, digits)}{ratio}", ours <= limit, floor

    found: list[Any] = []
    for n in figures.sizes("wave"):
        part = HALF if n == 1000 else 1.0
        found.append(beside(f"Golf {n}: p50 (ms)", "wave", n, p50, 1.0))
        found.append(beside(f"Golf {n}: p95 (ms)", "wave", n, p95, part))
        found.append(beside(f"Golf {n}: rekentijd (s)", "wave", n, spent, part, CPU))
    ours, plain = figures.middle(OURS, "wave", 12, p50), figures.middle(PLAIN, "wave", 12, p50)
    if ours is not None and plain is not None:
        limit = plain + figures.found["fsync"] + NEAR_MS
        wanted = f"≤ {number(limit)} (ws {number(plain)} + fsync {number(figures.found['fsync'])} + 2)"
        found.append(("Golf 12: p50 bij een kale relay (ms)", wanted, number(ours), ours <= limit))
    few, many = figures.middle(OURS, "wave", 200, spent), figures.middle(OURS, "wave", 1000, spent)
    if few and many:
        wanted = f"≤ {number(5 * few, 2)} (5 × die van 200)"
        found.append(("Golf 1000: rekentijd groeit hoogstens evenredig (s)", wanted, number(many, 2), many <= 5 * few))
    ours_only = [one for one in figures.found["results"] if one["system"] == OURS]
    lost = sum((one.get("lost") or 0) + ("failed" in one) for one in ours_only)
    unstored = sum(one.get("unstored") or 0 for one in ours_only)
    found.append(("Niets verloren, in alle onderdelen", "0", str(lost), lost == 0))
    found.append(("Alles staat in de database", "0 ontbreken", f"{unstored} ontbreken", unstored == 0))
    for n in [n for n in figures.sizes("storm") if n >= 1000]:
        full = figures.middle(OURS, "storm", n, lambda one: one["full"]["p95"])
        if full is not None:
            found.append((f"Toeloop {n}: p95 (ms)", f"< {number(QUICK_MS)}", number(full), full < QUICK_MS))
        found.append(beside(f"Toeloop {n}: rekentijd (s)", "storm", n, spent, HALF, CPU))
    shown = figures.middle(OURS, "drag", DRAG_PEOPLE, lambda one: one["shown"]["p95"])
    if shown is not None:
        found.append(("Schuif: p95 (ms)", f"< {number(QUICK_MS)}", number(shown), shown < QUICK_MS))
    found.append(beside("Schuif: rekentijd (s)", "drag", DRAG_PEOPLE, spent, HALF, CPU))
    for size in (200, 1000):
        weight = figures.middle(OURS, "wave", max(figures.sizes("wave")), _weight(size))
        if weight is not None:
            what = f"Geheugen per stille deelnemer bij {size} (kB)"
            found.append((what, f"≤ {MEMORY_KB}", number(weight, 0), weight <= MEMORY_KB))
    return [(*one, "")[:5] for one in found if one is not None]


def _plots(figures: Figures) -> dict[str, str]:
    wanted = {
        "golf-p50.svg": ("Golf: p50 tot zichtbaar bij ieder ander", "milliseconden", lambda one: one["pairs"]["p50"]),
        "golf-p95.svg": ("Golf: p95 tot zichtbaar bij ieder ander", "milliseconden", lambda one: one["pairs"]["p95"]),
        "golf-cpu.svg": ("Golf: rekentijd van de server", "seconden", lambda one: one["cpu"]),
    }
    sizes = figures.sizes("wave")
    found = {}
    for name, (title, unit, pick) in wanted.items():
        series = []
        for system in figures.systems:
            points = [(n, figures.all(system, "wave", n, pick)) for n in sizes]
            points = [(n, values) for n, values in points if values]
            series.append(
                Series(
                    NAMES[system],
                    [(n, statistics.median(values)) for n, values in points],
                    [(min(values), max(values)) for _, values in points],
                )
            )
        said = "; ".join(
            f"{one.name}: " + ", ".join(f"{number(y)} bij {x:.0f}" for x, y in one.points) for one in series
        )
        found[name] = draw(
            title,
            f"Per systeem een lijn, in {unit}, tegen het aantal deelnemers; beide assen logaritmisch. {said}.",
            Axis("deelnemers (elk één verandering binnen 2 seconden)"),
            Axis(unit),
            series,
            sizes,
        )
    return found


def _machine(found: Found) -> str:
    loads = [one["load"] for one in found["results"]]
    middle, least, most = (number(value, 1) for value in (statistics.median(loads), min(loads), max(loads)))
    return (
        f"Gemeten op {found['date']}: {found['machine']}, Python {found['python']}, Node {found['versions']['node']}. "
        f"Eén fsync duurde hier {number(found['fsync'], 2)} ms en één vastlegging door SQLite "
        f"{number(found['commit'], 2)} ms (de middelste van vijftig, telkens na een pauze). "
        f"Werk op de machine bij het begin van een onderdeel (gemiddelde over een minuut, het vorige onderdeel "
        f"meegeteld): {middle} ({least}-{most}). "
        f"Het geheel duurde {found.get('took', 0) / 60:.0f} minuten."
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as markdown."""
    head = list(head)
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _middle(value: float | None, digits: int) -> str:
    return "–" if value is None else number(value, digits)


def number(value: float, digits: int | None = None) -> str:
    """A number as Dutch writes it; without `digits`: one, and none from a hundred."""
    if digits is None:
        digits = 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
