"""Terzijde gelegd: what stood in the place of a backup that was put back. Keys lie there for a day at most."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

ASIDE: Final = "voor-terugzetten-"
KEYS_LIVE: Final = timedelta(hours=24)
"""A copy of keys lives this long: as long as it is there, a key that was destroyed can be found in it."""


def clear(*, all_of_them: bool = False) -> int:
    """Remove keys that were put aside when they are too old, or when one of them has to be gone; how many."""
    count = 0
    for path in Path(settings.SAMENSPEL_KEYS).glob(f"{ASIDE}*"):
        try:
            made = datetime.strptime(path.name.removeprefix(ASIDE), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            continue
        if all_of_them or datetime.now(UTC) - made > KEYS_LIVE:
            shutil.rmtree(path)
            count += 1
    return count
