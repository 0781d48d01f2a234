"""Huisstijl: reads a file of design tokens, keeps the ones we know, writes them anew, and looks at contrast.

Nothing of the file itself is ever served: names come from a list, values from a grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 50_000
"""Characters of a token file."""
OURS: Final[dict[str, str]] = {
    "--samenspel-ground": "#faf7f2",
    "--samenspel-surface": "#ffffff",
    "--samenspel-tint": "#f4efe6",
    "--samenspel-line": "#e2dacd",
    "--samenspel-ink": "#12343b",
    "--samenspel-ink-soft": "#3a535c",
    "--samenspel-action": "#0b5d66",
    "--samenspel-action-hover": "#084850",
    "--samenspel-action-ink": "#ffffff",
    "--samenspel-action-tint": "#e3f1f1",
    "--samenspel-attention": "#7a4f00",
    "--samenspel-attention-tint": "#fff3d6",
    "--samenspel-danger": "#9b1c1c",
    "--samenspel-danger-hover": "#7d1414",
    "--samenspel-danger-tint": "#fdeaea",
    "--samenspel-ok": "#23652d",
    "--samenspel-ok-tint": "#e6f3e6",
    "--samenspel-focus": "#ffdd00",
    "--samenspel-focus-ink": "#12343b",
}
SIZES: Final = ("--samenspel-radius", "--samenspel-sheet-radius")
PAIRS: Final = (
    ("ink", "ground", 7.0, "tekst op de achtergrond, ook op de wand"),
    ("ink", "surface", 7.0, "tekst op een wit vel"),
    ("ink-soft", "ground", 4.5, "rustige tekst op de achtergrond"),
    ("ink-soft", "surface", 4.5, "rustige tekst op een wit vel"),
    ("action", "ground", 4.5, "koppelingen op de achtergrond"),
    ("action", "surface", 4.5, "koppelingen op een wit vel"),
    ("action-ink", "action", 4.5, "tekst op een knop"),
    ("action-ink", "action-hover", 4.5, "tekst op een knop onder de muis"),
    ("ink", "action-tint", 4.5, "tekst op een gekozen vak"),
    ("ink", "attention-tint", 4.5, "tekst in een waarschuwing"),
    ("danger", "surface", 4.5, "foutmeldingen"),
    ("ok", "surface", 4.5, "bevestigingen"),
    ("focus-ink", "ground", 3.0, "de rand om wat je met het toetsenbord aanwijst"),
)
"""Two tokens, the contrast they need (WCAG 1.4.3 and 1.4.11; the wall asks 7), and where it shows."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"(--[\w-]{1,80})\s*:\s*([^;{}]{0,200})")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
_SIZE = re.compile(r"(\d{1,2})(px)?")


@dataclass(frozen=True)
class Read:
    """Gelezen huisstijl: tokens to keep, names that were left out, and values that cannot be."""

    tokens: dict[str, str]
    unknown: list[str]
    faults: list[str]


def read(text: str) -> Read:
    """What a token file says. `tokens` is empty as long as there are faults."""
    if len(text) > MOST:
        return Read({}, [], ["Dit bestand is te groot. Een bestand met tokens is hoogstens 50 kB."])
    tokens: dict[str, str] = {}
    unknown, faults = [], []
    for name, value in _DECLARATION.findall(_COMMENT.sub(" ", text)):
        if name in OURS:
            known = colour(value)
        elif name in SIZES:
            known = _size(value)
        else:
            unknown.append(name)
            continue
        if known is None:
            faults.append(f"{name}: “{value.strip()[:40]}” is geen waarde die we kunnen gebruiken.")
        else:
            tokens[name] = known
    if text.strip() and not tokens and not faults:
        faults.append("Er staat geen enkel token in dat Samenspel kent.")
    return Read({} if faults else tokens, sorted(set(unknown)), faults)


def colour(value: str) -> str | None:
    """A colour as #rrggbb, or None for what is not a plain colour."""
    text = value.strip().lower()
    if _HEX.fullmatch(text):
        return text if len(text) == 7 else "#" + "".join(digit * 2 for digit in text[1:])
    found = _RGB.fullmatch(text)
    parts = [int(part) for part in found.groups()] if found else []
    return "#" + "".join(f"{part:02x}" for part in parts) if parts and max(parts) <= 255 else None


def stylesheet(tokens: Mapping[str, str]) -> str:
    """The tokens as a stylesheet; whatever is not on our list is left out here as well."""
    lines = [f"  {name}: {value};" for name, value in sorted(tokens.items()) if _holds(name, value)]
    return ":root {\n" + "\n".join(lines) + "\n}\n" if lines else ""


def warnings(tokens: Mapping[str, str]) -> list[str]:
    """Pairs whose contrast is less than people need; advice, in Dutch."""
    all_of = {**OURS, **tokens}
    found = []
    for front, back, needed, where in PAIRS:
        got = contrast(all_of[f"--samenspel-{front}"], all_of[f"--samenspel-{back}"])
        if got < needed:
            told = f"{got:.1f}".replace(".", ",")
            found.append(
                f"Te weinig contrast bij {where}: {told} op 1, en {needed:g} op 1 is nodig.".replace("4.5", "4,5")
            )
    return found


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    parts = (int(value[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _size(value: str) -> str | None:
    found = _SIZE.fullmatch(value.strip().lower())
    return f"{int(found[1])}px" if found and int(found[1]) <= 24 and (found[2] or found[1] == "0") else None


def _holds(name: str, value: str) -> bool:
    return (name in OURS and colour(value) == value) or (name in SIZES and _size(value) == value)
