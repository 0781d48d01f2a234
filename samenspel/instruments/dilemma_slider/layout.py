"""Where the names go on the line: no two overlap (G-3.1). web/layout.ts does the same for the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pin:
    """Speld: a name at `value` (0..100), with `before` where it stood in the first round."""

    key: str
    name: str
    value: int
    before: int | None = None


@dataclass(frozen=True)
class Spot:
    """Plek: `left` and `width` of the name, `x` and `before` on the line, `row` counted from the line; in px."""

    key: str
    left: float
    width: float
    x: float
    before: float | None
    row: int


def lay_out(pins: Sequence[Pin], width: float, letter: float, padding: float, gap: float) -> list[Spot]:
    """Each name in the lowest row where it touches no other, and no arrow of another; the outcome does not
    depend on the order of `pins`."""
    rows: list[list[tuple[float, float]]] = []
    spots: list[Spot] = []
    for pin in sorted(pins, key=lambda pin: (pin.value, pin.name.casefold(), pin.key)):
        wide = min(len(pin.name) * letter + padding, width)
        x = pin.value / 100 * width
        before = None if pin.before is None else pin.before / 100 * width
        left = min(max(x - wide / 2, 0.0), width - wide)
        start = min(left, before if before is not None else left) - gap / 2
        end = max(left + wide, before if before is not None else left) + gap / 2
        row = next((i for i, taken in enumerate(rows) if all(e <= start or b >= end for b, e in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((start, end))
        spots.append(Spot(pin.key, left, wide, x, before, row))
    return spots
