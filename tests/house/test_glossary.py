"""`docs/glossary.md` and the code use the same words."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

CODE = ROOT / "samenspel"
ROWS = re.findall(r"^\| ([^|]+) \| `(\w+)` \| (\w+) \|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)


def rows(kind: str) -> list[tuple[str, str]]:
    return [(dutch, name) for dutch, name, row_kind in ROWS if row_kind == kind]


def sources() -> list[Path]:
    return [path for path in CODE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


@cache
def classes() -> dict[str, list[ast.ClassDef]]:
    """Every class of the code by its name in snake_case."""
    found: dict[str, list[ast.ClassDef]] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                found.setdefault(re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower(), []).append(node)
    return found


@cache
def instruments() -> frozenset[str]:
    return frozenset(path.parent.name for path in (CODE / "instruments").glob("*/records.py"))


@cache
def words() -> frozenset[str]:
    return frozenset(word for path in sources() for word in re.findall(r"[a-z_]\w*", path.read_text()))


def bodies() -> set[str]:
    """Kinds of records, by the bases and marks of their class."""
    return {
        name
        for name, nodes in classes().items()
        for node in nodes
        if any(isinstance(base, ast.Name) and base.id == "Body" for base in node.bases)
    }


def test_the_table_is_read_and_names_each_thing_once() -> None:
    assert len(ROWS) > 40
    assert {kind for _, _, kind in ROWS} == {"klas", "instrument", "woord", "later"}
    names = [(name, kind) for _, name, kind in ROWS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(("dutch", "name"), rows("klas"))
def test_a_class_opens_with_its_dutch_word(dutch: str, name: str) -> None:
    assert name in classes(), f"{name} is not a class of the code"
    opening = [(ast.get_docstring(node) or "").lower() for node in classes()[name]]
    # "ronde (schuif)": what stands between brackets tells two things of one name apart.
    assert any(text.startswith(dutch.split(" (")[0].lower()) for text in opening), opening


@pytest.mark.parametrize(("dutch", "name"), rows("woord"))
def test_a_word_occurs_in_the_code(dutch: str, name: str) -> None:
    assert any(word in (name, f"{name}s") or word.startswith(f"{name}_") for word in words())


def test_each_instrument_is_in_the_table() -> None:
    assert {name for _, name in rows("instrument")} == instruments()


def test_each_kind_of_record_is_in_the_table() -> None:
    assert bodies() - {name for _, name in rows("klas")} == set()


@pytest.mark.parametrize(("dutch", "name"), rows("later"))
def test_what_comes_later_is_not_in_the_code_yet(dutch: str, name: str) -> None:
    assert name not in classes()
    assert name not in instruments()
