"""docs/scale.md and its plots, from the figures of `make scale`, with what follows from them for the whole country."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from tests.bench import scale_words as words
from tests.bench.plot import Axis, Series, draw
from tests.bench.report import number, table
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "scale.md"
PLOTS = ROOT / "docs" / "scale"
MUNICIPALITIES, ROOMS_EACH, PEOPLE = 342, 10, 12
ROOMS: Final = MUNICIPALITIES * ROOMS_EACH
BUSY: Final = 0.6
"""Part of a core that may be in use, so that a wave in a few rooms still fits."""
GOOD_MS: Final = 300.0
"""Largest p95 of an acknowledgement (B15)."""
SPARE: Final = 1.5
"""Memory above what was measured, for allocators and for rooms that hold more."""
LABELS: Final = {"sqlite": "één proces, SQLite", "postgres": "twee processen, PostgreSQL en Redis"}

Found = dict[str, Any]


def write(found: Found) -> None:
    """The document, and the plots beside it."""
    PLOTS.mkdir(exist_ok=True)
    PAGE.write_text(document(found), encoding="utf-8")
    for name, text in _plots(found).items():
        (PLOTS / name).write_text(text, encoding="utf-8")


def document(found: Found) -> str:
    """The whole page."""
    parts = [
        words.HEAD.format(**found),
        "![bewaard tegen het aantal kamers](scale/bewaard.svg)",
        "![rekentijd tegen het aantal kamers](scale/rekentijd.svg)",
        *(f"## {LABELS[key][0].upper()}{LABELS[key][1:]}\n\n{_steps(found, key)}" for key in LABELS if found.get(key)),
        _limit(found),
        _country(found),
        words.HOW.format(**found),
        *(_stopped(found, key) for key in LABELS if 0 < len(found.get(key, ())) < len(found["steps"])),
        words.MEASURED.format(**found, minutes=found.get("took", 0) / 60),
    ]
    return "\n\n".join(parts) + "\n"


def _steps(found: Found, key: str) -> str:
    several = key == "postgres"
    head = [
        "Kamers",
        "Deelnemers",
        "veranderingen/s",
        "bewaard p50 (ms)",
        "bewaard p95 (ms)",
        "overal p95 (ms)",
        "server",
    ]
    head += ["database en Redis"] if several else []
    head += ["generator", "geheugen (MB)", "per kamer (kB)", "per deelnemer (kB)", "geweigerd", "gesloten"]
    rows = []
    for one in found[key]:
        took = one["took"]
        row = [
            str(one["rooms"]),
            str(one["rooms"] * found["people"]),
            number(one["said"] / took, 1),
            *(_ms(one[kind][at]) for kind, at in (("saved", "p50"), ("saved", "p95"), ("shown", "p95"))),
            _share(one["cpu"] / took),
        ]
        row += [_share(one["elsewhere"] / took)] if several else []
        row += [
            _share(one["generator"] / took),
            number(one["memory"] / 1e6, 0),
            number(one["perRoom"] / 1024, 0),
            number(one["perPerson"] / 1024, 0),
            str(one["refused"]),
            str(one["ended"]),
        ]
        rows.append(row)
    return table(head, rows)


def _stopped(found: Found, key: str) -> str:
    last, wanted = found[key][-1]["rooms"], found["steps"][len(found[key])]
    return words.STOPPED.format(which=LABELS[key], last=last, wanted=wanted)


def slope(steps: Sequence[Found]) -> float:
    """Cores that one more room takes, by least squares over the steps that were still well within one core."""
    points = [(one["rooms"], one["cpu"] / one["took"]) for one in steps if one["cpu"] / one["took"] < 0.9]
    points = points if len(points) > 1 else [(one["rooms"], one["cpu"] / one["took"]) for one in steps]
    if len(points) == 1:
        return float(points[0][1] / points[0][0])
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    over = sum((x - mean_x) ** 2 for x, _ in points)
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / over)


def _limit(found: Found) -> str:
    steps = found["sqlite"]
    good = [one for one in steps if (one["saved"]["p95"] or math.inf) <= GOOD_MS and not one["ended"]]
    each, last = slope(steps), steps[-1]
    return words.LIMIT.format(
        each=number(each * 100, 2),
        full=number(1 / each, 0),
        busy=_share(BUSY),
        fits=number(BUSY / each, 0),
        fitting=number(BUSY / each * found["people"], 0),
        good=f"tot en met {good[-1]['rooms']} kamers" if good else "bij geen stap",
        limit=number(GOOD_MS, 0),
        rooms=last["rooms"],
        memory=number(last["memory"] / 1e6, 0),
    )


def _country(found: Found) -> str:
    steps = found["sqlite"]
    each, last = slope(steps), steps[-1]
    people = ROOMS * PEOPLE
    cores = math.ceil(ROOMS * each / BUSY)
    memory = ROOMS * (last["perRoom"] + PEOPLE * last["perPerson"]) + cores * last["empty"]
    changes, pings = people / found["every"], ROOMS * (PEOPLE + 1) / found["ping"]
    sent = last["bytes"] / last["took"] / last["rooms"] * ROOMS * 8 / 1e6
    kilobytes, own = number(last["perRoom"] / 1024, 0), number(last["perPerson"] / 1024, 0)
    process = number(last["empty"] / 1e6, 0)
    spare = f"{kilobytes} kB per kamer, {own} kB per deelnemer, {process} MB per proces; de helft extra"
    rows = [
        ["kamers", f"{MUNICIPALITIES} × {ROOMS_EACH}", number(ROOMS, 0)],
        ["deelnemers", f"× {PEOPLE}", number(people, 0)],
        ["verbindingen, met een Regie per kamer", f"× {PEOPLE + 1}", number(ROOMS * (PEOPLE + 1), 0)],
        ["veranderingen per seconde", f"één per {number(found['every'], 0)} s", number(changes, 0)],
        ["levenstekens per seconde", f"één per {number(found['ping'], 0)} s", number(pings, 0)],
        ["kernen", f"{number(each * 100, 2)} % per kamer, elke kern {_share(BUSY)} bezet", number(cores, 0)],
        ["geheugen (GB)", spare, number(memory * SPARE / 1e9, 1)],
        ["uitgaand verkeer (Mbit/s)", f"als bij {last['rooms']} kamers", number(sent, 0)],
    ]
    text = [
        words.COUNTRY.format(municipalities=MUNICIPALITIES, each=ROOMS_EACH, people=PEOPLE),
        table(("Wat", "Hoe", "Uitkomst"), rows),
    ]
    if found.get("postgres"):
        far = found["postgres"][-1]
        share = far["elsewhere"] / max(far["said"], 1)
        text.append(
            words.DATABASE.format(
                rooms=far["rooms"],
                each=number(share * 1000, 1),
                cores=number(changes * share / BUSY, 0),
                busy=_share(BUSY),
                changes=number(changes, 0),
            )
        )
    return "\n\n".join([*text, words.RECKONED])


def _plots(found: Found) -> dict[str, str]:
    across = Axis("kamers (elk 12 deelnemers en een Regie)")
    at = [one["rooms"] for one in found["sqlite"]]
    keys = [key for key in LABELS if found.get(key)]
    saved = [
        Series(
            f"{LABELS[key].split(',')[0]}, {part}",
            [(one["rooms"], one["saved"][part]) for one in found[key] if one["saved"][part]],
        )
        for key in keys
        for part in ("p50", "p95")
    ]
    spent = [
        Series(LABELS[key].split(",")[0], [(one["rooms"], one["cpu"] / one["took"] * 100) for one in found[key]])
        for key in keys
    ]
    return {
        "bewaard.svg": draw(
            "Van versturen tot bewaard",
            f"Milliseconden tegen het aantal kamers, beide assen logaritmisch. {_said(saved)}",
            across,
            Axis("milliseconden"),
            saved,
            at,
        ),
        "rekentijd.svg": draw(
            "Rekentijd van de server",
            f"Procenten van één kern tegen het aantal kamers. {_said(spent)}",
            Axis(across.label, log=False),
            Axis("procent van één kern", log=False),
            spent,
            at,
        ),
    }


def _said(series: Sequence[Series]) -> str:
    return (
        "; ".join(f"{one.name}: " + ", ".join(f"{number(y)} bij {x:.0f}" for x, y in one.points) for one in series)
        + "."
    )


def _share(part: float) -> str:
    return f"{number(part * 100, 0)} %"


def _ms(value: float | None) -> str:
    return "–" if value is None else number(value)
