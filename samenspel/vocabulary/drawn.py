"""What drawings on paper share: the twelve party sheets, ink, letters. Values as in web/src/theme (art direction)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

INK: Final = "#12343b"
SOFT: Final = "#3a535c"
LINE: Final = "#c9bfae"
WALL: Final = "#faf7f2"
SANS: Final = "'Source Sans 3', 'Noto Sans', sans-serif"
SERIF: Final = "'Source Serif 4', 'Noto Serif', serif"


@dataclass(frozen=True)
class Paper:
    """Vel van een partij: paper, edge, and the dash of the edge, which survives greyscale."""

    paper: str
    edge: str
    dash: str


PAPERS: Final = (
    Paper("#ffe08a", "#a87900", "none"),
    Paper("#c4e4f7", "#1b6ca3", "8 5"),
    Paper("#fbcbbd", "#b5472f", "2 5"),
    Paper("#c3e9d3", "#257350", "12 4 2 4"),
    Paper("#dcd2f2", "#5f469b", "16 4"),
    Paper("#e9dcc3", "#7a5e27", "4 4"),
    Paper("#b8e6e3", "#0f726d", "10 3 2 3"),
    Paper("#ffd5a8", "#b85f08", "6 2"),
    Paper("#cdd8e4", "#43607e", "18 6"),
    Paper("#deeb9f", "#5f7b00", "5 7"),
    Paper("#f6c8dd", "#a32a70", "2 3"),
    Paper("#e3e6e8", "#333333", "8 3 8 3 2 3"),
)


def paper(colour: int) -> Paper:
    """The sheet of party colour 1..12; anything else gives the last."""
    return PAPERS[colour - 1] if 1 <= colour <= 12 else PAPERS[11]


def words(
    x: float, y: float, size: int, text: str, *, weight: int = 400, end: str = "start", serif: bool = False
) -> str:
    """A line of text at x, y (baseline). Serif is for what a person wrote."""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-family="{SERIF if serif else SANS}" font-size="{size}" '
        f'font-weight="{weight}" text-anchor="{end}" fill="{INK}">{escape(text)}</text>'
    )


def wrap(text: str, letters: int) -> list[str]:
    """The text in lines of about `letters` letters at most; never empty."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > letters and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def picture(width: int, height: float, title: str, inside: str) -> str:
    """A whole SVG document on the paper-white of the wall."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{width}" height="{height:.0f}" fill="{WALL}"/>{inside}</svg>'
    )
