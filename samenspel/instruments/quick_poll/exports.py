"""What can be taken along from a quick poll: only results that were shown (G-4.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, cast

from samenspel.instruments.quick_poll.counting import median
from samenspel.instruments.quick_poll.drawing import Bar, bars_svg, columns_svg, slips_svg
from samenspel.instruments.quick_poll.records import Poll, PollRound, PollTally
from samenspel.kernel.state import State
from samenspel.vocabulary.csv_file import csv_file

Export = Callable[[State, str], tuple[str, bytes]]
Shown = tuple[Poll, PollRound, PollTally]
KINDS: Final = {"choice": "keuze", "scale": "schaal", "ranking": "volgorde", "open": "open vraag"}


def shown(state: State, instance: str) -> list[Shown]:
    """Every result that was revealed, in the order of the rounds."""
    found: list[Shown] = []
    for record in state.of(PollTally, instance):
        above = state.get(record.scope)
        poll = state.get(above.scope) if above is not None else None
        if above is None or poll is None or not isinstance(above.body, PollRound) or above.body.state != "revealed":
            continue
        found.append((cast(Poll, poll.body), above.body, cast(PollTally, record.body)))
    return sorted(found, key=lambda one: one[1].turn)


def number(value: float) -> str:
    """A number as it is written in Dutch, with one decimal where it has one."""
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def ballots_in_words(body: PollRound, tally: PollTally) -> str:
    """How many ballots the result stands on."""
    said = "1 stem" if tally.ballots == 1 else f"{tally.ballots} stemmen"
    paper = f", waarvan {tally.paper} op papier" if tally.paper else ""
    return f"Ronde {body.number}: {said}{paper}"


def ranked(poll: Poll, tally: PollTally) -> list[int]:
    """The options of a ranking, the one with most points first; equal ones as they stood in the question."""
    return sorted(range(len(poll.options)), key=lambda option: (-tally.points[option], option))


def drawn(one: Shown) -> str:
    """The picture of one result."""
    poll, body, tally = one
    under = ballots_in_words(body, tally)
    if poll.kind == "open":
        return slips_svg(poll.question, under, tally.texts)
    if poll.kind == "scale":
        middle = median(poll.low, tally.counts)
        columns = [(poll.low + step, times) for step, times in enumerate(tally.counts)]
        foot = f"Midden (mediaan): {number(middle)}" if middle is not None else ""
        return columns_svg(poll.question, under, columns, (poll.low_text, poll.high_text), foot)
    if poll.kind == "ranking":
        most = tally.ballots * len(poll.options) or 1
        bars = [
            Bar(
                f"{place}. {poll.options[option]}",
                tally.points[option] / most,
                f"{tally.points[option]} punten",
            )
            for place, option in enumerate(ranked(poll, tally), start=1)
        ]
        return bars_svg(poll.question, under, bars)
    whole = tally.ballots or 1
    bars = [
        Bar(text, times / whole, f"{times} · {round(100 * times / whole)}%")
        for text, times in zip(poll.options, tally.counts, strict=True)
    ]
    return bars_svg(poll.question, under, bars, "Meer antwoorden per stem mogelijk" if poll.choose > 1 else "")


def picture(state: State, instance: str) -> tuple[str, bytes]:
    """The last result that was shown."""
    results = shown(state, instance)
    text = drawn(results[-1]) if results else bars_svg("Nog geen uitslag", "", [])
    return "image/svg+xml", text.encode()


def _rows(one: Shown) -> Iterator[list[object]]:
    poll, body, tally = one
    begin: list[object] = [poll.question, KINDS[poll.kind], body.number, tally.ballots]
    if poll.kind == "open":
        yield from ([*begin, text, None, None, None] for text in tally.texts)
    elif poll.kind == "scale":
        yield from ([*begin, poll.low + step, times, None, None] for step, times in enumerate(tally.counts))
    elif poll.kind == "ranking":
        for option in ranked(poll, tally):
            mean = round(tally.places[option] / tally.ballots, 2) if tally.ballots else None
            yield [*begin, poll.options[option], tally.firsts[option], tally.points[option], mean]
    else:
        yield from ([*begin, text, tally.counts[option], None, None] for option, text in enumerate(poll.options))


def table(state: State, instance: str) -> tuple[str, bytes]:
    """One row per answer of every result that was shown."""
    head = ["Vraag", "Soort", "Ronde", "Stemmen", "Antwoord", "Aantal", "Punten", "Gemiddelde plaats"]
    rows = [row for one in shown(state, instance) for row in _rows(one)]
    return "text/csv; charset=utf-8", csv_file(head, rows)


EXPORTS: Final[dict[str, Export]] = {"peiling.svg": picture, "peiling.csv": table}
