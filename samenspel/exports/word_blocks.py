"""Pieces of a document as paragraphs, tables and pictures of a Word file, in the styles that the file has."""

from __future__ import annotations

import io
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from samenspel.exports.document import Block, Bullets, Heading, PageBreak, Paragraph, Picture, Signature, Table
from samenspel.exports.picture import png

SAID: Final = "Cambria"
SOFT: Final = RGBColor(0x3A, 0x53, 0x5C)
LINE: Final = "C9BFAE"
MOST_HEIGHT: Final = Mm(165)


def add(word: WordDocument, block: Block, own_template: bool = False) -> None:
    """The piece at the end of the file. In a template of somebody else's the page is never turned."""
    if isinstance(block, Heading):
        word.add_paragraph(block.text, style=_style(word, f"Heading {block.level}"))
    elif isinstance(block, Paragraph):
        _paragraph(word, block)
    elif isinstance(block, Bullets):
        name = _style(word, "List Number" if block.numbered else "List Bullet")
        for number, item in enumerate(block.items, 1):
            sign = "" if name else (f"{number}. " if block.numbered else "– ")
            word.add_paragraph(sign + item, style=name)
    elif isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, Picture):
        _picture(word, block, turn=block.wide and not own_template)
    elif isinstance(block, Signature):
        _signature(word, block)
    elif isinstance(block, PageBreak):
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _style(word: WordDocument, name: str) -> str | None:
    return name if any(style.name == name for style in word.styles) else None


def _paragraph(word: WordDocument, block: Paragraph) -> None:
    run = word.add_paragraph().add_run(block.text)
    if block.tone == "lead":
        run.font.size = Pt(14)
    elif block.tone == "soft":
        run.font.color.rgb = SOFT
    elif block.tone == "said":
        run.font.name = SAID


def _table(word: WordDocument, block: Table) -> None:
    table = word.add_table(rows=1, cols=len(block.header))
    table.autofit = False
    properties = table._tbl.tblPr
    for tag, words in (("w:tblCaption", block.caption), ("w:tblDescription", block.caption)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), words)
        properties.append(element)
    for cell, words in zip(table.rows[0].cells, block.header, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _row_property(table.rows[0], "w:tblHeader")
    for row in block.rows:
        added = table.add_row()
        _row_property(added, "w:cantSplit")
        for place, (cell, words) in enumerate(zip(added.cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(words)
            if place in block.said:
                run.font.name = SAID
    _widths(word, table, block.widths or (1,) * len(block.header))
    _lines(properties)
    word.add_paragraph()


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _widths(word: WordDocument, table: Any, shares: tuple[int, ...]) -> None:
    room = _room(word)
    for place, share in enumerate(shares):
        width = Emu(int(room * share / sum(shares)))
        table.columns[place].width = width
        for cell in table.columns[place].cells:
            cell.width = width


def _room(word: WordDocument) -> int:
    section = word.sections[-1]
    known = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (int(part) if part is not None else default for part, default in zip(known, _A4, strict=True))
    return page - left - right


_A4: Final = (int(Mm(210)), int(Mm(25)), int(Mm(25)))


def _lines(properties: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The order of children is fixed in the format; Word calls a file broken where it is not kept.
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _picture(word: WordDocument, block: Picture, turn: bool) -> None:
    if turn:
        _turned(word, landscape=True)
    paragraph = word.add_paragraph()
    picture = paragraph.add_run().add_picture(io.BytesIO(png(block.svg.encode())), width=Emu(_room(word)))
    if picture.height > MOST_HEIGHT:
        picture.width, picture.height = Emu(int(picture.width * MOST_HEIGHT / picture.height)), MOST_HEIGHT
    about = picture._inline.docPr
    about.set("descr", block.alt)
    about.set("name", "Tekening")
    if turn:
        _turned(word, landscape=False)


def _turned(word: WordDocument, landscape: bool) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    sides = sorted((int(section.page_width or Mm(210)), int(section.page_height or Mm(297))))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Emu(sides[1]), Emu(sides[0])) if landscape else (Emu(sides[0]), Emu(sides[1]))
    )


def _signature(word: WordDocument, block: Signature) -> None:
    table = word.add_table(rows=0, cols=2)
    table.autofit = False
    for label in block.labels:
        row = table.add_row()
        row.height = Mm(16)
        _row_property(row, "w:cantSplit")
        row.cells[0].paragraphs[0].add_run(label).font.color.rgb = SOFT
        row.cells[1].paragraphs[0].add_run("")
    _widths(word, table, (2, 5))
    _lines(table._tbl.tblPr)
