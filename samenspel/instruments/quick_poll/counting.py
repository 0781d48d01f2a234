"""Counting: from ballots to what may be known of them. Pure; the order of the ballots means nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from samenspel.instruments.quick_poll.records import Poll, PollBallot, PollTally

T = TypeVar("T")


def shuffled(values: Sequence[T], chance: Callable[[], float]) -> list[T]:
    """The values in an order that means nothing; `chance` gives numbers in [0, 1)."""
    rest = list(values)
    for last in range(len(rest) - 1, 0, -1):
        other = min(int(chance() * (last + 1)), last)
        rest[last], rest[other] = rest[other], rest[last]
    return rest


def tally(poll: Poll, ballots: Sequence[PollBallot], lost: int, chance: Callable[[], float]) -> PollTally:
    """The result of a round (G-4.6)."""
    result = PollTally(ballots=len(ballots), paper=sum(ballot.paper for ballot in ballots), lost=lost)
    if poll.kind == "open":
        return replace(result, texts=tuple(shuffled(sorted(ballot.text for ballot in ballots), chance)))
    if poll.kind == "scale":
        numbers = range(poll.low, poll.high + 1)
        return replace(result, counts=tuple(sum(b.value == number for b in ballots) for number in numbers))
    places = range(len(poll.options))
    if poll.kind == "choice":
        return replace(result, counts=tuple(sum(option in b.picks for b in ballots) for option in places))
    return replace(
        result,
        points=tuple(sum(len(poll.options) - b.picks.index(option) for b in ballots) for option in places),
        places=tuple(sum(b.picks.index(option) + 1 for b in ballots) for option in places),
        firsts=tuple(sum(b.picks[0] == option for b in ballots) for option in places),
    )


def median(low: int, counts: Sequence[int]) -> float | None:
    """The middle number of a scale; None without ballots. `counts` begin at `low`."""
    numbers = [low + step for step, times in enumerate(counts) for _ in range(times)]
    if not numbers:
        return None
    middle = len(numbers) // 2
    return float(numbers[middle]) if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2
