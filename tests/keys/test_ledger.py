"""The ledger of what was destroyed: whole lines, in one chain, signed (CR-22, B10)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from samenspel.keys.ledger import FIRST, KEY, RECORD, Ledger, LedgerFault
from samenspel.keys.signing import Signer, verified

SIGNER = Signer(bytes(range(32)))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger", lambda: SIGNER)
    ledger.add(KEY, "t1", {"name": "case", "fingerprint": "f1"})
    ledger.add(RECORD, "t1", {"keys": {"case": "f1"}, "day": "2026-11-23"})
    ledger.add(KEY, "t2", {"name": "case2", "fingerprint": "f2"})
    return ledger


def test_b10_lines_come_back_in_order_and_in_one_chain(ledger: Ledger) -> None:
    again = Ledger(ledger.path.parent, lambda: SIGNER)
    assert again.check() == 3
    entries = again.entries()
    assert [entry.content["previous"] for entry in entries] == [FIRST, entries[0].hash, entries[1].hash]
    assert [each["name"] for each in again.destroyed_keys()] == ["case", "case2"]
    assert again.names("t2") == {"case2"} and again.names("t3") == set()
    (record,) = again.records("t1")
    assert record.content["keys"] == {"case": "f1"}


def test_b10_the_signing_key_follows_from_the_key_encryption_key() -> None:
    assert Signer(bytes(range(32))).public == SIGNER.public != Signer(bytes(32)).public
    assert verified(SIGNER.public, SIGNER.sign(b"x"), b"x") and not verified(SIGNER.public, SIGNER.sign(b"x"), b"y")
    assert not verified("zz", "", b"x") and "PUBLIC KEY" in SIGNER.pem


@pytest.mark.parametrize("line", [0, 1, 2])
@pytest.mark.parametrize("how", ["changed", "signature", "left out", "moved"])
def test_b10_a_ledger_that_was_tampered_with_is_noticed(ledger: Ledger, line: int, how: str) -> None:
    lines = [json.loads(each) for each in ledger.path.read_text().splitlines()]
    if how == "changed":
        lines[line]["body"] = lines[line]["body"].replace("case", "cake")
    elif how == "signature":
        lines[line]["signature"] = Signer(bytes(32)).sign(lines[line]["body"].encode())
    elif how == "left out" and line < 2:
        del lines[line]
    else:
        lines.insert(0, lines.pop(line or 1))
    ledger.path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    with pytest.raises(LedgerFault, match="Regel"):
        ledger.check()


def test_b10_half_a_line_after_a_power_cut_is_no_line(ledger: Ledger) -> None:
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole.splitlines()[0][:90])
    assert ledger.check() == 3
    ledger.add(KEY, "t4", {"name": "case", "fingerprint": "f4"})
    assert ledger.check() == 4


def test_b10_what_others_wrote_is_seen_and_only_the_owner_reads_it(ledger: Ledger) -> None:
    other = Ledger(ledger.path.parent, lambda: SIGNER)
    assert len(ledger.entries()) == 3
    other.add(KEY, "t5", {"name": "case", "fingerprint": "f5"})
    assert len(ledger.entries()) == 4 and ledger.check() == 4
    assert os.stat(ledger.path).st_mode & 0o077 == 0


def test_b10_a_longer_ledger_from_a_backup_is_taken_over_another_is_not(ledger: Ledger, tmp_path: Path) -> None:
    longer = tmp_path / "longer.jsonl"
    longer.write_bytes(ledger.path.read_bytes())
    ledger.path.write_bytes(b"".join(line + b"\n" for line in longer.read_bytes().splitlines()[:1]))
    assert ledger.take_over(longer) == 2 and ledger.check() == 3
    strange = Ledger(tmp_path / "strange", lambda: SIGNER)
    strange.add(KEY, "t9", {"name": "case", "fingerprint": "f9"})
    with pytest.raises(LedgerFault, match="een ander"):
        ledger.take_over(strange.path)


def test_b10_a_line_that_cannot_be_read_is_said(ledger: Ledger) -> None:
    ledger.path.write_bytes(b"niets\n" + ledger.path.read_bytes())
    with pytest.raises(LedgerFault, match="Regel 1"):
        ledger.entries()
