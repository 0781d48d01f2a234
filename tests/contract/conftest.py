"""Every store under the same contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from samenspel.store.interface import Store
from samenspel.store.memory import Kept, MemoryStore
from tests.contract.notes import TYPES

BOTH_DATABASES = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


class Shelf(Protocol):
    """A place where sessions survive: hands out stores, as processes would each have their own."""

    def store(self) -> Store: ...
    def begin(self, session: str) -> None: ...
    def destroy(self, session: str) -> None: ...


class MemoryShelf:
    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def store(self) -> Store:
        return MemoryStore(self.kept)

    def begin(self, session: str) -> None:
        MemoryStore(self.kept).begin(session)

    def destroy(self, session: str) -> None:
        MemoryStore(self.kept).destroy(session)


class DatabaseShelf:
    def __init__(self, kek_file: Path) -> None:
        from samenspel.keys.ballots import BallotKeys
        from samenspel.keys.cipher import Cipher
        from samenspel.store.django_store import DjangoStore

        self.ballot_keys = BallotKeys(kek_file.parent.parent / "ballots")
        self.new_cipher = lambda: Cipher(kek_file)
        self.new_store = lambda: DjangoStore(TYPES, Cipher(kek_file), self.ballot_keys)
        self.cipher = self.new_cipher()

    def store(self) -> Store:
        return self.new_store()

    def begin(self, session: str) -> None:
        self.cipher.create_keys(f"t-{session}")
        self.new_store().begin(session, f"t-{session}")

    def destroy(self, session: str) -> None:
        self.cipher.destroy(f"t-{session}", "case")


@pytest.fixture(params=["memory", pytest.param("database", marks=BOTH_DATABASES)])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    yield MemoryShelf() if request.param == "memory" else DatabaseShelf(tmp_path / "kek" / "kek")


@pytest.fixture
def store(shelf: Shelf) -> Store:
    shelf.begin("s1")
    return shelf.store()
