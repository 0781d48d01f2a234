"""De woorden van de vragen: the content of the instrument, with an organisation's own words laid over it."""

from __future__ import annotations

from typing import Any, Final

from samenspel.organisation.address import all_said
from samenspel.organisation.texts import texts_of

INSTRUMENT: Final = "case_reconstruction"


def texts(part: str) -> dict[str, Any]:
    """One file of the content, such as `peilen`."""
    found: dict[str, Any] = all_said(texts_of(INSTRUMENT)[part])
    return found
