"""The triangle as a picture: a pure function from what was revealed to SVG (D-1, D-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from samenspel.instruments.collaboration_triangle.reading import Reading
from samenspel.instruments.collaboration_triangle.records import LEVELS, Level
from samenspel.vocabulary.drawn import INK, LINE, SOFT, WALL, picture, words, wrap

TITLES: Final[dict[Level, str]] = {
    "goal_and_content": "Doel en inhoud",
    "field_and_rules": "Speelveld en spelregels",
    "relations": "Relatienetwerk",
}
BAND: Final = 250
TOP: Final = 60
CENTRE: Final = 360
HALF: Final = 320
SCALE: Final = 900
STEP: Final = 60


def _band(index: int) -> str:
    """One level of the triangle, with a little air between the levels."""
    high, low = index * BAND + (6 if index else 0), (index + 1) * BAND
    a, b = HALF * high / (3 * BAND), HALF * low / (3 * BAND)
    points = [(CENTRE - a, TOP + high), (CENTRE + a, TOP + high), (CENTRE + b, TOP + low), (CENTRE - b, TOP + low)]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{joined}" fill="#ffffff" stroke="{INK}" stroke-width="3" stroke-linejoin="round"/>'


def _mark(x: float, y: float, solid: bool) -> str:
    if solid:
        return f'<circle cx="{x:.1f}" cy="{y}" r="14" fill="{INK}"/>'
    return f'<rect x="{x - 12:.1f}" y="{y - 12}" width="24" height="24" fill="{WALL}" stroke="{INK}" stroke-width="4"/>'


def _scale(y: float, name: str, mean: float, ends: tuple[int, int], solid: bool) -> str:
    """A line from 1 to 5 with the spread as a bar and the average as a mark."""
    low, high, at = (SCALE + (value - 1) * STEP for value in (ends[0], ends[1], mean))
    end = SCALE + 4 * STEP
    ticks = "".join(f'<circle cx="{SCALE + i * STEP}" cy="{y}" r="4" fill="{LINE}"/>' for i in range(5))
    return (
        words(SCALE - 24, y + 8, 22, name, end="end")
        + f'<line x1="{SCALE}" y1="{y}" x2="{end}" y2="{y}" stroke="{LINE}" stroke-width="3"/>{ticks}'
        + f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{SOFT}" stroke-width="8" '
        + f'stroke-linecap="round"/>{_mark(at, y, solid)}'
        + words(end + 30, y + 8, 22, f"{mean:.1f}".replace(".", ","))
    )


def triangle_svg(readings: Mapping[Level, Reading], placed: Mapping[Level, Sequence[str]]) -> str:
    """Three levels; beside each the average and the spread of tension and attention, and what lies on it."""
    parts = [_band(index) for index in range(3)]
    for index, level in enumerate(LEVELS):
        y = TOP + index * BAND
        parts.append(words(740, y + 36, 30, TITLES[level], weight=700))
        if level in readings:
            reading = readings[level]
            parts.append(_scale(y + 90, "spanning", reading.tension, reading.tension_range, True))
            parts.append(_scale(y + 140, "aandacht", reading.attention, reading.attention_range, False))
        lines = [line for text in placed.get(level, ()) for line in _item(text)]
        parts.extend(words(1280, y + 36 + i * 32, 22, line, serif=True) for i, line in enumerate(lines[:7]))
    return picture(1760, TOP + 3 * BAND + 60, "Samenwerkingsdriehoek", "".join(parts))


def _item(text: str) -> list[str]:
    first, *rest = wrap(text, 40)
    return [f"– {first}", *(f"   {line}" for line in rest[:1])]
