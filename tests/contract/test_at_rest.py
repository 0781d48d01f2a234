"""What lies on disk: sealed bodies, nothing readable, nothing that opens without its key."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.db import connections

from samenspel.keys.cipher import KeyGone, Tampered
from samenspel.store.django_store import DjangoStore
from samenspel.store.interface import Gone
from samenspel.store.models import SessionClock, StoredRecord, StoredTombstone
from tests.contract.conftest import BOTH_DATABASES, DatabaseShelf
from tests.contract.notes import TYPES, effect, later, note, result

pytestmark = BOTH_DATABASES
CANARY = "kanarie-Zeedijk-73"


@pytest.fixture
def shelf(tmp_path: Path) -> DatabaseShelf:
    shelf = DatabaseShelf(tmp_path / "kek" / "kek")
    shelf.begin("s1")
    return shelf


def on_disk(besides: str = "") -> bytes:
    """Every byte of both databases with their logs."""
    found = b""
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
        return b"".join(
            path.read_bytes() for path in sorted(folder.glob("*/**/*")) if path.is_file() and besides not in path.parts
        )
    for alias in ("default", "keys"):
        name = Path(connections[alias].settings_dict["NAME"])
        found += b"".join(path.read_bytes() for path in sorted(name.parent.glob(f"{name.name}*")))
    return found


def test_no_words_of_people_on_disk(shelf: DatabaseShelf) -> None:
    put = note("a", 1, CANARY)
    shelf.store().commit("s1", 0, [effect(1, put, result("b", 1, CANARY), op="op-1")])
    shelf.store().commit("s1", 1, [effect(2, later(put, 2, text=f"{CANARY}!"), op="op-2")])
    assert b"one_row_per_record" in on_disk(), "the bytes of the database were read"
    assert CANARY.encode() not in on_disk()


def test_destroying_a_key_removes_its_wrapped_form_from_disk(shelf: DatabaseShelf) -> None:
    from samenspel.keys.models import TrajectKey

    wrapped = bytes(TrajectKey.objects.get(traject="t-s1", name="case").wrapped)
    assert wrapped in on_disk()
    shelf.destroy("s1")
    # The log of PostgreSQL goes by rules of its own; docs/operate.md says which.
    assert wrapped not in on_disk(besides="pg_wal")


def test_the_outcome_outlives_the_case(shelf: DatabaseShelf) -> None:
    shelf.destroy("s1")
    args = ("t-s1", "outcome", "record", "row", "body", 1)
    assert shelf.cipher.open(*args, shelf.cipher.seal(*args, b"les")) == b"les"
    with pytest.raises(KeyGone):
        shelf.cipher.seal("t-s1", "case", "record", "row", "body", 1, b"x")


@pytest.mark.parametrize("field", ["scope", "author", "party", "version", "instance", "schema", "type"])
def test_r6_a_row_that_was_moved_does_not_open(shelf: DatabaseShelf, field: str) -> None:
    shelf.store().commit("s1", 0, [effect(1, note("a", 1))])
    other = {"version": 2, "schema": 1, "type": "result"}.get(field, "elsewhere")
    StoredRecord.objects.update(**{field: other})
    with pytest.raises(Tampered):
        shelf.store().load("s1")


def test_a_body_copied_to_another_session_does_not_open(shelf: DatabaseShelf) -> None:
    shelf.store().commit("s1", 0, [effect(1, note("a", 1))])
    shelf.begin("s2")
    row = StoredRecord.objects.get()
    row.pk, row.session = None, "s2"
    row.save()
    with pytest.raises(Tampered):
        shelf.store().since("s2", -1)


def test_a_record_of_an_older_schema_is_read_as_one_of_today(shelf: DatabaseShelf) -> None:
    shelf.store().commit("s1", 0, [effect(1, note("a", 1))])
    old = msgspec.json.encode({"words": "zo was het"})
    sealed = shelf.cipher.seal("t-s1", "case", "record", '["s1","a","i1",null,"p1","w1"]', "body/note/1", 1, old)
    StoredRecord.objects.update(schema=1, body=sealed)
    (record,) = shelf.store().load("s1").records
    assert (record.body.text, record.body.loud) == ("zo was het", False)


def test_columns_hold_ids_and_numbers_only(shelf: DatabaseShelf) -> None:
    shelf.store().commit("s1", 0, [effect(1, note("a", 1), lost={"a": ["control"]})])
    columns = {field.name for field in StoredRecord._meta.fields}
    assert columns == {
        "id", "session", "record", "type", "instance", "scope", "author", "party", "version", "clock", "schema",
        "key", "body",
    }  # fmt: skip
    assert StoredTombstone.objects.get().tags == '{"control":1}'


def test_a_session_whose_rows_were_removed_is_gone(shelf: DatabaseShelf) -> None:
    store = DjangoStore(TYPES, shelf.cipher, shelf.ballot_keys)
    store.commit("s1", 0, [effect(1, note("a", 1))])
    SessionClock.objects.all().delete()
    with pytest.raises(Gone):
        store.commit("s1", 1, [effect(2, note("b", 2))])
