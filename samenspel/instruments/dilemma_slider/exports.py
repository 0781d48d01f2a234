"""What can be taken along from a dilemma slider: only what was revealed (G-3.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from samenspel.instruments.dilemma_slider.drawing import slider_svg
from samenspel.instruments.dilemma_slider.layout import Pin
from samenspel.instruments.dilemma_slider.records import Dilemma, Placing, SharedSlider, SliderChoice, SliderRound
from samenspel.kernel.record import Record
from samenspel.kernel.state import State
from samenspel.vocabulary.csv_file import csv_file
from samenspel.vocabulary.people import Attendee, Party

Export = Callable[[State, str], tuple[str, bytes]]


def _party(state: State, party: str | None) -> tuple[str, int]:
    record = state.get(party)
    if record is None or not isinstance(record.body, Party):
        return "", 12
    return record.body.short, record.body.colour


def _person(state: State, person: str | None) -> str:
    record = state.get(person)
    return record.body.name if record is not None and isinstance(record.body, Attendee) else ""


def revealed(state: State, instance: str) -> dict[str, dict[int, tuple[Record, Placing]]]:
    """Per person the placings of every round that was revealed."""
    found: dict[str, dict[int, tuple[Record, Placing]]] = {}
    for record in state.of(Placing, instance):
        of_round = state.get(record.scope)
        if of_round is None or not isinstance(of_round.body, SliderRound) or of_round.body.state != "revealed":
            continue
        person = found.setdefault(record.author or record.id, {})
        person[of_round.body.number] = (record, cast(Placing, record.body))
    return found


def picture(state: State, instance: str) -> tuple[str, bytes]:
    """The slider with every revealed place, and the shift where there were two rounds."""
    dilemma = next(iter(state.bodies(Dilemma, instance)), None)
    if dilemma is None:
        return "image/svg+xml", slider_svg("Nog geen dilemma", "", "", [], {}, "").encode()
    pins: list[Pin] = []
    colours: dict[str, int] = {}
    for person, rounds in revealed(state, instance).items():
        record, placing = rounds[max(rounds)]
        short, colours[person] = _party(state, record.party)
        first = rounds[1][1].value if len(rounds) == 2 else None
        pins.append(Pin(person, short or _person(state, person) or "Deelnemer", placing.value, first))
    if dilemma.open_variant:
        for shared in state.bodies(SharedSlider, instance):
            pins.append(Pin("shared", "Wij samen", shared.value, shared.first))
    choice = next(iter(state.bodies(SliderChoice, instance)), None)
    says = f"Onze keuze, voor nu: {choice.text}" if choice else ""
    return "image/svg+xml", slider_svg(dilemma.question, dilemma.left, dilemma.right, pins, colours, says).encode()


def places(state: State, instance: str) -> tuple[str, bytes]:
    """One row per person: both places, the shift and the explanations."""
    rows: list[list[object]] = []
    for person, rounds in revealed(state, instance).items():
        first = rounds.get(1, (None, None))[1]
        second = rounds.get(2, (None, None))[1]
        shift = second.value - first.value if first and second else None
        party = next(iter(rounds.values()))[0].party
        rows.append(
            [
                _party(state, party)[0],
                _person(state, person),
                first.value if first else None,
                second.value if second else None,
                shift,
                first.why if first else "",
                second.why if second else "",
            ]
        )
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    head = ["Partij", "Wie", "Eerste plaats (0-100)", "Tweede plaats", "Verschuiving", "Toelichting 1", "Toelichting 2"]
    return "text/csv; charset=utf-8", csv_file(head, rows)


EXPORTS: Final[dict[str, Export]] = {"dilemmaschuif.svg": picture, "dilemmaschuif.csv": places}
