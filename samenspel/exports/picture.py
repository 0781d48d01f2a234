"""From our own SVG drawings to PNG, with our own fonts and nothing from outside."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Final

import typst

FONTS: Final = Path(__file__).resolve().parent / "fonts"
DOTS_PER_INCH: Final = 144.0
_PAGE: Final = '#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n#image("drawing.svg", width: {width}pt)\n'


class NotADrawing(Exception):
    """The SVG has no size that can be read."""


def png(svg: bytes) -> bytes:
    """The drawing as PNG, twice its size in pixels. Raises NotADrawing."""
    found = re.search(rb'viewBox="0 0 (\d{1,5})(?:\.\d+)? (\d{1,5})(?:\.\d+)?"', svg[:2000])
    if found is None:
        raise NotADrawing("no viewBox")
    width, height = int(found[1]), int(found[2])
    with tempfile.TemporaryDirectory(prefix="samenspel-") as folder:
        place = Path(folder)
        (place / "drawing.svg").write_bytes(svg)
        (place / "page.typ").write_text(_PAGE.format(width=width, height=height), "utf-8")
        made = typst.compile(
            place / "page.typ",
            root=folder,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="png",
            ppi=DOTS_PER_INCH,
        )
    if not isinstance(made, bytes):
        raise NotADrawing("more than one page")
    return made
