"""The one door to the typesetter: our own templates, our own fonts, words as data. Nothing is written to disk."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

from samenspel.exports.letters import FONTS, showable

TEMPLATES: Final = Path(__file__).resolve().parent / "typst"
STANDARD: Final = "ua-1"


class Unset(Exception):
    """The typesetter refused, or warned: a fault of ours, never of what somebody wrote. Holds no words of anyone."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf(template: str, data: Any, day: str = "") -> bytes:
    """The template filled with the data, as tagged PDF/UA-1. `day`: ISO date in its metadata. Raises Unset."""
    moment = datetime.datetime.fromisoformat(f"{day or '2000-01-01'}T00:00:00+00:00")
    return _compile((TEMPLATES / template).read_bytes(), data, format="pdf", pdf_standards=STANDARD, timestamp=moment)


def png(source: bytes, data: Any, dots_per_inch: float) -> bytes:
    """One page as PNG. Raises Unset."""
    return _compile(source, data, format="png", ppi=dots_per_inch)


def _compile(source: bytes, data: Any, **form: Any) -> bytes:
    words = msgspec.json.encode(_showable(msgspec.to_builtins(data))).decode()
    compiler = typst.Compiler(source, root=str(TEMPLATES), font_paths=_fonts(), sys_inputs={"data": words})
    try:
        made, warnings = compiler.compile_with_warnings(**form)
    except typst.TypstError as error:
        raise Unset(_kind(error)) from None
    if warnings:
        # A missing font is a warning to the typesetter and an error to us.
        raise Unset(_kind(warnings[0]))
    if not isinstance(made, bytes):
        raise Unset("more than one page")
    return made


def _kind(error: Any) -> str:
    """What went wrong, without the text between backticks or quotes, which may be somebody's."""
    return str(error.message).split("`")[0].split('"')[0].strip()


def _showable(data: Any) -> Any:
    if isinstance(data, str):
        # A drawing is data as well; its letters must be shown like any other.
        return showable(data)
    if isinstance(data, dict):
        return {key: _showable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_showable(value) for value in data]
    return data
