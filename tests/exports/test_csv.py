"""Tables to take along: no cell is taken for a formula, and none breaks out of its place (ASVS 1.2.10)."""

import csv
import io

import pytest

from samenspel.vocabulary.csv_file import cell, csv_file

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\0")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_becomes_text_in_cells_and_headings(sign: str) -> None:
    formula = f"{sign}1+cmd|' /C calc'!A0"
    assert cell(formula) == f"'{formula}"
    rows = list(csv.reader(io.StringIO(csv_file([formula], [[formula]]).decode("utf-8-sig")), delimiter=";"))
    for row in rows:
        assert row[0].startswith("'"), row


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert (cell(-3), cell(2.5), cell(None), cell("gewoon")) == ("-3", "2.5", "", "gewoon")


def test_quotes_separators_and_lines_stay_inside_their_cell() -> None:
    nasty = 'een "aanhaling"; met\r\nregel'
    text = csv_file(["kop"], [[nasty, "ernaast"]]).decode("utf-8-sig")
    assert '"een ""aanhaling""; met' in text
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1] == [nasty, "ernaast"]
