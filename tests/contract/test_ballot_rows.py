"""R13: what anybody may read in the row of a ballot, keys or no keys."""

from __future__ import annotations

from pathlib import Path

from samenspel.store.interface import Effect
from samenspel.store.models import StoredBallot
from tests.contract.conftest import BOTH_DATABASES, DatabaseShelf
from tests.contract.test_ballots import BOX, box, cast, key

pytestmark = BOTH_DATABASES


def test_r13_a_row_names_nobody(tmp_path: Path) -> None:
    shelf = DatabaseShelf(tmp_path / "kek" / "kek")
    shelf.begin("s1")
    store = shelf.store()
    store.commit("s1", 0, [Effect(key("boss", "open"), 1, (box(1),))])
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
