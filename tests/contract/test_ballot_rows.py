"""R13: what anybody may read in the row of a ballot, keys or no keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections

from samenspel.store.interface import Effect
from samenspel.store.models import StoredBallot
from tests.contract.conftest import BOTH_DATABASES, DatabaseShelf
from tests.contract.test_at_rest import on_disk
from tests.contract.test_ballots import BOX, box, cast, close, key

pytestmark = BOTH_DATABASES


@pytest.fixture
def shelf(tmp_path: Path) -> DatabaseShelf:
    shelf = DatabaseShelf(tmp_path / "kek" / "kek")
    shelf.begin("s1")
    shelf.store().commit("s1", 0, [Effect(key("boss", "open"), 1, (box(1),))])
    return shelf


def test_r13_a_row_names_nobody(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    voters = [f"voter-{number}" for number in range(5)]
    for number, voter in enumerate(voters, start=1):
        store.commit("s1", number, [cast(number + 1, f"b{number}", voter, f"op-of-{voter}")])
    rows = list(StoredBallot.objects.values())
    assert len(rows) == 5
    readable = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for r in rows for value in r.values()
    )
    assert BOX.encode() in readable, "the row was read"
    assert b"voter" not in readable


def test_r13_of_a_closed_round_no_piece_of_a_ballot_stays_in_the_files(shelf: DatabaseShelf) -> None:
    store = shelf.store()
    store.commit("s1", 1, [cast(2, "b1", "p1", "op-1")])
    sealed = bytes(StoredBallot.objects.get().sealed)
    # A ballot is larger than a page of the database, so it is looked for piece by piece.
    pieces = [sealed[start : start + 32] for start in range(0, len(sealed) - 32, 32)]
    before = on_disk()
    assert sum(piece in before for piece in pieces) > len(pieces) / 2, "the bytes of the database were read"
    store.commit("s1", 2, [close(3, "b1")])
    assert not StoredBallot.objects.exists()
    assert shelf.ballot_keys.rounds() == []
    if connections["default"].vendor == "sqlite":
        # PostgreSQL cleans up by rules of its own (docs/operate.md); there it is the key that ended them.
        after = on_disk()
        assert not [piece for piece in pieces if piece in after]
