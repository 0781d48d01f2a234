"""A report in the organisation's own Word template: fields are filled in, whole parts are put where they were asked."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from samenspel.exports import word, word_blocks
from samenspel.exports.document import Document
from samenspel.exports.word_language import Language, TemplateError


class TemplateFault(Exception):
    """This template cannot be filled. `misplaced` are whole parts that do not stand on a line of their own."""

    def __init__(self, cause: Exception | None = None, misplaced: tuple[str, ...] = ()) -> None:
        super().__init__(type(cause).__name__ if cause else "misplaced")
        self.cause, self.misplaced = cause, misplaced


def fill(template: bytes, document: Document, fields: Mapping[str, Any]) -> bytes:
    """The template with the fields in it; a field that holds pieces of a document becomes those pieces, in the styles
    of the template. Raises TemplateFault."""
    marks = {name: f"[[{secrets.token_hex(12)}]]" for name, value in fields.items() if isinstance(value, tuple)}
    try:
        made = DocxTemplate(io.BytesIO(template))
        made.init_docx()
        # What is said of the file itself is ours to say, and is not read as a template.
        for name in ("author", "comments", "identifier", "language", "subject", "title"):
            setattr(made.docx.core_properties, name, "")
        made.render(_verbatim({**fields, **marks}), jinja_env=Language())
        filled = made.docx
        for name, mark in marks.items():
            _put(filled, mark, fields[name], name)
        word.speak_dutch(filled)
        return word.saved(filled, document.title)
    except (TemplateError, ValueError, KeyError, AttributeError, TypeError, SyntaxError, RecursionError) as error:
        raise TemplateFault(error) from None


class Verbatim(str):
    """Woorden zoals ze er staan: docxtpl has signs of its own for braces, and would read those in what somebody wrote
    as well."""

    def __html__(self) -> str:
        """As XML, with nothing in it that docxtpl looks for."""
        safe = escape(self)
        for sign in ("{_{", "}_}", "{_%", "%_}"):
            safe = safe.replace(sign, sign.replace("_", "&#95;"))
        return safe


def _verbatim(value: Any) -> Any:
    if isinstance(value, str):
        return Verbatim(value)
    if isinstance(value, Mapping):
        return {key: _verbatim(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_verbatim(inner) for inner in value]
    return value


def _put(filled: WordDocument, mark: str, blocks: tuple[Any, ...], name: str) -> None:
    body = filled.element.body
    for place in [each for each in body.iter(qn("w:p")) if mark in _text(each)]:
        if _text(place).strip() != mark:
            raise TemplateFault(misplaced=(name,))
        before = list(body)
        for block in blocks:
            word_blocks.add(filled, block, own_template=True)
        for element in [each for each in body if each not in before]:
            place.addprevious(element)
        for run in list(place):
            if run.tag != qn("w:pPr"):
                place.remove(run)
        if place.getparent() is body:
            body.remove(place)
    if any(mark in part.blob.decode("utf-8", "ignore") for part in _around(filled)):
        raise TemplateFault(misplaced=(name,))


def _around(filled: WordDocument) -> list[Any]:
    """Headers, footers and the like: a part that a whole report does not fit in."""
    return [
        each.target_part
        for each in filled.part.rels.values()
        if not each.is_external and "xml" in each.target_part.content_type
    ]


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
