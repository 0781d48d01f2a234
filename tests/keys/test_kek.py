"""The file of the key-encryption key."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from samenspel.keys import kek


def test_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "apart" / "kek"
    key = kek.make(path)
    assert len(key) == kek.LENGTH
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_read_again_it_is_the_same(tmp_path: Path) -> None:
    assert kek.read_or_make(tmp_path / "kek", in_use=False) == kek.read_or_make(tmp_path / "kek", in_use=True)


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(kek.make(tmp_path / "kek"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("content", ["", "geen sleutel", "AAAA", "é"])
def test_something_else_in_the_file_is_said_in_dutch(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kek"
    path.write_text(content, "utf-8")
    with pytest.raises(kek.KekError, match=r"hoofdsleutel"):
        kek.read(path)


def test_missing_while_in_use_is_said_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(kek.KekError, match="De hoofdsleutel ontbreekt"):
        kek.read_or_make(tmp_path / "kek", in_use=True)
