"""Voor wanneer: days as records keep them."""

from __future__ import annotations

from datetime import date


def day(text: str) -> date | None:
    """The day of an ISO date, or None for an empty text or one that is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
