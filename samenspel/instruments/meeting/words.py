"""Other words and choices for what stands there: who did not see them overwrites nothing (R11)."""

from __future__ import annotations

from typing import Any, Final

from samenspel.kernel.record import Record
from samenspel.kernel.refusal import Reason, Refused
from samenspel.kernel.situation import Situation

CHOSEN: Final = "Iemand anders veranderde dit net ook. Kijk wat er nu staat en kies."


def guard_words(situation: Situation, record: Record, fields: dict[str, Any], *words: str) -> None:
    """Refuses CONFLICT when one of these fields would lose words that the asker may not have seen.

    A version counts everything: presence, time, place in the order. So it is asked for only where words that stand
    there give way to other words; a field that was empty, or stays as it is, is nobody's to lose.
    """
    for name in words:
        before = getattr(record.body, name)
        if before and fields.get(name, before) != before:
            situation.guard(record)


def guard_choices(situation: Situation, record: Record, fields: dict[str, Any], *choices: str) -> None:
    """Refuses CONFLICT when one of these choices would change over a version that the asker says to have seen before.

    A choice made with one press names no version: it shows at once on every screen and is made again as easily.
    """
    if situation.base is None or situation.base == record.version:
        return
    if any(fields.get(name, before) != before for name in choices for before in [getattr(record.body, name)]):
        raise Refused(Reason.CONFLICT, CHOSEN, record_id=record.id)
