"""Wat er gevonden is, in words for who wrote it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

Kind = Literal["bsn", "iban", "phone", "email", "birth", "postcode", "address", "participant", "name"]

LISTS: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("lists.json").read_text("utf-8"))
"""Words that names and addresses are recognised by, and what people are told; shared with the browser."""


@dataclass(frozen=True)
class Finding:
    """Vondst: text[start:end] (code points) looks like data of this kind. Findings never overlap."""

    kind: Kind
    start: int
    end: int

    @property
    def why(self) -> str:
        """What it looks like, in Dutch."""
        return f"Dit lijkt {LISTS['kinds'][self.kind]['what']}."

    @property
    def instead(self) -> str:
        """What to write instead, in Dutch."""
        return str(LISTS["kinds"][self.kind]["instead"])
