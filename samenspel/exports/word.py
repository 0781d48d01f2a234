"""A document as a Word file: real headings, header rows, Dutch, and nobody's name in its properties (CR-21, B17)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx as python_docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from samenspel.exports import word_blocks
from samenspel.exports.document import Document
from samenspel.exports.word_package import bare
from samenspel.kernel.text import clean

INK = RGBColor(0x12, 0x34, 0x3B)
SOFT = RGBColor(0x3A, 0x53, 0x5C)
FONT = "Calibri"
TABLES = ("Normal Table", "Table Grid")


def docx(document: Document, template: bytes | None = None, fields: Mapping[str, Any] | None = None) -> bytes:
    """The document as docx; in the organisation's own template when one is given, with these fields to fill in.

    A template must have passed `word_check.check`. Raises `word_template.TemplateFault` when it cannot be filled.
    """
    document = _without_controls(document)
    if template is not None:
        from samenspel.exports import word_template

        return word_template.fill(template, document, fields or {})
    word = python_docx.Document()
    _dress(word)
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    for block in document.blocks:
        word_blocks.add(word, block)
    _foot(word, document.footer)
    return saved(word, document.title)


def saved(word: WordDocument, title: str) -> bytes:
    """The file, without authors, dates and whatever else a program leaves behind."""
    holder = io.BytesIO()
    word.save(holder)
    return bare(holder.getvalue(), title)


def _without_controls(document: Document) -> Document:
    import msgspec

    return msgspec.convert(clean(msgspec.to_builtins(document)), Document)


def _dress(word: WordDocument) -> None:
    """Our own look, in the styles themselves, so that whoever edits the file keeps it."""
    for style in [style for style in word.styles if style.type == WD_STYLE_TYPE.TABLE and style.name not in TABLES]:
        # A hundred ready-made looks of tables: three quarters of the file, and none of them ours.
        style.delete()
    section = word.sections[0]
    section.page_width, section.page_height, section.orientation = Mm(210), Mm(297), WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(24)
    for name, size, colour, before, after in (
        ("Normal", 11, INK, 0, 6), ("Title", 26, INK, 0, 4), ("Subtitle", 13, SOFT, 0, 14),
        ("Heading 1", 17, INK, 20, 6), ("Heading 2", 13, INK, 12, 4),
        ("List Bullet", 11, INK, 0, 4), ("List Number", 11, INK, 0, 4), ("Footer", 9, SOFT, 0, 0),
    ):  # fmt: skip
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour  # type: ignore[attr-defined]
        style.font.bold = name.startswith(("Heading", "Title"))  # type: ignore[attr-defined]
        style.font.italic = False  # type: ignore[attr-defined]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)  # type: ignore[attr-defined]
        style.paragraph_format.line_spacing = 1.15  # type: ignore[attr-defined]
        _one_font(style.element.get_or_add_rPr())
    for border in word.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    _one_font(word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"))
    speak_dutch(word)


def _one_font(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


def speak_dutch(word: WordDocument) -> None:
    """nl-NL as the language of the whole file."""
    properties = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if properties is not None:
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)
        language.set(qn("w:val"), "nl-NL")
        language.set(qn("w:eastAsia"), "nl-NL")


def _foot(word: WordDocument, words: str) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.text = f"{words}\t\t" if words else "\t\t"
    for kind, between in (("PAGE", " van "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), kind)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)
        if between:
            paragraph.add_run(between)
