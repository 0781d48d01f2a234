"""A document as PDF/UA-1: tagged, in Dutch, with a title and headers in tables (B17)."""

from __future__ import annotations

from samenspel.exports import typeset
from samenspel.exports.document import Document


def pdf(document: Document) -> bytes:
    """The document as a tagged PDF. Raises Unset."""
    return typeset.pdf("document.typ", document, document.day)
