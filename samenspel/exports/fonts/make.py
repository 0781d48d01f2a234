"""Lettertypen voor documenten: Source Sans 3 and Source Serif 4 with Latin (all of Europe), Greek and Cyrillic.

A name in a report is written as its owner writes it. Run after a new version of the packages:
`.venv/bin/python samenspel/exports/fonts/make.py` (needs the npm packages and fontTools, both for developers only).
"""

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE.parents[2] / "node_modules" / "@fontsource"
PARTS = ("latin", "latin-ext", "vietnamese", "greek", "cyrillic")
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
FONTS = (
    ("source-sans-3", 400, "Source Sans 3", "SourceSans3-400.ttf"),
    ("source-sans-3", 600, "Source Sans 3", "SourceSans3-600.ttf"),
    ("source-serif-4", 400, "Source Serif 4", "SourceSerif4-400.ttf"),
)


def make(package: str, weight: int, family: str, name: str) -> int:
    """One file; how many characters it holds."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [_plain(package, part, weight, Path(folder)) for part in PARTS]
        font = Merger().merge([str(path) for path in paths])
        subsetter = Subsetter(Options(hinting=False, layout_features=FEATURES, name_IDs=[1, 2, 4, 6, 13, 14]))
        subsetter.populate(unicodes=list(font.getBestCmap()))
        subsetter.subset(font)
        style = "SemiBold" if weight == 600 else "Regular"
        told = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
        for number, text in told.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        font.save(HERE / name)
        return len(font.getBestCmap())


def _plain(package: str, part: str, weight: int, folder: Path) -> Path:
    font = TTFont(PACKAGES / package / "files" / f"{package}-{part}-{weight}-normal.woff2")
    font.flavor = None
    font.save(folder / f"{part}.ttf")
    return folder / f"{part}.ttf"


if __name__ == "__main__":
    for package, weight, family, name in FONTS:
        print(f"{name}: {make(package, weight, family, name)} characters")
