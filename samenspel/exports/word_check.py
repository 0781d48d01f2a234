"""What is wrong with a Word template, in words for who made it. Everything is looked at before anything is opened."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import docx as python_docx
from docxtpl import DocxTemplate

from samenspel.exports import word_safety, word_template
from samenspel.exports.document import Document
from samenspel.exports.word_language import Language, NotAllowed, TemplateError, TemplateSyntaxError, unknown
from samenspel.exports.word_template import TemplateFault

MOST_FAULTS: Final = 12


@dataclass(frozen=True)
class Known:
    """Wat een sjabloon mag vragen: fields, the parts of each list, and fields that are whole pieces of a document."""

    fields: tuple[str, ...]
    inside: dict[str, set[str]]
    whole: tuple[str, ...]


def check(data: bytes, known: Known, sample: Mapping[str, Any], document: Document) -> list[str]:
    """Faults in Dutch, at most twelve; none when the template can be used. It is filled once with the sample."""
    faults = word_safety.faults(data)
    if faults:
        return faults[:MOST_FAULTS]
    try:
        opened = python_docx.Document(io.BytesIO(data))
        faults = list(_open_ends(opened))
        faults = faults or list(_language(data, known))
    except TemplateError as error:
        faults = [_said(error)]
    except Exception:
        return [
            "Word kan dit bestand niet goed lezen. Open het in Word, bewaar het opnieuw als .docx en probeer het weer."
        ]
    if faults:
        return faults[:MOST_FAULTS]
    return _tried(data, known, sample, document)


def _open_ends(opened: Any) -> Iterator[str]:
    """A sign that opens a field and is not closed in its own paragraph, or the other way round."""
    for text in _paragraphs(opened):
        for start, end in (("{{", "}}"), ("{%", "%}")):
            if text.count(start) != text.count(end):
                yield (
                    f"In de regel ‘{_short(text)}’ hoort bij elke ‘{start}’ een ‘{end}’. Zet het hele veld op één "
                    "regel, zonder opmaak in het veld zelf."
                )


def _paragraphs(opened: Any) -> Iterator[str]:
    from docx.oxml.ns import qn

    roots = [opened.element.body]
    for section in opened.sections:
        roots += [section.header._element, section.footer._element]
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
            if text:
                yield text


def _language(data: bytes, known: Known) -> Iterator[str]:
    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        sources += [template.patch_xml(part.blob.decode("utf-8")) for _, part in template.get_headers_footers(uri)]
    asked: set[str] = set()
    broken = False
    for source in sources:
        try:
            tree = Language().parse(source)
        except TemplateSyntaxError as error:
            broken = True
            yield _said(error)
            continue
        asked.update(re.findall(r"\b\w+\b", " ".join(re.findall(r"{[{%](.*?)[}%]}", source, re.S))))
        for name, there in unknown(tree, known.fields, known.inside):
            near = difflib.get_close_matches(name, there, 1)
            hint = f" Bedoel je ‘{near[0]}’?" if near else f" Je kunt kiezen uit: {', '.join(there)}." if there else ""
            yield f"Het veld ‘{_short(name)}’ kennen we niet.{hint}"
    if not broken and not asked & set(known.whole[:1]) and not {*known.inside} <= asked:
        yield (
            f"Het verslag zelf ontbreekt. Zet op een regel alleen: {{{{ {known.whole[0]} }}}}. Of gebruik alle "
            f"lijsten: {', '.join(known.inside)}."
        )


def _tried(data: bytes, known: Known, sample: Mapping[str, Any], document: Document) -> list[str]:
    try:
        made = word_template.fill(data, document, sample)
        python_docx.Document(io.BytesIO(made))
    except TemplateFault as fault:
        if fault.misplaced:
            return [
                f"Zet {{{{ {name} }}}} op een regel alleen, in de gewone tekst (niet in een kop- of voettekst)."
                for name in fault.misplaced
            ]
        if isinstance(fault.cause, TemplateError):
            return [_said(fault.cause)]
        return ["We konden het sjabloon niet invullen. Haal het laatst veranderde veld weg en probeer het opnieuw."]
    return []


_TAGS: Final = re.compile(r"unknown tag '([^']{1,40})'")
_END: Final = re.compile(r"looking for the following tags: '(\w+)'")


def _said(error: TemplateError) -> str:
    """The fault of the template language in words for people; never its own English."""
    message = error.message or ""
    if (isinstance(error, NotAllowed) and error.message == "Filter") or "filter" in message.lower():
        return "Achter een | staat een bewerking die we niet kennen. Gebruik bijvoorbeeld upper, lower of default."
    if isinstance(error, NotAllowed):
        return (
            "Het sjabloon gebruikt iets wat hier niet mag, zoals een berekening, een aanroep of een eigen variabele. "
            "Gebruik alleen velden, {% for %} en {% if %}."
        )
    if found := _END.search(message):
        start = found[1].removeprefix("end")
        return f"Bij {{% {start} %}} ontbreekt {{% {found[1]} %}}. Zet die aan het einde van dat stuk."
    if found := _TAGS.search(message):
        return (
            f"De opdracht {{% {_short(found[1])} %}} kennen we niet, of staat hier te veel. Gebruik for, endfor, if, "
            "else en endif."
        )
    return (
        "Een van de velden is niet goed geschreven. Een veld ziet eruit als {{ titel }}, een lijst als "
        "{% for les in lessen %} … {% endfor %}."
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
