"""A new key-encryption key over existing trajects: nothing is lost at any moment, and the old one opens nothing."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from django.db import connections

from samenspel.keys import kek, rotation
from samenspel.keys.cipher import Cipher
from samenspel.keys.ledger import KEY, Ledger
from samenspel.keys.models import TrajectKey
from samenspel.keys.once import write_once
from samenspel.keys.signing import Signer
from samenspel.keys.wrapping import unwrap
from tests.figures import figures, size
from tests.retention.test_b10_killed import Guillotine, in_another_process

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
TRAJECTS = ("t1", "t2", "t3")
PLACE = ("record", "1", "body", 1)


class Installation:
    """A key-encryption key, three trajects with something sealed in each, and a ledger."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "apart" / "kek"
        self.cipher = Cipher(self.path)
        self.sealed: dict[str, bytes] = {}
        for traject in TRAJECTS:
            self.cipher.create_keys(traject)
            self.sealed[traject] = self.cipher.seal(traject, "case", *PLACE, traject.encode())
        self.ledger = Ledger(folder / "ledger", lambda: Cipher(self.path).signer())
        self.ledger.add(KEY, "t0", {"name": "case", "fingerprint": "f0"})

    def change(self) -> rotation.Changed:
        return rotation.change(self.path, lambda old, new: self.ledger.succeed(old, new.public, {}))

    def reads(self) -> bool:
        """Whether a new process opens everything."""
        fresh = Cipher(self.path)
        return all(
            fresh.open(traject, "case", *PLACE, sealed) == traject.encode() for traject, sealed in self.sealed.items()
        )

    def opened_by(self, key: bytes) -> int:
        rows = TrajectKey.objects.all()
        return sum(unwrap(key, row.traject, row.name, bytes(row.wrapped)) is not None for row in rows)

    def own(self) -> bytes:
        found = kek.read(self.path)
        assert found
        return found


@pytest.fixture
def ours(tmp_path: Path, transactional_db: None) -> Installation:
    return Installation(tmp_path)


def test_b10_after_the_change_the_old_key_opens_nothing_and_the_new_one_everything(ours: Installation) -> None:
    old, prints = ours.own(), list(TrajectKey.objects.values_list("fingerprint", flat=True))
    wrapped = [bytes(each) for each in TrajectKey.objects.values_list("wrapped", flat=True)]
    assert ours.opened_by(old) == 6 and ours.reads()
    changed = ours.change()
    assert changed.wrapped == 6 and ours.own() != old
    assert ours.opened_by(old) == 0 and ours.opened_by(ours.own()) == 6 and ours.reads()
    assert list(TrajectKey.objects.values_list("fingerprint", flat=True)) == prints, "the keys of trajects stay"
    assert kek.read(changed.aside) == old and not kek.pending(ours.path).exists()
    for path in (ours.path, changed.aside):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    connection = connections["keys"]
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        files = b"".join(each.read_bytes() for each in place.parent.glob(f"{place.name}*"))
        assert not [each for each in wrapped if each in files], "what the old key opened is not in the files"
    ours.cipher.create_keys("t4")
    assert ours.opened_by(ours.own()) == 8, "also a process that began before makes keys under the new one"


def test_b10_twice_and_the_old_ones_thrown_away(ours: Installation) -> None:
    first = ours.own()
    ours.change()
    second = ours.own()
    ours.change()
    assert {kek.read(each) for each in kek.former(ours.path)} == {first, second}
    public = Cipher(ours.path).signer().public
    assert ours.ledger.publics(public) == [public, Signer(second).public, Signer(first).public]
    assert ours.ledger.check() == 3 and not any(entry.fault() for entry in ours.ledger.entries())
    assert ours.ledger.publics(Signer(bytes(32)).public) == [Signer(bytes(32)).public], "not of another installation"
    assert rotation.throw_away(ours.path) == 2 and kek.former(ours.path) == [] and ours.reads()
    assert list(ours.path.parent.iterdir()) == [ours.path]


def test_b10_with_another_key_nothing_changes(ours: Installation, tmp_path: Path) -> None:
    own = ours.path.read_bytes()
    before = list(TrajectKey.objects.values_list("wrapped", flat=True))
    ours.path.unlink()
    for told in ("geen hoofdsleutel", "hoort niet bij"):
        with pytest.raises(kek.KekError, match=told):
            ours.change()
        assert [each.name for each in ours.path.parent.iterdir()] == ([] if told.startswith("geen") else ["kek"])
        kek.make(ours.path)
    ours.path.write_bytes(own)
    assert list(TrajectKey.objects.values_list("wrapped", flat=True)) == before and ours.reads()
    TrajectKey.objects.filter(traject="t2", name="case").update(wrapped=b"\1" + bytes(60))
    with pytest.raises(kek.KekError, match="er is een sleutel die er niet mee opengaat"):
        ours.change()
    assert ours.opened_by(ours.own()) == 5, "all or none"


def test_b10_a_former_key_stays_while_something_needs_it(ours: Installation) -> None:
    old = ours.own()
    ours.change()
    rotation.wrap_anew([ours.own()], old)
    with pytest.raises(kek.KekError, match="samenspel rekey"):
        rotation.throw_away(ours.path)
    ours.change()
    assert ours.reads() and ours.opened_by(old) == 0, "and doing it again heals that"


def test_b10_a_traject_made_meanwhile_is_not_left_behind(ours: Installation) -> None:
    """Another command may have read the old key a moment before it left its place."""
    late = Cipher(ours.path)

    def succeed(old: Signer, new: Signer) -> None:
        late.create_keys("t9")

    changed = rotation.change(ours.path, succeed)
    assert changed.wrapped == 8 and ours.opened_by(ours.own()) == 8 and rotation.all_open(ours.path)


def test_b10_keys_made_with_a_key_that_left_are_made_again(ours: Installation) -> None:
    real, swapped = TrajectKey.objects.bulk_create, []

    def slow(rows: list[TrajectKey]) -> object:
        made = real(rows)
        if not swapped:
            swapped.append(ours.own())
            ours.path.unlink()
            kek.make(ours.path)
        return made

    with mock.patch.object(type(TrajectKey.objects), "bulk_create", lambda _self, rows: slow(rows)):
        ours.cipher.create_keys("t9")
    rows = TrajectKey.objects.filter(traject="t9")
    assert len(rows) == 2
    assert all(unwrap(ours.own(), row.traject, row.name, bytes(row.wrapped)) for row in rows)


class Blade(Guillotine):
    """Also at what is done with files here."""

    @contextmanager
    def set_up(self) -> Iterator[None]:
        with super().set_up(), ExitStack() as stack:
            for name in ("link", "replace", "unlink", "chmod", "open"):
                stack.enter_context(mock.patch.object(os, name, self.around(getattr(os, name))))
            yield


def _cut_off(ours: Installation, at: int) -> None:
    with Blade(at).set_up():
        ours.change()


def test_b10_killed_anywhere_nothing_is_lost_and_again_completes_it(ours: Installation) -> None:
    blade = Blade(0)
    with blade.set_up():
        ours.change()
    last = blade.count
    assert last > 40
    tries = min(size("KILLS", 16, 200), last)
    states = set()
    for turn in range(tries):
        at = 1 + round(turn * (last - 1) / max(tries - 1, 1))
        old = ours.own()
        assert in_another_process(partial(_cut_off, ours, at)) == signal.SIGKILL, f"moment {at}"
        found = [each for each in (kek.pending(ours.path), ours.path, *kek.former(ours.path)) if each.exists()]
        keys = [key for each in found if (key := kek.read(each))]
        opened = [ours.opened_by(key) for key in keys]
        assert max(opened) == 6, f"moment {at}: all of them open with a key in a file"
        states.add((kek.pending(ours.path).exists(), ours.opened_by(old), ours.own() == old))
        if ours.opened_by(ours.own()) == 0:
            with pytest.raises(kek.KekError, match="Draai: samenspel rekey"):
                Cipher(ours.path).check()
        ours.change()
        assert ours.reads() and ours.opened_by(old) == 0, f"moment {at}"
        assert not kek.pending(ours.path).exists(), f"moment {at}"
        assert Signer(old).public in ours.ledger.publics(Signer(ours.own()).public), f"moment {at}"
        ours.ledger.check()
        rotation.throw_away(ours.path)
        assert list(ours.path.parent.iterdir()) == [ours.path], f"moment {at}: no half of a key is left"
    assert {(False, 6, True), (True, 6, True), (True, 0, True), (False, 0, False)} <= states
    figures("B10 kills while the master key is changed", kills=tries, moments=last)


def test_b10_rights_of_the_old_file_are_those_of_the_new_one(ours: Installation) -> None:
    ours.path.chmod(0o440)
    if os.geteuid() == 0:
        os.chown(ours.path, 65534, 65534)
    before = ours.path.stat()
    changed = ours.change()
    for path in (ours.path, changed.aside):
        after = path.stat()
        assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_b10_a_new_key_that_was_ready_is_used(ours: Installation) -> None:
    ready = bytes(range(32))
    write_once(kek.pending(ours.path), kek.written(ready))
    ours.change()
    assert ours.own() == ready and ours.reads()
