"""Paper for the wall: what an instrument lays out, printed as tagged PDF (CR-8)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

import msgspec

from samenspel.exports import typeset
from samenspel.vocabulary.paper import Paper, PaperKind, Size


def kinds_of(instrument: str) -> Mapping[str, PaperKind]:
    """What an instrument can print, by name; empty when it prints nothing."""
    name = f"samenspel.instruments.{instrument}.paper"
    if find_spec(name) is None:
        return {}
    found: Mapping[str, PaperKind] = getattr(import_module(name), "PAPER", {})
    return found


def pdf(paper: Paper, size: Size | None = None) -> bytes:
    """The sheets, on another size of paper when asked. Raises Unset."""
    return typeset.pdf("paper.typ", msgspec.structs.replace(paper, size=size) if size else paper)
