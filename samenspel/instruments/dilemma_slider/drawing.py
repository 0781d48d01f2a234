"""The slider as a picture: a pure function from what was revealed to SVG (G-3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from samenspel.instruments.dilemma_slider.layout import Pin, Spot, lay_out
from samenspel.vocabulary.drawn import INK, WALL, Paper, paper, picture, words, wrap

MARGIN: Final = 60
WIDTH: Final = 1480
ROW: Final = 52
LETTER: Final = 12.5
PADDING: Final = 34


def _name(left: float, y: float, wide: float, sheet: Paper, name: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="40" rx="3" fill="{sheet.paper}"/>'
        f'<line x1="{left + 5:.1f}" y1="{y + 2:.1f}" x2="{left + 5:.1f}" y2="{y + 38:.1f}" stroke="{sheet.edge}" '
        f'stroke-width="7" stroke-dasharray="{sheet.dash}"/>' + words(left + 18, y + 28, 23, name, weight=600)
    )


def _short_shift(pin: Pin) -> Pin:
    """A shift too short for an arrow of its own becomes a small arrow behind the name."""
    if pin.before is None or pin.before == pin.value:
        return pin
    wide = len(pin.name) * LETTER + PADDING
    left = min(max(pin.value / 100 * WIDTH - wide / 2, 0), WIDTH - wide)
    if not left - 30 < pin.before / 100 * WIDTH < left + wide + 30:
        return pin
    return Pin(pin.key, f"{pin.name} {'←' if pin.value < pin.before else '→'}", pin.value)


def _shift(spot: Spot, y: float, sheet: Paper) -> str:
    """The arrow from where somebody stood to the name that says where they stand."""
    if spot.before is None or spot.left <= spot.before <= spot.left + spot.width:
        return ""
    start, middle = MARGIN + spot.before, y + 20
    tip = MARGIN + (spot.left if spot.before < spot.left else spot.left + spot.width)
    back = -12 if tip > start else 12
    return (
        f'<path d="M{start:.1f} {middle:.1f}H{tip:.1f}m{back} -8l{-back} 8l{back} 8" fill="none" '
        f'stroke="{sheet.edge}" stroke-width="3"/>'
        f'<circle cx="{start:.1f}" cy="{middle:.1f}" r="7" fill="{WALL}" stroke="{sheet.edge}" stroke-width="3"/>'
    )


def _bar(x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: int = 4) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def slider_svg(question: str, left: str, right: str, pins: Sequence[Pin], colours: Mapping[str, int], says: str) -> str:
    """The line with a name for every place, and an arrow for every shift. `colours` by pin key; `says` is the
    line of text below."""
    shown = [_short_shift(pin) for pin in pins]
    spots = lay_out(shown, WIDTH, LETTER, PADDING, gap=12)
    names = {pin.key: pin.name for pin in shown}
    heading = wrap(question, 76)
    rows = max((spot.row for spot in spots), default=0) + 1
    line = 90 + len(heading) * 46 + rows * ROW
    right_end = MARGIN + WIDTH
    stems, sheets = [], []
    for spot in spots:
        sheet = paper(colours.get(spot.key, 12))
        x, y = MARGIN + spot.x, line - 18 - (spot.row + 1) * ROW
        stems.append(_bar(x, y + 40, x, line, sheet.edge, 2))
        sheets.append(_shift(spot, y, sheet) + _name(MARGIN + spot.left, y, spot.width, sheet, names[spot.key]))
        sheets.append(f'<circle cx="{x:.1f}" cy="{line}" r="6" fill="{sheet.edge}"/>')
    inside = [
        *(words(MARGIN, 66 + i * 46, 36, text, weight=600, serif=True) for i, text in enumerate(heading)),
        _bar(MARGIN, line, right_end, line),
        _bar(MARGIN, line - 16, MARGIN, line + 16),
        _bar(right_end, line - 16, right_end, line + 16),
        *stems,
        *sheets,
        words(MARGIN, line + 58, 34, left, weight=700),
        words(right_end, line + 58, 34, right, weight=700, end="end"),
        *(words(MARGIN, line + 112 + i * 32, 24, text, serif=True) for i, text in enumerate(wrap(says, 120))),
    ]
    return picture(1600, line + 130 + 32 * len(wrap(says, 120)), question, "".join(inside))
