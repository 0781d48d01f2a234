"""A Word template of an organisation: what is wrong is said in Dutch; nothing in it can run, fetch or fill memory."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from samenspel.exports import word_safety
from samenspel.exports.word_template import TemplateFault, fill
from samenspel.reports.templates import check
from tests.exports.samples import document, saved, template

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = ("{{ titel }}", "{{ datum }}", "{{ inhoud }}")


def changed(data: bytes, change: dict[str, bytes] | None = None, extra: dict[str, bytes] | None = None) -> bytes:
    """The package with other parts, or more of them."""
    holder = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (change or {}).get(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return holder.getvalue()


def body_with(data: bytes, xml: bytes) -> bytes:
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").replace(b"<w:sectPr", xml + b"<w:sectPr", 1)
    return changed(data, {"word/document.xml": body})


def linked(kind: str, target: str) -> bytes:
    made = docx.Document(io.BytesIO(template(*GOOD)))
    made.part.relate_to(target, kind, is_external=True)
    return saved(made)


@pytest.mark.parametrize(
    "lines",
    [
        GOOD,
        ("{{ titel|upper }}", "{{ tijdlijn }}", "{% for les in lessen %}{{ loop.index }} {{ les.tekst }}{% endfor %}",
         "{{ inhoud }}"),
        ("{% for x in rode_draden %}{{ x.tekst }}{% endfor %}{% for x in lessen %}{{ x.tekst }}{% endfor %}"
         "{% for x in afspraken %}{{ x.tekst }} {{ x.details }}{% endfor %}",),
        ("{% if lessen %}Er zijn lessen{% else %}geen{% endif %}", "{{ inhoud }}"),
    ],
)  # fmt: skip
def test_a_good_template_has_no_faults(lines):
    assert check(template(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("{{ titl }}", "{{ inhoud }}"), "‘titl’ kennen we niet. Bedoel je ‘titel’?"),
        (("{{ titel }", "{{ inhoud }}"), "hoort bij elke ‘{{’ een ‘}}’"),
        (("{% for x in lessen %}{{ x.tekst }}", "{{ inhoud }}"), "ontbreekt {% endfor %}"),
        (("{% for x in lessen %}{{ x.teks }}{% endfor %}", "{{ inhoud }}"), "Bedoel je ‘x.tekst’?"),
        (("{% herhaal %}", "{{ inhoud }}"), "{% herhaal %} kennen we niet"),
        (("{{ titel|fout }}", "{{ inhoud }}"), "bewerking die we niet kennen"),
        (("{{ titel titel }}", "{{ inhoud }}"), "niet goed geschreven"),
        (("Zie {{ inhoud }}",), "op een regel alleen"),
        (("Alleen tekst",), "Het verslag zelf ontbreekt"),
    ],
)
def test_what_is_wrong_is_said_in_dutch_with_the_place(lines, said):
    faults = check(template(*lines))
    assert said in " ".join(faults)
    assert not any(word in " ".join(faults) for word in ("jinja", "Unexpected", "expected", "Encountered"))


def test_a_report_in_a_header_is_refused():
    assert "op een regel alleen" in " ".join(check(template("{{ inhoud }}", header="{{ inhoud }}")))


@pytest.mark.parametrize(
    "line",
    [
        "{{ titel.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ (1).__class__ }}", "{{ titel['__class__'] }}",
        "{{ cycler.__init__.__globals__ }}", "{{ self._TemplateReference__context }}", "{{ range(10**9) }}",
        "{{ titel * 99999999 }}", "{{ titel ~ titel }}", "{{ titel() }}", "{{ titel.format(x) }}", "{{ 10 ** 99999 }}",
        "{% set x = 1 %}", "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}",
        "{% macro x() %}{% endmacro %}", "{% filter upper %}x{% endfilter %}",
        "{% for a in lessen %}{% for b in lessen %}{% for c in lessen %}x{% endfor %}{% endfor %}{% endfor %}",
        "{{ lessen|map(attribute='x') }}", "{{ titel|attr('__class__') }}", "{{ lipsum() }}",
    ],
)  # fmt: skip
def test_b8_a_template_cannot_run_anything(line):
    data = template(line, "{{ inhoud }}")
    assert check(data)
    made = document()
    with pytest.raises(TemplateFault):
        fill(data, made, {"titel": "x", "lessen": [{"tekst": "x"}], "inhoud": made.blocks})


def test_b8_properties_of_a_template_are_not_read_as_a_template():
    made = docx.Document(io.BytesIO(template(*GOOD)))
    made.core_properties.title = "{{ 7 * 7 }}"
    made.core_properties.author = "{% include 'x' %}"
    assert check(saved(made)) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "geen Word-bestand"),
        (b"PK\x03\x04 kapot", "geen Word-bestand"),
        (b"%PDF-1.7", "geen Word-bestand"),
        (b"\xd0\xcf\x11\xe0 oude doc", "geen Word-bestand"),
        (b"x" * (word_safety.LARGEST + 1), "groter dan 2 MB"),
    ],
)
def test_what_is_no_word_file_is_refused(data, said):
    (fault,) = check(data)
    assert said in fault


def cases() -> dict[str, tuple[bytes, str]]:
    good = template(*GOOD)
    types = zipfile.ZipFile(io.BytesIO(good)).read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
    return {
        "macro": (changed(good, extra={"word/vbaProject.bin": b"x"}), "macro"),
        "macro type": (changed(good, {"[Content_Types].xml": macro}), "macro"),
        "embedded": (changed(good, extra={"word/embeddings/oleObject1.bin": b"x"}), "macro"),
        "hyperlink": (linked(RELATIONSHIP_TYPE.HYPERLINK, "https://example.org"), "verwijzing naar buiten"),
        "picture": (linked(RELATIONSHIP_TYPE.IMAGE, "http://example.org/x.png"), "verwijzing naar buiten"),
        "template": (linked(f"{OFFICE}/attachedTemplate", "file://server/x.dotm"), "verwijzing naar buiten"),
        "bomb": (changed(good, extra={"word/media/x.xml": b"0" * 30_000_000}), "veel te groot"),
        "large": (changed(good, extra={f"word/media/{n}.xml": b"0" * 9_000_000 for n in range(6)}), "veel te groot"),
        "parts": (changed(good, extra={f"word/{n}.xml": b"<x/>" for n in range(500)}), "vreemd in elkaar"),
        "outside": (changed(good, extra={"../../x.xml": b"<x/>"}), "vreemd in elkaar"),
        "entity": (
            changed(good, extra={"word/x.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
            "niet in een Word-document hoort",
        ),
        "field": (
            body_with(good, b'<w:p><w:r><w:instrText>INCLUDETEXT "c:\\\\x"</w:instrText></w:r></w:p>'),
            "iets van buiten haalt",
        ),
        "dde": (body_with(good, b'<w:p><w:fldSimple w:instr="DDEAUTO c:\\x"/></w:p>'), "iets van buiten haalt"),
        "changes": (
            body_with(good, b'<w:p><w:ins w:id="1" w:author="Jan"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
            "bijgehouden wijzigingen",
        ),
        "chunk": (body_with(good, b'<w:altChunk xmlns:r="x" r:id="y"/>'), "ander bestand"),
    }


@pytest.mark.parametrize("name", list(cases()))
def test_b8_what_reaches_outside_or_bursts_is_refused(name):
    data, said = cases()[name]
    faults = check(data)
    assert said in " ".join(faults), faults


def test_nine_thousand_open_brackets_are_told_and_nothing_more():
    assert "hoort bij elke" in " ".join(check(template("{{ " * 3000, "{% " * 6000)))
