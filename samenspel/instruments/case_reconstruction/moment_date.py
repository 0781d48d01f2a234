"""A date as people say it (CR-6); sorting and reading it is in when.py and when_reader.py."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from samenspel.kernel.text import OptionalName


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wanneer, zoals mensen het zeggen (CR-6): an exact day, a month, a season, a year or 'rond …'.

    `label` is the words for 'about' ("rond kerst"); `month` 1..12; `season` counts winter as the one that begins
    in December of `year`.
    """

    kind: Literal["exact", "month", "season", "year", "about"]
    year: Annotated[int, msgspec.Meta(ge=1950, le=2100)]
    month: Annotated[int, msgspec.Meta(ge=1, le=12)] | None = None
    day: Annotated[int, msgspec.Meta(ge=1, le=31)] | None = None
    season: Literal["spring", "summer", "autumn", "winter"] | None = None
    label: OptionalName = ""
