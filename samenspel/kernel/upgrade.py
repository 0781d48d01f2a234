"""Upgrades: how a record stored by an older release becomes one of today."""

from __future__ import annotations

from typing import Any

import msgspec

from samenspel.kernel.definition import Instruments
from samenspel.kernel.record import Body, Instance


class UnknownType(Exception):
    """A stored record of a type that no instrument of this release knows."""


class Types:
    """Recordsoorten: every body by its type name, with the steps that lead to its present schema."""

    def __init__(self, instruments: Instruments) -> None:
        """Collect the types of these instruments; a shared (vocabulary) type may occur more than once."""
        self._bodies: dict[str, type[Body]] = {Instance.TYPE: Instance}
        self._steps: dict[tuple[str, int], Any] = {}
        for instrument in instruments.values():
            for body in instrument.records:
                known = self._bodies.setdefault(body.TYPE, body)
                if known is not body:
                    raise ValueError(f"two records are called {body.TYPE}")
            self._steps.update(instrument.upgrades)

    @property
    def bodies(self) -> dict[str, type[Body]]:
        """Every body class by type name."""
        return dict(self._bodies)

    def read(self, name: str, schema: int, stored: bytes) -> Body:
        """The body from its stored JSON of that schema version; raises UnknownType."""
        kind = self._bodies.get(name)
        if kind is None:
            raise UnknownType(name)
        if schema == kind.SCHEMA:
            return msgspec.json.decode(stored, type=kind)
        fields = msgspec.json.decode(stored, type=dict[str, Any])
        for step in range(schema, kind.SCHEMA):
            fields = self._steps[(name, step)](fields)
        return msgspec.convert(fields, kind)

    @staticmethod
    def write(body: Body) -> bytes:
        """The body as JSON for the store."""
        return msgspec.json.encode(body)
