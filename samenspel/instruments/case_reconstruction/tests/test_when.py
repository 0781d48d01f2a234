"""Dates as people write them (CR-6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.instruments.case_reconstruction.records import When
from samenspel.instruments.case_reconstruction.when import is_sound, sort_key, words
from samenspel.instruments.case_reconstruction.when_reader import read


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("12-3-2025", "12 maart 2025"),
        ("12/03/2025", "12 maart 2025"),
        ("12.3.25", "12 maart 2025"),
        ("2025-03-12", "12 maart 2025"),
        ("2025-03-12 00:00:00", "12 maart 2025"),
        ("12 maart 2025", "12 maart 2025"),
        ("wo 12 mrt. 2025", "12 maart 2025"),
        ("woensdag 12 maart 2025", "12 maart 2025"),
        ("1 mei 2024", "1 mei 2024"),
        ("maart 2025", "mrt 2025"),
        ("Sept 2024", "sept 2024"),
        ("sept. '24", "sept 2024"),
        ("3-2025", "mrt 2025"),
        ("2025-03", "mrt 2025"),
        ("najaar 2024", "najaar 2024"),
        ("Herfst 2024", "najaar 2024"),
        ("lente 2025", "voorjaar 2025"),
        ("winter 2024", "winter 2024-2025"),
        ("winter 2024-2025", "winter 2024-2025"),
        ("winter 2024/25", "winter 2024-2025"),
        ("2023", "2023"),
        ("rond kerst 2024", "rond kerst 2024"),
        ("half maart 2025", "half maart 2025"),
        ("begin 2025", "begin 2025"),
        ("eind van de zomer 2024", "eind van de zomer 2024"),
        ("2e kwartaal 2025", "2e kwartaal 2025"),
    ],
)
def test_cr6_pasted_dates_are_read(pasted: str, said: str) -> None:
    found = read(pasted)
    assert found is not None
    assert words(found) == said
    assert read(words(found)) == found


@pytest.mark.parametrize("pasted", ["", "ooit", "31-2-2025", "45 maart 2025", "13-13-2025", "kerst", "12-3", "1066"])
def test_cr6_what_is_no_date_is_not_guessed(pasted: str) -> None:
    assert read(pasted) is None


def test_cr6_dates_sort_as_time_goes() -> None:
    pasted = [
        "2024",
        "voorjaar 2024",
        "maart 2024",
        "12-3-2024",
        "najaar 2024",
        "rond kerst 2024",
        "begin 2025",
        "mei 2025",
    ]
    keys = [sort_key(found) for found in map(read, pasted) if found]
    assert len(keys) == len(pasted)
    assert keys == sorted(keys)


def test_cr6_parts_that_are_missing_make_no_date() -> None:
    assert not is_sound(When(kind="exact", year=2025, month=2, day=30))
    assert not is_sound(When(kind="exact", year=2025))
    assert not is_sound(When(kind="month", year=2025))
    assert not is_sound(When(kind="season", year=2025))
    assert not is_sound(When(kind="about", year=2025))
    assert is_sound(When(kind="year", year=2025))


@given(st.text(max_size=80))
def test_cr6_reading_never_fails(text: str) -> None:
    found = read(text)
    assert found is None or is_sound(found)
