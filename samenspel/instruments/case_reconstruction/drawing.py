"""The moments-only picture of the timeline as SVG (CR-21): keywords, dates, who took part. Our own drawing."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

ACROSS: Final = 4
CARD: Final = 330
GAP: Final = 40
MARGIN: Final = 60
CARD_HEIGHT: Final = 220
ROW: Final = CARD_HEIGHT + 90
HEAD: Final = 130
INK: Final = "#12343b"
SOFT: Final = "#3a535c"
LINE: Final = "#e2dacd"
WALL: Final = "#faf7f2"
ACTION: Final = "#0b5d66"
SANS: Final = "'Source Sans 3', 'Noto Sans', sans-serif"
SERIF: Final = "'Source Serif 4', 'Noto Serif', Georgia, serif"


def draw(title: str, points: Sequence[tuple[str, str, str]], parties: Sequence[str], footer: str) -> str:
    """An SVG document; `points` are (when, text, kind) in order. Every text is escaped."""
    rows = max(1, -(-len(points) // ACROSS))
    took_part = textwrap.wrap(f"Hieraan namen deel: {', '.join(parties)}", 130) if parties else []
    width = 2 * MARGIN + ACROSS * CARD + (ACROSS - 1) * GAP
    height = HEAD + rows * ROW + 28 * len(took_part) + 90
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(_in_words(points))}</desc>',
        f'<rect width="{width}" height="{height}" fill="{WALL}"/>',
        _text(MARGIN, 78, title, 34, INK, SANS, bold=True),
    ]
    parts += [_row_line(row, min(ACROSS, len(points) - row * ACROSS)) for row in range(rows) if points]
    for index, point in enumerate(points):
        parts += _card(index, point)
    below = HEAD + rows * ROW
    for number, line in enumerate([*took_part, footer]):
        parts.append(_text(MARGIN, below + 30 + number * 28, line, 20, SOFT, SANS))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _in_words(points: Sequence[tuple[str, str, str]]) -> str:
    if not points:
        return "Er is nog geen moment getoond."
    said = "; ".join(f"{when}: {text}" for when, text, _ in points)
    return f"Tijdlijn met {len(points)} momenten. {said}."


def _row_line(row: int, cards: int) -> str:
    y = HEAD + row * ROW + 14
    end = MARGIN + cards * CARD + (cards - 1) * GAP
    return f'<line x1="{MARGIN}" y1="{y}" x2="{end}" y2="{y}" stroke="{INK}" stroke-width="4"/>'


def _card(index: int, point: tuple[str, str, str]) -> list[str]:
    when, text, kind = point
    x = MARGIN + (index % ACROSS) * (CARD + GAP)
    y = HEAD + (index // ACROSS) * ROW
    mark = _dot(x + 18, y + 14) if kind == "inhoud" else _diamond(x + 18, y + 14)
    return [
        mark,
        f'<rect x="{x}" y="{y + 36}" width="{CARD}" height="{CARD_HEIGHT}" rx="4" fill="#ffffff" stroke="{LINE}"/>',
        _text(x + 18, y + 66, f"{when} · {kind}", 17, SOFT, SANS, bold=True),
        *(_text(x + 18, y + 96 + number * 25, line, 20, INK, SERIF) for number, line in enumerate(_lines(text))),
    ]


def _lines(text: str) -> list[str]:
    """At most seven lines for 120 code points at this size, and never a word lost."""
    return textwrap.wrap(" ".join(text.split()), 31)


def _dot(x: int, y: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="11" fill="{ACTION}" stroke="{WALL}" stroke-width="4"/>'


def _diamond(x: int, y: int) -> str:
    corners = f"{x},{y - 14} {x + 14},{y} {x},{y + 14} {x - 14},{y}"
    return f'<polygon points="{corners}" fill="{WALL}" stroke="{ACTION}" stroke-width="4"/>'


def _text(x: int, y: int, text: str, size: int, colour: str, family: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}"{weight} fill="{colour}">{escape(text)}</text>'
    )
