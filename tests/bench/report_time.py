"""How long the report of a full meeting takes (CR-21): docx, pdf and picture, measured; a section of docs/bench.md.

    python -m tests.bench.report_time [runs]

Writes only what stands between its own marks; `make bench` leaves that in place.
"""

from __future__ import annotations

import itertools
import os
import platform
import re
import statistics
import sys
import time
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bench.md"
START, END = "<!-- verslag -->", "<!-- /verslag -->"
FULL = {"moments": 12, "parties": 7, "threads": 4, "lessons": 8, "agreements": 10}
RUNS = 15
ROWS = (
    ("Inhoud uit de gegevens, met de waarschuwingen voor persoonsgegevens", "content"), ("docx", "docx"),
    ("pdf (PDF/UA-1)", "pdf"), ("Tekening als png", "png"), ("docx en pdf samen", "both"),
    ("Alles, met versleutelen en bewaren", "all"),
)  # fmt: skip


def main() -> None:
    """Measure and write."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    table = section(measure(runs), runs)
    PAGE.write_text(merged(PAGE.read_text("utf-8"), table), "utf-8")
    print(table)


Taken = tuple[float, float]
"""Seconds by the clock, and of the processor."""


def now() -> Taken:
    """Both clocks."""
    return time.perf_counter(), time.process_time()


def since(before: Taken, after: Taken) -> Taken:
    """What lies between."""
    return after[0] - before[0], after[1] - before[1]


def measure(runs: int) -> dict[str, list[Taken]]:
    """Both kinds of seconds per part and run; the first run warms up and does not count."""
    from samenspel.exports import pdf, picture, word
    from samenspel.reports import build, make
    from samenspel.reports.models import Report
    from samenspel.trajects import closing, engine
    from tests.reports.full import full_case

    full = full_case(**FULL)
    closing.close(full.session)
    state = engine.state_of(full.session.pk)
    found: dict[str, list[Taken]] = {name: [] for _, name in ROWS}
    for number in range(runs + 1):
        marks = [now()]
        content = build.content(full.session, state)
        marks.append(now())
        word.docx(content.document)
        marks.append(now())
        pdf.pdf(content.document)
        marks.append(now())
        picture.png(build.picture(state))
        marks.append(now())
        Report.objects.all().delete()
        begin = now()
        make.make(full.session)
        whole = since(begin, now())
        if number:
            parts = list(itertools.starmap(since, itertools.pairwise(marks)))
            for name, seconds in zip(("content", "docx", "pdf", "png"), parts, strict=True):
                found[name].append(seconds)
            found["both"].append((parts[1][0] + parts[2][0], parts[1][1] + parts[2][1]))
            found["all"].append(whole)
    return found


def section(found: dict[str, list[Taken]], runs: int) -> str:
    """The section, in Dutch."""
    lines = [
        START,
        "## Het verslag (CR-21)",
        "",
        f"Een volle bijeenkomst: {FULL['moments']} momenten met {FULL['parties']} duidingen elk, {FULL['threads']} "
        f"rode draden, {FULL['lessons']} lessen en {FULL['agreements']} afspraken.",
        f"In elke cel de middelste van {runs} keer, met de kleinste en de grootste erachter; een eerste keer telde",
        "niet mee. Gemaakt door",
        "`python -m tests.bench.report_time`.",
        "",
        "| Onderdeel | tijd (ms) | rekentijd (ms) |",
        "|---|---|---|",
    ]
    lines += [
        f"| {words} | {_cell([each[0] for each in found[name]])} | {_cell([each[1] for each in found[name]])} |"
        for words, name in ROWS
    ]
    lines += [
        "",
        f"Gemeten op {date.today().isoformat()}: {platform.system()} {platform.machine()}, {os.cpu_count()} kernen, "
        f"Python {platform.python_version()}. Belasting van de machine aan het einde: {os.getloadavg()[0]:.1f}; boven",
        "2,0 wacht alles op ander werk, en zegt de rekentijd meer dan de tijd.",
        END,
    ]
    return "\n".join(lines)


def _cell(seconds: list[float]) -> str:
    middle, low, high = statistics.median(seconds), min(seconds), max(seconds)
    return f"{middle * 1000:.0f} ({low * 1000:.0f}-{high * 1000:.0f})"


def merged(page: str, table: str) -> str:
    """The page with this section where it stood, or at its end."""
    found = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    if found.search(page):
        return found.sub(lambda _: table, page)
    return f"{page.rstrip()}\n\n{table}\n"


def kept(page: str) -> str:
    """The section as it stands in a page, or nothing."""
    found = re.search(f"{re.escape(START)}.*?{re.escape(END)}", page, re.DOTALL)
    return found[0] if found else ""


if __name__ == "__main__":
    main()
