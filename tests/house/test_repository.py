"""What holds for the whole repository."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT


@cache
def tracked() -> tuple[Path, ...]:
    """Files in the repository and new ones that git would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "samenspel")]


def test_no_file_is_longer_than_500_lines() -> None:
    counted = [p for p in tracked() if p.suffix in {".py", ".ts", ".svelte", ".css", ".html"}]
    assert len(counted) > 20
    generated = re.compile(r"\.gen\.ts$|/migrations/")
    long = {
        str(path.relative_to(ROOT)): lines
        for path in counted
        if not generated.search(str(path)) and (lines := path.read_text().count("\n")) > 500
    }
    assert long == {}


@pytest.mark.parametrize(
    "name",
    [
        "package-lock.json",
        "tests/bench/peers/package-lock.json",
        "requirements/runtime.txt",
        "requirements/build.txt",
        "requirements/test.txt",
        ".npmrc",
    ],
)
def test_locks_name_no_host(name: str) -> None:
    assert re.findall(r"https?://[^\"\s]+", (ROOT / name).read_text()) == []


def test_locks_hold_a_hash_for_each_package() -> None:
    for name in ("runtime", "build", "test"):
        text = (ROOT / f"requirements/{name}.txt").read_text().replace("\\\n", " ")
        for line in filter(str.strip, text.split("\n")):
            assert "--hash=sha256:" in line, line[:60]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_public_things_say_what_they_are(path: Path) -> None:
    if {"migrations", "tests"} & set(path.parts):
        return
    tree = ast.parse(path.read_text())
    if not tree.body:
        assert path.name == "__init__.py"
        return
    missing = [] if ast.get_docstring(tree) else ["module"]
    for node in tree.body:
        public = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_"
        if public and not ast.get_docstring(node):
            missing.append(node.name)
    assert missing == []


def test_no_template_or_screen_holds_inline_script_or_style() -> None:
    screens = [path for path in tracked() if path.suffix in {".html", ".svelte"}]
    assert screens
    for path in screens:
        text = path.read_text()
        assert not re.search(r"\sstyle=[\"'{]", text), path
        assert not re.search(r"\son[a-z]+=[\"']", text), path
        assert "{@html" not in text, path
        if path.suffix == ".html":
            assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/json\"))", text), path
            assert "<style" not in text, path
            assert "|safe" not in text, path


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|pytest\.mark\.(skip|xfail)|\b(test|it)\.skip\(")
    for path in tracked():
        if path.suffix in {".py", ".ts", ".svelte"} and path != Path(__file__):
            assert not words.search(path.read_text()), path
