"""A document in pieces that every form can show: pdf, Word, a page. Texts are texts; nothing in them is markup."""

from __future__ import annotations

from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True, tag=True):
    """Kop; level 1 is a part of the document (its title is none)."""

    text: str
    level: Literal[1, 2] = 1


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Alinea. `said`: words of a person (in serif); `soft`: an aside; `lead`: an opening sentence."""

    text: str
    tone: Literal["plain", "lead", "soft", "said"] = "plain"


class Bullets(msgspec.Struct, frozen=True, tag=True):
    """Opsomming, in order where `numbered`."""

    items: tuple[str, ...]
    numbered: bool = False


class Table(msgspec.Struct, frozen=True, tag=True):
    """Tabel with a row of headers. `widths` are shares of the width, one per column; `said` are the columns (from 0)
    that hold words of people; `caption` says what the table is, for who cannot see it as well."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    widths: tuple[int, ...] = ()
    said: tuple[int, ...] = ()


class Picture(msgspec.Struct, frozen=True, tag=True):
    """Tekening: our own SVG, and what it shows in words. `wide`: on a page of its own, on its side."""

    svg: str
    alt: str
    wide: bool = False


class Signature(msgspec.Struct, frozen=True, tag=True):
    """Regels om in te vullen en te ondertekenen: a label per line."""

    labels: tuple[str, ...]


class PageBreak(msgspec.Struct, frozen=True, tag=True):
    """Nieuwe bladzijde."""


Block = Heading | Paragraph | Bullets | Table | Picture | Signature | PageBreak


class Document(msgspec.Struct, frozen=True):
    """Document (CR-21, B17): in Dutch, with a title; `day` is an ISO date or empty, and the only date in it.

    `footer` stands at the foot of every page. Nobody is its author.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    footer: str = ""
    day: str = ""
