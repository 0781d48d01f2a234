"""What a client holds: the records it was sent (docs/room.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samenspel.demo.steps import Found, Missing, Of
from samenspel.room.protocol import unfolded

Seen = Mapping[str, Any]
"""A record as it came over the wire."""


class Mirror:
    """Spiegel: the records by id, the cursor, and who the server takes us for."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.records: dict[str, Seen] = {}
        self.cursor: str | None = None
        self.you: Seen = {}
        self.present: list[str] = []

    def take(self, frame: Seen) -> None:
        """Apply a frame from the server; frames that carry no records change nothing."""
        frame = unfolded(dict(frame))
        if frame["t"] == "snapshot":
            self.records = {record["id"]: record for record in frame["records"]}
            self.you, self.cursor = frame["you"], frame["cursor"]
        elif frame["t"] == "changes":
            self.records.update((record["id"], record) for record in frame.get("put", ()))
            for gone in frame.get("gone", ()):
                self.records.pop(gone, None)
            self.cursor = frame["cursor"]
        elif frame["t"] == "present":
            self.present = frame["people"]

    def of(self, kind: str, instance: str | None = None) -> list[Seen]:
        """Records of a type, of one instance where given."""
        return [
            record
            for record in self.records.values()
            if record["type"] == kind and (instance is None or record["in"] == instance)
        ]

    def one(self, kind: str) -> Seen | None:
        """The first record of a type, or None."""
        return next(iter(self.of(kind)), None)

    def find(self, what: Of) -> Found:
        """Id and version of the record that is meant. Raises Missing."""
        for record in self.of(what.type):
            if record["body"].get(what.field) == what.value:
                return record["id"], record.get("v", 0)
        raise Missing(f"{what.type} {what.field}")

    def phase(self, instrument: str) -> tuple[str, str]:
        """Id and phase of the instance of an instrument; empty texts when there is none."""
        for record in self.of("instance"):
            if record["body"]["instrument"] == instrument:
                return record["id"], record["body"]["phase"]
        return "", ""
