"""A result as a picture: bars with their words and numbers, so that it reads without colour (G-4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from samenspel.vocabulary.drawn import INK, LINE, picture, words, wrap

LEFT: Final = 60
WIDTH: Final = 1600
LABEL: Final = 560
BAR: Final = 700
ROW: Final = 74
FILL: Final = "#1b5e6b"
SHEET: Final = "#ffffff"


@dataclass(frozen=True)
class Bar:
    """Balk: its words, its length as part of the longest possible (0..1), and the number in words behind it."""

    label: str
    part: float
    says: str


def _head(question: str, under: str) -> tuple[list[str], float]:
    lines = wrap(question, 76)
    drawn = [words(LEFT, 72 + i * 46, 36, text, weight=600, serif=True) for i, text in enumerate(lines)]
    top = 72 + len(lines) * 46
    return [*drawn, words(LEFT, top + 4, 24, under)], top + 40


def bars_svg(question: str, under: str, bars: Sequence[Bar], foot: str = "") -> str:
    """One bar under another. `under` says how many ballots there were; `foot` what else is to be said."""
    inside, top = _head(question, under)
    for bar in bars:
        label = wrap(bar.label, 44)[:2]
        middle = top + ROW / 2
        start = middle + 9 - (len(label) - 1) * 14
        inside += [words(LEFT, start + i * 28, 26, text, weight=600, serif=True) for i, text in enumerate(label)]
        x = LEFT + LABEL + 20
        inside.append(f'<rect x="{x}" y="{top + 14:.0f}" width="{BAR}" height="46" fill="{SHEET}" stroke="{LINE}"/>')
        if bar.part > 0:
            wide = max(4.0, bar.part * BAR)
            inside.append(f'<rect x="{x}" y="{top + 14:.0f}" width="{wide:.1f}" height="46" fill="{FILL}"/>')
        inside.append(words(x + BAR + 20, middle + 9, 26, bar.says, weight=700))
        top += ROW
    if foot:
        inside.append(words(LEFT, top + 44, 26, foot, weight=600))
    return picture(WIDTH, top + 90, question, "".join(inside))


def columns_svg(question: str, under: str, columns: Sequence[tuple[int, int]], ends: tuple[str, str], foot: str) -> str:
    """A column per number of a scale, with how often it was chosen on top; `ends` are the words at both sides."""
    inside, top = _head(question, under)
    most = max((times for _, times in columns), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(1, len(columns))
    floor = top + 420
    for place, (number, times) in enumerate(columns):
        x = LEFT + place * step
        high = times / most * 340
        inside.append(
            f'<rect x="{x + step * 0.14:.1f}" y="{floor - high:.1f}" width="{step * 0.72:.1f}" height="{high:.1f}" '
            f'fill="{FILL}"/>'
        )
        inside.append(words(x + step / 2, floor - high - 14, 28, str(times), weight=700, end="middle"))
        inside.append(words(x + step / 2, floor + 40, 28, str(number), end="middle"))
    inside.append(f'<line x1="{LEFT}" y1="{floor}" x2="{WIDTH - LEFT}" y2="{floor}" stroke="{INK}" stroke-width="3"/>')
    inside.append(words(LEFT, floor + 84, 26, ends[0], weight=600))
    inside.append(words(WIDTH - LEFT, floor + 84, 26, ends[1], weight=600, end="end"))
    inside.append(words(LEFT, floor + 136, 26, foot, weight=600))
    return picture(WIDTH, floor + 180, question, "".join(inside))


def slips_svg(question: str, under: str, texts: Sequence[str]) -> str:
    """Open answers as slips of paper in three columns."""
    inside, top = _head(question, under)
    wide = (WIDTH - 2 * LEFT - 2 * 28) / 3
    heights = [float(top)] * 3
    for text in texts:
        lines = [line for part in text.split("\n") for line in wrap(part, 36)]
        column = heights.index(min(heights))
        x, y, high = LEFT + column * (wide + 28), heights[column], 40 + len(lines) * 32
        inside.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide:.0f}" height="{high}" fill="{SHEET}" stroke="{LINE}"/>'
        )
        inside += [words(x + 22, y + 44 + i * 32, 24, line, serif=True) for i, line in enumerate(lines)]
        heights[column] += high + 22
    return picture(WIDTH, max(heights) + 40, question, "".join(inside))
