"""Sealing for one place, under one key that can be destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.keys import cipher as module
from samenspel.keys.cipher import Cipher, KeyGone, Tampered
from samenspel.keys.kek import KekError
from samenspel.keys.models import TrajectKey

pytestmark = pytest.mark.django_db(databases=["keys"])
PLACE = ("t1", "case", "record", "s1/a", "body", 1)


@pytest.fixture
def kek_file(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "kek"


@pytest.fixture
def cipher(kek_file: Path) -> Cipher:
    cipher = Cipher(kek_file)
    cipher.create_keys("t1")
    return cipher


def test_what_was_sealed_opens_again(cipher: Cipher) -> None:
    sealed = cipher.seal(*PLACE, "duiding ✎".encode())
    assert b"duiding" not in sealed
    assert cipher.open(*PLACE, sealed).decode() == "duiding ✎"


def test_the_same_words_never_look_the_same(cipher: Cipher) -> None:
    assert cipher.seal(*PLACE, b"ja") != cipher.seal(*PLACE, b"ja")


@pytest.mark.parametrize("part", range(1, 6))
def test_sealed_for_one_place_opens_nowhere_else(cipher: Cipher, part: int) -> None:
    sealed = cipher.seal(*PLACE, b"ja")
    other = ("t1", "outcome", "title", "s1/b", "name", 2)
    elsewhere = (*PLACE[:part], other[part], *PLACE[part + 1 :])
    with pytest.raises(Tampered):
        cipher.open(*elsewhere, sealed)


def test_another_traject_has_other_keys(cipher: Cipher) -> None:
    cipher.create_keys("t2")
    with pytest.raises(Tampered):
        cipher.open("t2", *PLACE[1:], cipher.seal(*PLACE, b"ja"))
    assert len({row.fingerprint for row in TrajectKey.objects.all()}) == 4


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x02" + bytes(40), b"\x01" + bytes(40)])
def test_what_was_changed_does_not_open(cipher: Cipher, broken: bytes) -> None:
    with pytest.raises(Tampered):
        cipher.open(*PLACE, broken)


def test_a_new_traject_has_a_case_and_an_outcome(cipher: Cipher) -> None:
    assert sorted(TrajectKey.objects.values_list("name", flat=True)) == ["case", "outcome"]


def test_destroyed_is_gone_here_and_in_a_new_process(cipher: Cipher, kek_file: Path) -> None:
    sealed = cipher.seal(*PLACE, b"ja")
    print_before = cipher.fingerprint("t1", "case")
    assert cipher.destroy("t1", "case") == print_before
    for each in (cipher, Cipher(kek_file)):
        with pytest.raises(KeyGone):
            each.open(*PLACE, sealed)
    assert cipher.destroy("t1", "case") is None


def test_another_process_notices_within_seconds(
    cipher: Cipher, kek_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = cipher.seal(*PLACE, b"ja")
    Cipher(kek_file).destroy("t1", "case")
    assert cipher.open(*PLACE, sealed) == b"ja"
    monkeypatch.setattr(module, "RECHECK", 0.0)
    with pytest.raises(KeyGone):
        cipher.open(*PLACE, sealed)


def test_dropping_a_key_from_memory_loses_nothing(cipher: Cipher) -> None:
    sealed = cipher.seal(*PLACE, b"ja")
    cipher.drop("t1")
    assert cipher.open(*PLACE, sealed) == b"ja"


def test_the_fingerprint_is_that_of_the_stored_key(cipher: Cipher) -> None:
    assert cipher.fingerprint("t1", "case") == TrajectKey.objects.get(name="case").fingerprint


def test_an_unknown_traject_has_no_key(cipher: Cipher) -> None:
    with pytest.raises(KeyGone):
        cipher.seal("t9", *PLACE[1:], b"ja")


def test_a_lost_kek_is_not_replaced_by_a_new_one(cipher: Cipher, kek_file: Path) -> None:
    kek_file.unlink()
    with pytest.raises(KekError, match="reservekopie"):
        Cipher(kek_file).check()
    assert not kek_file.exists()


def test_a_kek_of_another_installation_is_recognised(cipher: Cipher, tmp_path: Path) -> None:
    from samenspel.keys import kek

    kek.make(tmp_path / "other")
    with pytest.raises(KekError, match="hoort niet bij"):
        Cipher(tmp_path / "other").check()


def test_the_first_start_makes_a_kek(kek_file: Path) -> None:
    Cipher(kek_file).check()
    assert kek_file.exists()
