"""`make new-instrument` lays down a folder that loads, passes its own tests and type-checks like the others."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samenspel.project.new_instrument import BadNameError, lay_down
from tests.conftest import ROOT

CHECK = """
from samenspel.instruments import catalogue
found = catalogue.load()["paper_boat"]
assert found.title == "Papieren boot", found.title
assert catalogue.folder_faults(catalogue.FOLDER / "paper_boat") == []
assert catalogue.texts("paper_boat")["guide"]["title"] == "Papieren boot"
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, with a new instrument in it."""
    here = tmp_path_factory.mktemp("copy")
    leave = shutil.ignore_patterns("static", "__pycache__", "*.sqlite3")
    for name in ("samenspel", "tests", "docs"):
        shutil.copytree(ROOT / name, here / name, ignore=leave)
    (here / "web" / "src").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, here / name)
    lay_down("paper_boat", "Papieren boot", here / "samenspel" / "instruments", here / "docs" / "glossary.md")
    return here


def run(copy: Path, *command: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONSAFEPATH": "", "COVERAGE_PROCESS_START": ""}
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_new_folder_loads(copy: Path) -> None:
    run(copy, "-c", CHECK)


def test_a_new_folder_passes_its_own_tests_and_the_glossary(copy: Path) -> None:
    run(copy, "-m", "pytest", "-q", "samenspel/instruments/paper_boat", "tests/house/test_glossary.py")


def test_b4_a_new_folder_says_apart_from_its_views_who_may_see_what(copy: Path) -> None:
    run(copy, "-m", "pytest", "-q", "tests/security/test_b4_hidden_states.py", "-k", "it_is_said")


def test_every_move_of_a_new_folder_has_a_screen(copy: Path) -> None:
    run(copy, "-m", "pytest", "-q", "tests/house/test_moves_have_screens.py", "-k", "paper_boat")


def test_a_word_that_was_still_to_come_has_come(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.md"
    glossary.write_text("| peiling | `quick_poll` | instrument |\n| belronde | `call_round` | later |\n")
    lay_down("call_round", "Belronde", tmp_path, glossary)
    assert "| belronde | `call_round` | instrument |" in glossary.read_text()
    assert "later" not in glossary.read_text()


def test_a_new_folder_is_written_as_ours_are(copy: Path) -> None:
    run(copy, "-m", "ruff", "check", "samenspel/instruments/paper_boat")
    run(copy, "-m", "ruff", "format", "--check", "samenspel/instruments/paper_boat")


@pytest.mark.parametrize("name", ["", "Belronde", "call-round", "../x", "class", "1_note", "a" * 41, "dilemma_slider"])
def test_a_wrong_name_writes_nothing(name: str, tmp_path: Path) -> None:
    instruments = tmp_path / "instruments"
    (instruments / "dilemma_slider").mkdir(parents=True)
    glossary = tmp_path / "glossary.md"
    glossary.write_text("woorden")
    with pytest.raises(BadNameError):
        lay_down(name, "Titel", instruments, glossary)
    assert [path.name for path in instruments.rglob("*")] == ["dilemma_slider"]
    assert glossary.read_text() == "woorden"


def test_a_title_cannot_break_out_of_its_file(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.md"
    glossary.write_text("")
    with pytest.raises(BadNameError):
        lay_down("paper_boat", 'Boot"""', tmp_path, glossary)
