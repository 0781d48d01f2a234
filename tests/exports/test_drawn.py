"""Drawings: what people wrote is text in them, never markup (B8)."""

from xml.etree import ElementTree

from samenspel.vocabulary.drawn import picture, words

NASTY = '</text><script>alert("x")</script><text>&amp;'


def test_b8_words_in_a_drawing_are_never_markup() -> None:
    root = ElementTree.fromstring(picture(100, 100, NASTY, words(1, 2, 12, NASTY)))
    assert list(root.itertext()) == [NASTY, NASTY]
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}
