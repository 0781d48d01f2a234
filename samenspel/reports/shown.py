"""A report as a page: the same words as the files, with threads, lessons and agreements one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from samenspel.exports.document import Block, Heading, Paragraph, Picture, Table
from samenspel.reports.comments import Comment
from samenspel.reports.models import Content, Item

GROUPS = (("red_thread", "Rode draden"), ("lesson", "Lessen"), ("agreement", "Afspraken"))
STATES = {"open": "nog niet bekeken", "taken": "overgenomen", "set_aside": "gelezen, niet overgenomen"}


@dataclass(frozen=True)
class Piece:
    """Stuk van de pagina: which kind, and the block with its words."""

    kind: str
    block: Block


@dataclass(frozen=True)
class ItemShown:
    """Rode draad, les of afspraak with the comments on it that this reader may see."""

    item: Item
    comments: list[Comment] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Kopje met wat eronder valt."""

    title: str
    items: list[ItemShown]


@dataclass(frozen=True)
class Page:
    """Verslag op een pagina: what comes before the groups, the groups, and what comes after."""

    before: list[Piece]
    groups: list[Group]
    after: list[Piece]


def page(content: Content, comments: Sequence[Comment]) -> Page:
    """The report of this content, with these comments at what they are about."""
    titles = {title for _, title in GROUPS}
    before: list[Piece] = []
    after: list[Piece] = []
    inside = met = False
    for block in content.document.blocks:
        if isinstance(block, Heading):
            inside = block.text in titles
            met = met or inside
        kind = {Heading: "heading", Paragraph: "paragraph", Table: "table", Picture: "picture"}.get(type(block), "")
        if kind and not inside:
            (after if met else before).append(Piece(kind, block))
    return Page(before, _groups(content, comments), after)


def _groups(content: Content, comments: Sequence[Comment]) -> list[Group]:
    found = []
    for kind, title in GROUPS:
        items = [
            ItemShown(item, [comment for comment in comments if comment.target == item.id])
            for item in content.items
            if item.kind == kind
        ]
        if items:
            found.append(Group(title, items))
    return found
