"""Het bewijs van vernietiging, and the fingerprint that everybody gets beforehand (CR-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from samenspel.keys.ledger import RECORD, Entry
from samenspel.keys.models import TrajectKey
from samenspel.store.models import SessionClock
from samenspel.trajects.case_keys import FIRST, ledger


@dataclass(frozen=True)
class DeletionRecord:
    """Bewijs van vernietiging: a line of the ledger. `keys` is name → SHA-256 of the key that was destroyed."""

    entry: Entry

    @property
    def content(self) -> dict[str, Any]:
        """All that was signed."""
        return self.entry.content

    @property
    def keys(self) -> dict[str, str]:
        """The fingerprints of the keys that were destroyed, by their name."""
        found: dict[str, str] = self.content["keys"]
        return found

    @property
    def day(self) -> date:
        """The day on which it was complete."""
        return date.fromisoformat(self.content["day"])

    @property
    def outcome(self) -> bool:
        """Whether lessons, agreements and report went as well."""
        return "outcome" in self.keys


def records(traject: str) -> list[DeletionRecord]:
    """What was destroyed of this traject, oldest first."""
    return [DeletionRecord(entry) for entry in ledger().records(traject)]


def all_records() -> list[DeletionRecord]:
    """Everything that was destroyed here, oldest first."""
    return [DeletionRecord(entry) for entry in ledger().entries() if entry.content["kind"] == RECORD]


def covers(record: DeletionRecord, keys: dict[str, str]) -> bool:
    """Whether the record says of every one of these keys that it is gone."""
    return set(keys.values()) <= set(record.keys.values())


def fingerprint(traject: str, session: str = "") -> str:
    """The fingerprint of the case of a traject, of the first session when none is named: 64 hexadecimal characters.
    After the key is destroyed it comes from the ledger; empty when there never was one."""
    name = FIRST
    if session:
        clock = SessionClock.objects.filter(session=session).values_list("case_key", flat=True).first()
        name = clock or FIRST
    row = TrajectKey.objects.filter(traject=traject, name=name).values_list("fingerprint", flat=True).first()
    if row:
        return str(row)
    gone = [
        each["fingerprint"] for each in ledger().destroyed_keys() if (each["traject"], each["name"]) == (traject, name)
    ]
    return gone[-1] if gone else ""


def grouped(text: str) -> str:
    """A fingerprint as people compare it: groups of four."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def plain(typed: str) -> str:
    """What somebody typed or pasted, without spaces and capitals; not longer than a fingerprint can be."""
    return "".join(typed.split()).replace("-", "").lower()[:128]
