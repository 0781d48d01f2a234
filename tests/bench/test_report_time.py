"""The section on the report keeps its place in a page that is written by another command."""

from tests.bench.report_time import END, START, kept, merged


def test_the_section_comes_once_and_stays() -> None:
    section = f"{START}\neen\n{END}"
    page = merged("# Metingen\n\nvan een ander\n", section)
    assert page.startswith("# Metingen\n\nvan een ander\n")
    again = merged(page, section.replace("een", "twee \\1"))
    assert kept(again) == section.replace("een", "twee \\1")
    assert again.count(START) == 1
    assert kept("# niets") == ""
