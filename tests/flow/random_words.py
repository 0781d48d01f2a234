"""Random texts: canaries, awkward ones, days, and whatever a pattern asks for."""

from __future__ import annotations

import random
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from msgspec import inspect

WORDS = ("", "  ", "Wij hoorden het te laat.", "=1+1", "<b>x</b>", "é̂ ü", "‮omgekeerd", "a" * 130, "b" * 300, "c" * 600)
DAYS = ("2027-03-01", "2026-12-24", "2025-02-28")
SAID = ("maart 2025", "rond kerst 2024", "12-3-2025", "2023")


def text(kind: inspect.StrType, chance: random.Random) -> str:
    """A text of this type: mostly a canary, so that leaks can be found by searching."""
    if chance.random() < 0.08:
        return chance.choice(WORDS)
    if kind.pattern is not None:
        return like(kind.pattern, chance)
    if kind.max_length is not None and kind.max_length <= 10:
        return chance.choice((*DAYS, ""))
    if chance.random() < 0.15:
        return chance.choice((*DAYS, *SAID))
    canary = f"kanarie{chance.getrandbits(48):012x}"
    return canary[: kind.max_length] if kind.max_length else canary


def like(pattern: str, chance: random.Random) -> str:
    """A text that fits this pattern."""
    return "".join(_like(parser.parse(pattern), chance))


def _like(parts: Any, chance: random.Random) -> list[str]:
    found: list[str] = []
    for what, rest in parts:
        if what is sre.LITERAL:
            found.append(chr(rest))
        elif what is sre.IN:
            found += _like([chance.choice(rest)], chance)
        elif what is sre.RANGE:
            found.append(chr(chance.randint(*rest)))
        elif what is sre.CATEGORY:
            found.append(chance.choice("0123456789" if rest is sre.CATEGORY_DIGIT else "az"))
        elif what is sre.SUBPATTERN:
            found += _like(rest[-1], chance)
        elif what is sre.BRANCH:
            found += _like(chance.choice(rest[1]), chance)
        elif what is sre.MAX_REPEAT:
            for _ in range(chance.randint(rest[0], min(rest[1], rest[0] + 2))):
                found += _like(rest[2], chance)
        else:
            assert what is sre.AT, f"teach random_words.py {what}"
    return found
