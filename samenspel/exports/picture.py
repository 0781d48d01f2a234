"""From our own SVG drawings to PNG, with our own fonts and nothing from outside."""

from __future__ import annotations

import re
from typing import Final

from samenspel.exports.typeset import png as typeset_png

DOTS_PER_INCH: Final = 144.0
_PAGE: Final = b"""#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: data.width * 1pt)
"""


class NotADrawing(Exception):
    """The SVG has no size that can be read."""


def png(svg: bytes) -> bytes:
    """The drawing as PNG, twice its size in pixels. Raises NotADrawing."""
    found = re.search(rb'viewBox="0 0 (\d{1,5})(?:\.\d+)? (\d{1,5})(?:\.\d+)?"', svg[:2000])
    if found is None:
        raise NotADrawing("no viewBox")
    drawing = {"width": int(found[1]), "height": int(found[2]), "svg": svg.decode("utf-8")}
    return typeset_png(_PAGE, drawing, DOTS_PER_INCH)
