"""Lettertypen: Source Sans 3 and Source Serif 4 with only what Dutch and its neighbours write (B16).

The licence (OFL.txt) asks for another name when letters are left out: Samenspel Sans, Samenspel Serif.
Run after a new version of the packages: `.venv/bin/python web/src/theme/fonts/make.py`.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PACKAGES = HERE.parents[3] / "node_modules" / "@fontsource"
LETTERS = (
    "20-7E,A0-FF,131,152-153,2C6,2DA,2DC,2010-2015,2018-201E,2020-2022,2026,2030,2032-2033,2039-203A,"
    "20AC,2122,2190-2193,2212"
)
FEATURES = ["kern", "liga", "mark", "ccmp", "locl", "tnum", "lnum"]
FONTS = (("source-sans-3", 400, "Sans"), ("source-sans-3", 600, "Sans"), ("source-serif-4", 400, "Serif"))


def make(package: str, weight: int, kind: str) -> int:
    """One file; its size in bytes."""
    font = TTFont(PACKAGES / package / "files" / f"{package}-latin-{weight}-normal.woff2")
    options = Options(flavor="woff2", hinting=False, layout_features=FEATURES, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(LETTERS))
    subsetter.subset(font)
    for number, text in ((1, f"Samenspel {kind}"), (4, f"Samenspel {kind} {weight}"), (6, f"Samenspel{kind}-{weight}")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    target = HERE / f"samenspel-{kind.lower()}-{weight}.woff2"
    font.save(target)
    return target.stat().st_size


if __name__ == "__main__":
    for package, weight, kind in FONTS:
        print(f"Samenspel {kind} {weight}: {make(package, weight, kind):,} bytes")
