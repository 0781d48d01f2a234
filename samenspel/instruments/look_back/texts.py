"""The questions that a look-back begins with, read once when the program starts: rules read no files (R1)."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

_SOURCE: Final = files("samenspel.instruments.look_back").joinpath("content", "nl", "prompts.toml")

QUESTIONS: Final[tuple[tuple[str, str], ...]] = tuple(
    (one["text"], one["help"]) for one in tomllib.loads(_SOURCE.read_text(encoding="utf-8"))["question"]
)
"""Each question with its help, in the order in which they are asked (001)."""
