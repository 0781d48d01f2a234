"""B8: whatever people write stays words, in every field of every document."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from samenspel.exports import paper, session_paper, typeset
from samenspel.exports.pdf import pdf
from samenspel.exports.word import docx as word
from samenspel.exports.word_template import fill
from samenspel.vocabulary.paper import NeutralSheet, Paper, PartySheet, Poster, PosterItem
from tests.exports.payloads import fives
from tests.exports.samples import document, template, words_of_docx, words_of_pdf

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
"""The drawing in a Word file is a picture of words; it is looked at once, elsewhere."""
FIELDS = 15
"""How often `samples.document` says its words, in places that a reader sees."""


def squeezed(text: str) -> str:
    """Without white space and hyphens: lines break where they like."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def well_formed(data: bytes) -> None:
    package = zipfile.ZipFile(io.BytesIO(data))
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(package.read(name))


@pytest.fixture
def no_drawings(monkeypatch):
    monkeypatch.setattr("samenspel.exports.word_blocks.png", lambda svg: DOT)


def test_b8_words_stay_words_in_a_word_file(long, no_drawings):
    for words in fives(1000 if long else 100):
        data = word(document(words, title=words))
        well_formed(data)
        assert squeezed(words_of_docx(data)).count(squeezed(words)) >= FIELDS - 1, words


def test_b8_words_stay_words_in_a_template_of_the_organisation(long, no_drawings):
    each_lesson = "{% for each in lessen %}{{ each.tekst }}{% endfor %}"
    own = template("{{ titel|upper }}", "{{ titel }}", each_lesson, "{{ inhoud }}", header="{{ ondertitel }}")
    for words in fives(1000 if long else 100):
        made = document(words, title=words)
        fields = {
            "titel": words, "ondertitel": words, "inhoud": made.blocks, "lessen": [{"tekst": words}, {"tekst": words}],
        }  # fmt: skip
        data = fill(own, made, fields)
        well_formed(data)
        read = squeezed(words_of_docx(data))
        assert read.count(squeezed(words)) >= FIELDS, words
        assert "49" not in read


def test_b8_words_stay_words_in_a_pdf(long):
    for words in fives(1000 if long else 100):
        read = squeezed(words_of_pdf(pdf(document(words, title=words))))
        assert read.count(squeezed(words)) >= FIELDS - 2, words


def test_b8_words_stay_words_on_paper(long):
    for words in fives(1000 if long else 100):
        look = {"paper": "#ffe08a", "edge": "#a87900", "dash": "8 5"}
        sheets = (
            NeutralSheet(words, words, "dot", words),
            PartySheet(words, words, **look, text=words, note=words, below=words),
            Poster(words, words, (PosterItem(words, words),), 1),
        )
        read = words_of_pdf(paper.pdf(Paper(words, sheets, "a5", True, True)))
        assert squeezed(read).casefold().count(squeezed(words).casefold()) >= 10, words


def test_b8_words_stay_words_on_the_preparation_and_the_way_in(long):
    for words in fives(1000 if long else 100):
        row = session_paper.Row(words, words, "5", words, words)
        party = {"short": words, "edge": "#a87900", "dash": "8 5", "absent": True, "people": words}
        tips = [{"title": words, "tips": [words]}]
        data = {
            "title": words, "subtitle": words, "source": words, "blocks": [row], "materials": [words],
            "parties": [party], "others": words, "attention": [words], "tips": tips,
        }  # fmt: skip
        read = squeezed(words_of_pdf(typeset.pdf("preparation.typ", data)))
        assert read.count(squeezed(words)) >= 12, words
        svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'
        way_in = {"title": words, "session": words, "size": "a4", "qr": svg, "address": words, "code": words}
        assert squeezed(words_of_pdf(typeset.pdf("join.typ", way_in))).count(squeezed(words)) >= 3, words
