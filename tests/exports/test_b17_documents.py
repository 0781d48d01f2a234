"""B17: documents open elsewhere without repair; a pdf is tagged PDF/UA-1, in Dutch, with a title; nobody made them."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from samenspel.exports import typeset
from samenspel.exports.pdf import pdf
from samenspel.exports.word import docx as word
from samenspel.exports.word_template import fill
from tests.exports.opening import as_pdf
from tests.exports.samples import document, template, words_of_docx, words_of_pdf


def tags(node: object, found: list[str]) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, pypdf.generic.ArrayObject):
        for each in node:
            tags(each, found)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            tags(node["/K"], found)
    return found


def test_b17_a_pdf_is_tagged_pdf_ua_1_in_dutch_with_a_title_and_header_cells():
    read = pypdf.PdfReader(io.BytesIO(pdf(document(title="Verslag"))))
    root = read.root_object
    assert (root["/Lang"], read.metadata.title) == ("nl-NL", "Verslag")
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.xmp_metadata.stream.get_data().decode()
    found = tags(root["/StructTreeRoot"]["/K"], [])
    for wanted in ("/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"):
        assert wanted in found, wanted
    assert read.metadata.author is None
    assert str(read.metadata.creation_date).startswith("2026-11-12 00:00:00")


def test_b17_every_letter_in_a_pdf_is_from_a_font_inside_it():
    words = "ÀÇĞŁŞŻ ğışłżčř ЖиЯ αβγ €"
    data = pdf(document(words))
    assert words in words_of_pdf(data)
    resources = [page["/Resources"]["/Font"] for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    fonts = [font.get_object() for each in resources for font in each.values()]
    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(below)


def test_b17_what_no_font_can_show_is_said_otherwise_and_the_pdf_still_comes():
    read = words_of_pdf(pdf(document("blij 😀😀 مرحبا → ja")))
    assert "blij (…) (…) -> ja" in read


def test_b17_a_font_that_is_missing_is_an_error(monkeypatch):
    monkeypatch.setattr(typeset, "FONTS", typeset.FONTS / "nergens")
    typeset._fonts.cache_clear()
    try:
        with pytest.raises(typeset.Unset):
            pdf(document())
    finally:
        monkeypatch.undo()
        typeset._fonts.cache_clear()


@pytest.mark.parametrize("own", [False, True], ids=["ours", "template"])
def test_b17_a_word_file_opens_in_libreoffice(own, tmp_path):
    made = document("Het hele verslag")
    fields = {"titel": made.title, "inhoud": made.blocks}
    data = fill(template("{{ titel }}", "{{ inhoud }}"), made, fields) if own else word(made)
    shown = words_of_pdf(as_pdf(data, "docx", tmp_path))
    assert shown.count("Het hele verslag") >= 10
    assert "Titel" in shown


def test_b17_a_word_file_has_real_headings_header_rows_dutch_and_words_for_pictures():
    made = docx.Document(io.BytesIO(word(document("Woorden"))))
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "List Number"} <= styles
    assert made.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert made.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "nl-NL"
    assert [each.get("descr") for each in made.element.iter(qn("wp:docPr"))] == ["Woorden"]
    assert [section.orientation for section in made.sections] == [0, 1, 0]


@pytest.mark.parametrize("own", [False, True], ids=["ours", "template"])
def test_cr21_a_word_file_does_not_tell_who_made_it_or_when(own):
    made = document()
    fields = {"inhoud": made.blocks}
    data = fill(template("{{ inhoud }}"), made, fields) if own else word(made)
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = package.read("docProps/core.xml").decode()
    assert re.findall(r"<(\w+:\w+)>", core) == ["dc:title", "dc:language"]
    assert not [
        name for name in package.namelist() if name.startswith("docProps/") and name[9:12] not in ("cor", "app")
    ]
    for name in package.namelist():
        text = package.read(name).decode("utf-8", "replace")
        for wrong in ("Sjabloonmaker", "python-docx", "Macintosh", "lastModifiedBy", "creator", "rsidR", "<Company>"):
            assert wrong not in text, (name, wrong)


def test_a_second_look_at_the_same_document_gives_the_same_words():
    assert words_of_docx(word(document("a\nb"))) == words_of_docx(word(document("a\nb")))
    assert "a\nb" in words_of_docx(word(document("a\nb")))
