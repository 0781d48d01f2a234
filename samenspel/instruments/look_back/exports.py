"""What a look-back lets out: how the agreements stand and what the group wants. Answers of people never (CR-23)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from samenspel.instruments.look_back.records import Intention
from samenspel.kernel.state import State
from samenspel.vocabulary.csv_file import csv_file
from samenspel.vocabulary.outcomes import Agreement

Export = Callable[[State, str], tuple[str, bytes]]
STATUSES: Final = {"open": "open", "started": "begonnen", "done": "gedaan", "dropped": "vervallen"}
KINDS: Final = {"keep": "vasthouden", "change": "anders doen", "stop": "stoppen"}
CSV: Final = "text/csv; charset=utf-8"


def agreements(state: State, instance: str) -> tuple[str, bytes]:
    """What, who, when, with whose help, status and what helped."""
    found = sorted(
        (cast(Agreement, record.body) for record in state.of(Agreement, instance)), key=lambda one: one.place
    )
    rows = [(one.what, one.who, one.due, one.help_from, STATUSES[one.status], one.helped) for one in found]
    head = ["Wat", "Wie", "Wanneer", "Met hulp van", "Stand", "Wat hielp of in de weg stond"]
    return CSV, csv_file(head, rows)


def intentions(state: State, instance: str) -> tuple[str, bytes]:
    """What to keep, change and stop, in that order."""
    order = list(KINDS)
    found = [cast(Intention, record.body) for record in state.of(Intention, instance)]
    found.sort(key=lambda one: (order.index(one.kind), one.place))
    return CSV, csv_file(["Soort", "Voornemen"], [(KINDS[one.kind], one.text) for one in found])


EXPORTS: Final[Mapping[str, Export]] = {"afspraken.csv": agreements, "voornemens.csv": intentions}
