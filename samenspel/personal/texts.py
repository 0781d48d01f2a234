"""De woorden van de vragen: the content of the instrument, with an organisation's own words laid over it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from samenspel.instruments import catalogue

INSTRUMENT: Final = "case_reconstruction"


def texts(part: str) -> dict[str, Any]:
    """One file of the content, such as `peilen`."""
    found: dict[str, Any] = _all(settings.SAMENSPEL_TEXTS)[part]
    return found


@lru_cache(maxsize=4)
def _all(overrides: Path | None) -> dict[str, Any]:
    return catalogue.texts(INSTRUMENT, overrides=overrides)
