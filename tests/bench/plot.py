"""A line drawing as svg, without a library: logarithmic or plain axes, a line with a name for each series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 820, 460
LEFT, RIGHT, TOP, BOTTOM = 78, 176, 46, 58
INK, SOFT = "#1b1b1b", "#d0d0d0"
# Told apart by dash and name as well, not by colour alone.
LOOKS = (
    ("#00457d", "", 3.5),
    ("#a31515", "9 4", 2),
    ("#5b3a8c", "2 4", 2),
    ("#7a4a00", "9 4 2 4", 2),
    ("#2e6b2e", "5 5", 2),
    ("#4d4d4d", "1 5", 2),
)


@dataclass(frozen=True)
class Series:
    """Reeks: a name and its points; least and most draw a bar at each point when given."""

    name: str
    points: Sequence[tuple[float, float]]
    bars: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Axis:
    """As: what it says, and whether every step multiplies (`log`)."""

    label: str
    log: bool = True

    def place(self, value: float, low: float, high: float) -> float:
        """Where a value lies, from 0 to 1."""
        if self.log:
            value, low, high = math.log10(value), math.log10(low), math.log10(high)
        return (value - low) / ((high - low) or 1)

    def ticks(self, low: float, high: float) -> list[float]:
        """Round values between two others."""
        if self.log:
            powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            return [10.0**power for power in powers if low <= 10.0**power <= high]
        step = 10 ** math.floor(math.log10(high))
        step = next(step * part for part in (0.1, 0.2, 0.5, 1) if high / (step * part) <= 8)
        return [step * turn for turn in range(int(high / step) + 1)]


def draw(title: str, description: str, across: Axis, up: Axis, series: Sequence[Series], at: Sequence[float]) -> str:
    """The drawing as text. `at` are the values named along the horizontal axis."""
    values = [y for one in series for _, y in one.points] + [y for one in series for bar in one.bars for y in bar]
    values = [y for y in values if y > 0] or [1.0]
    low = 10 ** math.floor(math.log10(min(values))) if up.log else 0.0
    high = 10 ** math.ceil(math.log10(max(values)) + 1e-9) if up.log else max(values) * 1.1
    inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x_of(value: float) -> float:
        return LEFT + inner_width * across.place(value, min(at), max(at))

    def y_of(value: float) -> float:
        return TOP + inner_height * (1 - up.place(max(value, low), low, high))

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title desc" font-family="sans-serif" font-size="14" fill="{INK}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="bold">{escape(title)}</text>',
    ]
    for tick in up.ticks(low, high):
        y = y_of(tick)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{SOFT}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{said(tick)}</text>')
    for value in at:
        x = x_of(value)
        out.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{SOFT}"/>')
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{said(value)}</text>')
    out.append(
        f'<text x="{LEFT + inner_width / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across.label)}</text>'
    )
    out.append(
        f'<text x="20" y="{TOP + inner_height / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 20 {TOP + inner_height / 2:.0f})">{escape(up.label)}</text>'
    )
    for one, (colour, dash, width) in zip(series, LOOKS, strict=False):
        path = " ".join(f"{'L' if turn else 'M'}{x_of(x):.1f} {y_of(y):.1f}" for turn, (x, y) in enumerate(one.points))
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>')
        for (x, y), bar in zip(one.points, one.bars or [(y, y) for _, y in one.points], strict=True):
            out.append(f'<circle cx="{x_of(x):.1f}" cy="{y_of(y):.1f}" r="3.5" fill="{colour}"/>')
            out.append(
                f'<path d="M{x_of(x):.1f} {y_of(bar[0]):.1f}V{y_of(bar[1]):.1f}" stroke="{colour}" stroke-width="1.5"/>'
            )
    named = [
        (y_of(one.points[-1][1]), one.name, look[0]) for one, look in zip(series, LOOKS, strict=False) if one.points
    ]
    for y, (_, name, colour) in zip(apart([y for y, *_ in sorted(named)]), sorted(named), strict=True):
        out.append(f'<text x="{WIDTH - RIGHT + 12}" y="{y + 5:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>", ""])


def apart(heights: Sequence[float], least: float = 18.0) -> list[float]:
    """The same heights in order, at least so far from each other."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + least) if found else height)
    return found


def said(value: float) -> str:
    """A number as Dutch writes it."""
    if value >= 1000:
        return f"{value:,.0f}".replace(",", ".")
    return f"{value:g}".replace(".", ",")
