"""Texts are made equal before a rule sees them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.kernel.text import clean


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_no_control_characters_and_no_loose_halves(text: str) -> None:
    kept = clean(text)
    assert all(unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"} or c == "\n" for c in kept)
    assert kept == kept.strip()
    kept.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301e\u0301n", "één"),
        ("regel een\r\nregel twee\rdrie", "regel een\nregel twee\ndrie"),
        ("e\x00\u0301\u202c", "é"),
        ("a\tb", "a b"),
        ("\x00nul\x07", "nul"),
        ("om\u202egekeerd", "omgekeerd"),
        ("\ud83d los", "los"),
        ("👩‍👧 blijft heel", "👩‍👧 blijft heel"),
        ("  spaties \n", "spaties"),
        ("\u200d", ""),
        (" \u2060\u200b\ufe0f\u3164 ", ""),
        ("\u3164", ""),
        ("☕\ufe0f", "☕\ufe0f"),
        ("(", "("),
    ],
)
def test_examples(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_texts_inside_are_cleaned_and_the_rest_is_left_alone() -> None:
    assert clean({"a": [" x ", 1, None, True, {"b": "\x00y"}]}) == {"a": ["x", 1, None, True, {"b": "y"}]}
