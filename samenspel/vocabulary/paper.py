"""Sheets of paper as data (CR-8): what stands on them, not how they are printed. An instrument fills them from its
records in a module `paper` (`PAPER`); the exports print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from samenspel.kernel.state import State
from samenspel.vocabulary import drawn
from samenspel.vocabulary.people import Party

Size = Literal["a5", "a4", "a3"]


class NeutralSheet(msgspec.Struct, frozen=True, tag=True):
    """Neutraal vel: for a moment, nobody's colour. Without text it has lines to write on. `sign`: dot, diamond, or
    nothing; `label` stands above the words, `below` at the foot."""

    label: str
    text: str = ""
    sign: Literal["dot", "diamond", ""] = ""
    below: str = ""


class PartySheet(msgspec.Struct, frozen=True, tag=True):
    """Vel van een partij: its paper, edge and dash (which survives greyscale), and its short name."""

    short: str
    name: str
    paper: str
    edge: str
    dash: str
    text: str = ""
    note: str = ""
    below: str = ""


class PosterItem(msgspec.Struct, frozen=True):
    """Regel op een poster, with something smaller under it."""

    text: str
    small: str = ""


class Poster(msgspec.Struct, frozen=True, tag=True):
    """Poster for the wall: a title, lines, and `room` empty lines to fill in by hand."""

    title: str
    lead: str
    items: tuple[PosterItem, ...]
    room: int
    numbered: bool = False


class Paper(msgspec.Struct, frozen=True):
    """Drukwerk: sheets of one size. `working`: says that it is to be destroyed after the meeting."""

    title: str
    sheets: tuple[NeutralSheet | PartySheet | Poster, ...]
    size: Size
    flipped: bool
    working: bool


@dataclass(frozen=True)
class PaperKind:
    """Soort drukwerk: what it is called, what it is for, what it is made from. `sizes`: the first is the usual one."""

    title: str
    purpose: str
    sizes: tuple[Size, ...]
    make: Callable[[State, str], Paper]


def party_sheet(party: Party, text: str = "", note: str = "", below: str = "") -> PartySheet:
    """A sheet in the colour of this party."""
    look = drawn.paper(party.colour)
    return PartySheet(party.short, party.name, look.paper, look.edge, look.dash, text, note, below)
