"""The catalogue refuses to start on a faulty folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from samenspel.instruments import catalogue
from samenspel.instruments.catalogue import FaultyInstrument
from samenspel.kernel.definition import Phase
from samenspel.kernel.record import Body
from tests.kernel.rounds import ROUNDS

DONE = '[[item]]\nid = "X-1"\ntext = "iets"\nstatus = "done"\n'


class Other(Body, frozen=True, kw_only=True):
    TYPE = "round"


class Raised(Body, frozen=True, kw_only=True):
    TYPE = "raised"
    SCHEMA = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rounds"
    (folder / "web").mkdir(parents=True)
    for name in catalogue.WEB_FILES:
        (folder / "web" / name).touch()
    (folder / "checklist.toml").write_text(DONE)
    return folder


def test_the_instruments_that_come_along_load() -> None:
    found = catalogue.load()
    assert "meeting" in found
    assert all(name == instrument.name for name, instrument in found.items())
    assert catalogue.load() is found


def test_a_whole_folder_has_no_faults(folder: Path) -> None:
    catalogue.check(ROUNDS, folder)
    assert catalogue.folder_faults(folder) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "elsewhere"}, "calls itself elsewhere"),
        ({"phases": ()}, "no phase"),
        ({"phases": (Phase("ask", "Vragen"), Phase("ask", "Nog eens"))}, "phase ask occurs twice"),
        ({"phases": (Phase("talk", "Praten"),)}, "move say names unknown phase ask"),
        ({"moves": ROUNDS.moves + ROUNDS.moves[:1]}, "move add_round occurs twice"),
        ({"records": (*ROUNDS.records, Other)}, "record round occurs twice"),
        ({"views": {}}, "record answer has no view"),
        ({"views": {**ROUNDS.views, "stranger": ROUNDS.views["round"]}}, "view of unknown record stranger"),
    ],
)
def test_a_faulty_definition_is_refused(folder: Path, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(FaultyInstrument, match=says):
        catalogue.check(replace(ROUNDS, **wrong), folder)


def test_two_records_of_one_name_are_refused() -> None:
    other = replace(ROUNDS, name="other", records=(Other,))
    with pytest.raises(FaultyInstrument, match="two records are called round"):
        catalogue.check_together({"rounds": ROUNDS, "other": other})


@pytest.mark.parametrize(("steps", "says"), [((1,), "no upgrade from schema 2"), ((1, 2, 3), "beyond its schema")])
def test_every_schema_leads_to_the_present_one(steps: tuple[int, ...], says: str) -> None:
    faulty = replace(ROUNDS, records=(Raised,), upgrades={("raised", step): dict for step in steps})
    with pytest.raises(FaultyInstrument, match=says):
        catalogue.check_together({"rounds": faulty})


def test_a_missing_screen_is_a_fault_unless_exempt_with_a_reason(folder: Path) -> None:
    (folder / "web" / "List.svelte").unlink()
    assert catalogue.folder_faults(folder) == ["rounds: web/List.svelte is missing"]
    exempt = '[[item]]\nid = "web/List.svelte"\ntext = "lijst"\nstatus = "exempt"\n'
    (folder / "checklist.toml").write_text(DONE + exempt + 'reason = "geen tekening"\n')
    assert catalogue.folder_faults(folder) == []
    (folder / "checklist.toml").write_text(DONE + exempt)
    assert catalogue.folder_faults(folder) == ["rounds: checklist item web/List.svelte is exempt without a reason"]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ('status = "open"', "X-2 is open without a reason"),
        ('status = "open"\nreason = " "', "X-2 is open without a reason"),
        ('status = "maybe"', "X-2 has status maybe"),
        ("", "X-2 has status None"),
    ],
)
def test_an_open_item_needs_a_reason(folder: Path, item: str, says: str) -> None:
    (folder / "checklist.toml").write_text(f'{DONE}[[item]]\nid = "X-2"\ntext = "iets"\n{item}\n')
    assert catalogue.folder_faults(folder) == [f"rounds: checklist item {says}"]


def test_a_folder_without_a_checklist_is_faulty(folder: Path) -> None:
    (folder / "checklist.toml").unlink()
    assert catalogue.folder_faults(folder) == ["rounds: it has no checklist.toml"]


def test_texts_are_by_file_and_an_own_file_is_laid_over(tmp_path: Path) -> None:
    texts = catalogue.texts("case_reconstruction")
    assert texts["screens"]["general"]["put_phone_away"] == "Leg je telefoon maar weg."
    own = tmp_path / "case_reconstruction"
    own.mkdir()
    (own / "screens.toml").write_text('[general]\nput_phone_away = "Telefoon weg?"\n')
    mine = catalogue.texts("case_reconstruction", overrides=tmp_path)
    assert mine["screens"]["general"]["put_phone_away"] == "Telefoon weg?"
    assert mine["screens"]["general"]["keywords_enough"] == texts["screens"]["general"]["keywords_enough"]


@pytest.mark.parametrize("name", ["nothing", "..", "../room", ""])
def test_texts_of_an_unknown_name_are_empty(name: str) -> None:
    assert catalogue.texts(name) == {}
