"""Hints while writing (CR-7, CR-19): keys of hints.toml, never a refusal. Ported in web/hints.ts; keep both simple."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from samenspel.instruments.case_reconstruction.texts import HINTS

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_CAPITALS: Final = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")
_BY_WORD: Final = ("loaded", "absolute", "vague", "jargon")


def on_moment(text: str, explained: Iterable[str] = ()) -> list[str]:
    """Hints on a neutral description of a moment; `explained` are the words of the glossary."""
    found = on_words(text, explained)
    if len(_WORD.findall(text)) >= HINTS["keywords"]["words_from"]:
        found.append("keywords")
    if text.rstrip().endswith("?"):
        found.append("question")
    return found


def on_words(text: str, explained: Iterable[str] = ()) -> list[str]:
    """Hints on any text that others will read: loaded, absolute, vague, jargon, abbreviation."""
    known = {word.casefold() for word in explained}
    found = [key for key in _BY_WORD if _holds(text, HINTS[key]["words"], known)]
    if any(word.casefold() not in known for word in abbreviations(text)):
        found.append("abbreviation")
    return found


def abbreviations(text: str) -> list[str]:
    """Words with two capitals or more that not everybody knows."""
    return [word for word in _CAPITALS.findall(text) if word not in HINTS["abbreviation"]["known"]]


def on_agreement(what: str, who: str, due: str) -> list[str]:
    """What a working agreement still lacks: 'owner', 'verb', 'date' (CR-19); nothing means that it is concrete."""
    rules: dict[str, Any] = HINTS["concreteness"]
    found = []
    if not who.strip() or who.strip().casefold() in rules["no_owner"]:
        found.append("owner")
    if len(_WORD.findall(what)) < 3 or _holds(what, rules["no_step"], set()):
        found.append("verb")
    if not due:
        found.append("date")
    return found


def _holds(text: str, words: Sequence[str], without: set[str]) -> bool:
    spaced = " " + " ".join(word.casefold() for word in _WORD.findall(text)) + " "
    return any(_in(spaced, word) for word in words if word not in without)


def _in(spaced: str, word: str) -> bool:
    return f" {word[:-1]}" in spaced if word.endswith("*") else f" {word} " in spaced
