"""Documents and templates for tests, with the same words in every field."""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
import pypdf

from samenspel.exports.document import (
    Bullets,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Signature,
    Table,
)
from samenspel.instruments.case_reconstruction.drawing import draw


def document(words: str = "Woorden", title: str = "Titel") -> Document:
    """Every kind of piece; `words` wherever words can be."""
    return Document(
        title=title,
        subtitle=words,
        footer=words,
        day="2026-11-12",
        blocks=(
            Paragraph(words, "lead"),
            Paragraph(words, "soft"),
            Paragraph(words, "said"),
            Heading(words),
            Heading(words, 2),
            Bullets((words, words)),
            Bullets((words,), numbered=True),
            Table((words, "Kop"), ((words, words), ("cel", words)), words, (1, 2), (1,)),
            Picture(draw(words, [(words, words, "inhoud")], [words], words), words, wide=True),
            PageBreak(),
            Signature((words, "Datum")),
        ),
    )


def template(*lines: str, header: str = "") -> bytes:
    """A Word file with these lines in it."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    made.core_properties.author = "Jantje Sjabloonmaker"
    return saved(made)


def saved(made: object) -> bytes:
    """The bytes of a Word file."""
    holder = io.BytesIO()
    made.save(holder)  # type: ignore[attr-defined]
    return holder.getvalue()


def words_of_pdf(data: bytes) -> str:
    """What can be read in a pdf."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def words_of_docx(data: bytes) -> str:
    """What can be read in a Word file, tables and header included."""
    made = docx.Document(io.BytesIO(data))
    return "\n".join(_paragraphs(made))


def _paragraphs(made: object) -> Iterable[str]:
    from docx.oxml.ns import qn

    roots = [made.element.body]  # type: ignore[attr-defined]
    for section in made.sections:  # type: ignore[attr-defined]
        roots += [section.header._element, section.footer._element]
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            parts = (each.text if each.tag == qn("w:t") else "\n" for each in paragraph.iter(qn("w:t"), qn("w:br")))
            yield "".join(part or "" for part in parts)
