"""Other words for what stands there: who did not see them overwrites nothing (R11)."""

from __future__ import annotations

from typing import Any

from samenspel.kernel.record import Record
from samenspel.kernel.situation import Situation


def guard_words(situation: Situation, record: Record, fields: dict[str, Any], *words: str) -> None:
    """Refuses CONFLICT when one of these fields would lose words that the asker may not have seen.

    A version counts everything: presence, time, place in the order. So it is asked for only where words that stand
    there give way to other words; a field that was empty, or stays as it is, is nobody's to lose.
    """
    for name in words:
        before = getattr(record.body, name)
        if before and fields.get(name, before) != before:
            situation.guard(record)
