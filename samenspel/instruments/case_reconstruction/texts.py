"""The texts that rules need, read once when the program starts: rules themselves read no files (R1)."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final


def _read(name: str) -> dict[str, Any]:
    source = files("samenspel.instruments.case_reconstruction").joinpath("content", "nl", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))


GROUND_RULES: Final[tuple[str, ...]] = tuple(rule["text"] for rule in _read("prompts.toml")["ground_rule"])
"""De vijf spelregels of the source to start from (CR-11)."""

HINTS: Final[dict[str, Any]] = _read("hints.toml")
"""Words that loaded, vague or unexplained language is recognised by (CR-7, CR-19)."""

_ASIDE: Final[dict[str, Any]] = _read("voorbereiding.toml")["words"]

REMOVED: Final[str] = _ASIDE["removed"]
"""What stands where its author had words taken away (CR-22)."""


def reason(kind: str, theme: str) -> str:
    """Why a case was chosen, for who left the reason in own words empty (CR-1)."""
    if kind == "rough":
        return str(_ASIDE["rough"])
    return str(_ASIDE["exemplary_for"]).format(theme=theme) if theme else str(_ASIDE["exemplary"])
