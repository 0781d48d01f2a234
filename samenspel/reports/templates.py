"""Het Word-sjabloon van de organisatie: which one is in use, what it may ask for, and what is wrong with one."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from samenspel.exports import word_check
from samenspel.exports.document import Document, Heading, Paragraph, Table
from samenspel.reports.dates import iso_in_words
from samenspel.reports.models import Content, Item, WordTemplate

FIELDS: Final = {
    "titel": "de titel van het verslag",
    "ondertitel": "de dag van de bijeenkomst, en of het nog een concept is",
    "datum": "de dag van de bijeenkomst",
    "zin": "de begeleidende zin over de tijdlijn",
    "inhoud": "het hele verslag, op een regel alleen",
    "tijdlijn": "de momenten en de tekening, op een regel alleen",
    "rode_draden": "lijst; elk met .tekst",
    "lessen": "lijst; elk met .tekst en .rode_draad",
    "afspraken": "lijst; elk met .tekst en .details (wie, wanneer, met hulp van wie)",
}
"""What a template may ask for, in words for who makes one."""
INSIDE: Final = {"rode_draden": {"tekst"}, "lessen": {"tekst", "rode_draad"}, "afspraken": {"tekst", "details"}}
WHOLE: Final = ("inhoud", "tijdlijn")


def current() -> bytes | None:
    """The template in use, or None for our own."""
    row = WordTemplate.objects.filter(in_use=True).order_by("-uploaded", "-pk").first()
    return bytes(row.data) if row is not None else None


def check(data: bytes) -> list[str]:
    """What is wrong with a template, in Dutch; empty when it can be used."""
    return word_check.check(data, word_check.Known(tuple(FIELDS), INSIDE, WHOLE), fields(_SAMPLE), _SAMPLE.document)


def fields(content: Content) -> dict[str, Any]:
    """The values for the fields of a template. The two of WHOLE are pieces of the document itself."""
    document = content.document
    lists: dict[str, list[Item]] = {"red_thread": [], "lesson": [], "agreement": []}
    for item in content.items:
        lists[item.kind].append(item)
    lead = next((block.text for block in document.blocks if isinstance(block, Paragraph)), "")
    return {
        "titel": document.title,
        "ondertitel": document.subtitle,
        "datum": iso_in_words(document.day),
        "zin": lead,
        "inhoud": document.blocks,
        "tijdlijn": _timeline(document),
        "rode_draden": [{"tekst": item.text} for item in lists["red_thread"]],
        "lessen": [{"tekst": item.text, "rode_draad": item.detail} for item in lists["lesson"]],
        "afspraken": [{"tekst": item.text, "details": item.detail} for item in lists["agreement"]],
    }


def fingerprint(source: str, template: bytes | None) -> str:
    """What a report was made from, its template included."""
    return hashlib.sha256(source.encode() + hashlib.sha256(template or b"").digest()).hexdigest()


def _timeline(document: Document) -> tuple[Any, ...]:
    inside, found = False, []
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text == "De tijdlijn"
        elif inside:
            found.append(block)
    return tuple(found)


_SAMPLE: Final = Content(
    Document(
        "Titel",
        (Paragraph("Zin", "lead"), Heading("De tijdlijn"), Table(("Nr.", "Moment"), (("1", "Moment"),), "Tabel")),
    ),
    (Item("a", "red_thread", "Draad"), Item("b", "lesson", "Les", "Draad"), Item("c", "agreement", "Afspraak", "Wie")),
)
